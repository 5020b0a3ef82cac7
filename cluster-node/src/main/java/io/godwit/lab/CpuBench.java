package io.godwit.lab;

import io.godwit.cpu.CpuEntitlement;
import io.godwit.cpu.CpuScheduling;
import io.godwit.cpu.CpuTopology;
import io.godwit.cpu.QuantumFigures;
import io.godwit.cpu.QuantumMachine;
import io.godwit.cpu.QuantumSettings;
import io.godwit.cpu.VcpuLoad;
import io.godwit.cpu.WakeLatency;
import io.godwit.experiment.IllegalSetting;
import io.godwit.experiment.Trial;
import io.godwit.host.SchedulingFiles;
import io.godwit.unit.Durations;
import io.godwit.unit.Frequency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// A machine on a bench: VMs are put on it, and it runs for a time while somebody watches.
final class CpuBench {

    static final String PROCESSOR = "xeon-2021";

    private static final int MOST_EVENTS = 5_000;

    private final QuantumMachine machine;
    private final List<String> names = new ArrayList<>();

    private CpuBench(CpuTopology topology, QuantumSettings settings) {
        machine = new QuantumMachine(topology, settings, 0);
    }

    /// @param scheduler a file under `config/schedulers`
    static CpuBench of(Trial trial, String scheduler, int sockets, int coresPerSocket) {
        var topology = new CpuTopology(sockets, coresPerSocket, 1, Frequency.parse("2GHz"));
        return new CpuBench(topology, settings(trial, scheduler));
    }

    static QuantumSettings settings(Trial trial, String scheduler) {
        return switch (SchedulingFiles.named(trial.config(), scheduler, PROCESSOR)) {
            case SchedulingFiles.Read(CpuScheduling.Quantum(var settings)) -> settings;
            case SchedulingFiles.Read(CpuScheduling.Fluid()) -> throw new IllegalSetting(scheduler + " has no quanta");
            case SchedulingFiles.Unusable(var sentence) -> throw new IllegalSetting(sentence);
        };
    }

    /// @return its slot
    int put(String name, CpuEntitlement vm, VcpuLoad load, long demandNanoCores) {
        int slot = machine.add(vm, load);
        machine.demand(slot, demandNanoCores);
        names.add(name);
        return slot;
    }

    void run(long untilNs) {
        machine.advance(untilNs);
    }

    QuantumFigures figures(int slot) {
        return machine.figures(slot);
    }

    WakeLatency wakes(int slot) {
        return machine.wakes(slot);
    }

    /// Watches who comes onto which CPU, for so many changes, or until little has changed for long.
    List<Step> watch(int most) {
        List<Step> steps = new ArrayList<>();
        String[] before = onCpus();
        for (int event = 0; event < MOST_EVENTS && steps.size() < most && machine.nextNs() != Long.MAX_VALUE; event++) {
            machine.advance(machine.nextNs());
            String[] now = onCpus();
            String change = change(before, now);
            if (!change.isEmpty()) {
                steps.add(new Step("At " + Durations.roughlyNs(machine.nowNs()) + change + ".", snapshot(now)));
            }
            before = now;
        }
        return steps;
    }

    private static String change(String[] before, String[] now) {
        StringBuilder change = new StringBuilder();
        for (int cpu = 0; cpu < now.length; cpu++) {
            if (!now[cpu].equals(before[cpu])) {
                change.append(change.isEmpty() ? " " : "; ")
                        .append("core ")
                        .append(cpu)
                        .append(
                                now[cpu].isEmpty()
                                        ? " goes idle"
                                        : " goes from " + shown(before[cpu]) + " to " + now[cpu]);
            }
        }
        return change.toString();
    }

    private static String shown(String name) {
        return name.isEmpty() ? "idle" : name;
    }

    private String[] onCpus() {
        String[] on = new String[machine.logicalCpus()];
        for (int cpu = 0; cpu < on.length; cpu++) {
            OptionalInt slot = machine.vmOn(cpu);
            on[cpu] = slot.isPresent() ? names.get(slot.getAsInt()) : "";
        }
        return on;
    }

    private Snapshot snapshot(String[] on) {
        List<List<String>> rows = new ArrayList<>();
        for (int slot = 0; slot < names.size(); slot++) {
            String name = names.get(slot);
            List<String> cores = new ArrayList<>();
            for (int cpu = 0; cpu < on.length; cpu++) {
                if (on[cpu].equals(name)) {
                    cores.add("" + cpu);
                }
            }
            QuantumFigures figures = machine.figures(slot);
            rows.add(List.of(
                    name,
                    cores.isEmpty() ? "-" : String.join(",", cores),
                    millis(figures.ranNs()),
                    millis(figures.stealNs()),
                    "" + figures.switches()));
        }
        return new Snapshot(List.of("VM", "on core", "ran ms", "steal ms", "switches"), rows);
    }

    private static String millis(long ns) {
        return String.format(Locale.ROOT, "%.1f", ns / 1e6);
    }
}
