package io.godwit.bench;

import static io.godwit.bench.Figure.Bar.aim;
import static io.godwit.bench.Figure.Bar.promise;
import static io.godwit.bench.Figure.Sense.AT_LEAST;

import io.godwit.cpu.CpuEntitlement;
import io.godwit.cpu.CpuScheduling;
import io.godwit.cpu.CpuTopology;
import io.godwit.cpu.QuantumMachine;
import io.godwit.cpu.QuantumSettings;
import io.godwit.cpu.VcpuLoad;
import io.godwit.host.SchedulingFiles;
import io.godwit.time.Seed;
import io.godwit.unit.Frequency;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How fast a host is quantum by quantum under one scheduler: 64 vCPUs on 16 cores and 1,000 on 64, at slices of 5 ms,
/// half of them computing all the time, half awake for 5 % of it in bursts of 2 ms, with all costs on.
///
/// The rate counts the thread's own CPU time: nothing is allocated once the machine is warm. It is told of many short
/// stretches, as neighbours take the core's caches and half of its speed from one moment to the next: the best tenth is
/// nearer to a core of one's own.
final class Schedulers implements Gauge {

    /// Of a machine, with one vCPU a VM.
    ///
    /// @param stretchNs that comes to some 300,000 decisions
    private record Size(int vcpus, int sockets, int cores, long stretchNs) {

        String words() {
            return "%,d vCPUs on %d cores".formatted(vcpus, cores);
        }
    }

    private static final Size SMALL = new Size(64, 1, 16, 60_000_000_000L);
    private static final Size LARGE = new Size(1_000, 2, 64, 15_000_000_000L);
    private static final Duration SLICE = Duration.ofMillis(5);
    private static final int WARM_UPS = 10;
    private static final int STRETCHES = 31;
    private static final double BAR_TIMES = 50;
    private static final double BAR_MILLIONS = 5;

    private final String scheduler;

    Schedulers(String scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public void measure(Sheet sheet) {
        measure(sheet, SMALL, promise(AT_LEAST, BAR_MILLIONS), "40 lines of the first level, 6 wrong guesses: 6.5");
        double times = measure(sheet, LARGE, aim(AT_LEAST, BAR_MILLIONS), "20 lines of the second level more: 3");
        sheet.write(Figure.of(
                        LARGE.words() + ", median",
                        times,
                        "times real time",
                        "15,000 to 23,000 decisions a second, 300 ns each with all beside them: 150")
                .against(promise(AT_LEAST, BAR_TIMES)));
    }

    /// @return how many times as fast as the clock, median
    private double measure(Sheet sheet, Size size, Figure.Bar bar, String expected) {
        sheet.progress(size.words());
        var machine = machine(size);
        for (int i = 0; i < WARM_UPS; i++) {
            pass(machine, size.stretchNs());
        }
        List<Double> millions = new ArrayList<>();
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < STRETCHES; i++) {
            long before = machine.decisions();
            double ns = pass(machine, size.stretchNs());
            millions.add((machine.decisions() - before) * 1e3 / ns);
            times.add(size.stretchNs() / ns);
        }
        sheet.write(Figure.of(
                        "decisions, %s, median of %d stretches".formatted(size.words(), STRETCHES),
                        Samples.median(millions),
                        "million/s",
                        expected)
                .against(bar));
        sheet.write(Figure.of("the same, best tenth", Samples.bestTenth(millions), "million/s", "a core of its own"));
        return Samples.median(times);
    }

    /// @return CPU time that it took
    private static double pass(QuantumMachine machine, long ns) {
        return Stopwatch.time(() -> machine.advance(machine.nowNs() + ns)).threadNs();
    }

    private QuantumMachine machine(Size size) {
        Path config = Path.of(System.getProperty("godwit.home", ".")).resolve("config");
        if (!(SchedulingFiles.named(config, scheduler, "xeon-2021")
                instanceof SchedulingFiles.Read(CpuScheduling.Quantum(QuantumSettings settings)))) {
            throw new IllegalStateException(scheduler + " can't be read in " + config);
        }
        var machine = new QuantumMachine(
                new CpuTopology(size.sockets(), size.cores() / size.sockets(), 1, Frequency.parse("2GHz")),
                settings.with(settings.policy().withSlice(SLICE)),
                0);
        for (int vm = 0; vm < size.vcpus(); vm++) {
            int slot = machine.add(CpuEntitlement.ofVcpus(1), VcpuLoad.ofSeed(Seed.of(vm)));
            machine.demand(slot, vm % 2 == 0 ? CpuTopology.CORE : CpuTopology.CORE / 20);
        }
        return machine;
    }
}
