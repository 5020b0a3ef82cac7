package io.godwit.validation;

import io.godwit.cpu.CpuEntitlement;
import io.godwit.cpu.CpuScheduling;
import io.godwit.cpu.CpuTopology;
import io.godwit.cpu.QuantumMachine;
import io.godwit.cpu.QuantumSettings;
import io.godwit.cpu.VcpuLoad;
import io.godwit.experiment.IllegalSetting;
import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.host.SchedulingFiles;
import io.godwit.unit.Frequency;
import java.time.Duration;
import java.util.List;

/// Sharing of cores quantum by quantum.
final class QuantumExperiments {

    private static final long RUN_NS = 20_000_000_000L;

    private static final Parameter<String> SCHEDULER = Parameter.choice(
            "scheduler", "a file under config/schedulers", List.of(CpuScheduling.CREDIT, CpuScheduling.EEVDF));

    private static final Parameter<String> PROCESSOR =
            Parameter.choice("processor", "a file under config/processors", List.of("xeon-2021", "xeon-2003"));

    private static final Parameter<Integer> DOMAINS = Parameter.count(
                    "domains", "that compute all the time, of one vCPU each", 128)
            .between("1", "1000");

    private static final Parameter<Integer> CPUS =
            Parameter.count("cpus", "of the machine", 2).between("1", "64");

    private static final Parameter<Duration> SLICE =
            Parameter.time("slice", "for which each runs", "5ms").between("100us", "1s");

    private static final Parameter<Integer> WEIGHT = Parameter.count(
                    "weight", "of the second VM; the first one has 256", 512)
            .between("1", "65535");

    static final List<Experiment> ALL = List.of(
            new Experiment(
                    "many-domains-loss",
                    "throughput that many greedy domains lose to switches and cold caches, against one on each CPU",
                    "%",
                    List.of(DOMAINS, CPUS, SLICE, SCHEDULER, PROCESSOR),
                    QuantumExperiments::lossPercent),
            new Experiment(
                    "quantum-ratio",
                    "two greedy VMs of one vCPU on one core; what the second gets for each share of the first",
                    "times",
                    List.of(WEIGHT, SCHEDULER, PROCESSOR),
                    QuantumExperiments::ratio));

    private QuantumExperiments() {}

    private static double lossPercent(Trial trial) {
        double crowded = throughput(trial, trial.get(DOMAINS));
        double alone = throughput(trial, trial.get(CPUS));
        return 100 * (1 - crowded / alone);
    }

    private static double throughput(Trial trial, int domains) {
        QuantumSettings settings = settings(trial);
        QuantumSettings sliced = settings.with(settings.policy().withSlice(trial.get(SLICE)));
        var machine = new QuantumMachine(topology(trial.get(CPUS)), sliced, 0);
        double done = 0;
        for (int i = 0; i < domains; i++) {
            machine.demand(
                    machine.add(CpuEntitlement.ofVcpus(1), VcpuLoad.ofSeed(trial.seedOf("domain-" + i))),
                    CpuTopology.CORE);
        }
        machine.advance(RUN_NS);
        for (int slot = 0; slot < domains; slot++) {
            done += machine.figures(slot).doneNs();
        }
        return done;
    }

    private static double ratio(Trial trial) {
        var machine = new QuantumMachine(topology(1), settings(trial), 0);
        int first = machine.add(CpuEntitlement.ofVcpus(1), VcpuLoad.ofSeed(trial.seedOf("first")));
        int second = machine.add(
                CpuEntitlement.ofVcpus(1).withWeight(trial.get(WEIGHT)), VcpuLoad.ofSeed(trial.seedOf("second")));
        machine.demand(first, CpuTopology.CORE);
        machine.demand(second, CpuTopology.CORE);
        machine.advance(RUN_NS);
        return (double) machine.figures(second).ranNs() / machine.figures(first).ranNs();
    }

    private static CpuTopology topology(int cpus) {
        return new CpuTopology(1, cpus, 1, Frequency.parse("2.4GHz"));
    }

    private static QuantumSettings settings(Trial trial) {
        return switch (SchedulingFiles.named(trial.config(), trial.get(SCHEDULER), trial.get(PROCESSOR))) {
            case SchedulingFiles.Read(CpuScheduling.Quantum(var settings)) -> settings;
            case SchedulingFiles.Read(CpuScheduling.Fluid()) -> throw new IllegalSetting("a fluid has no quanta");
            case SchedulingFiles.Unusable(var sentence) -> throw new IllegalSetting(sentence);
        };
    }
}
