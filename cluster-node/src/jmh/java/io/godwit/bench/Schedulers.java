package io.godwit.bench;

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
import java.util.List;

/// How fast a large host is quantum by quantum: 1,000 vCPUs on 64 cores at slices of 5 ms, half of them computing all
/// the time, half awake for 5 % of it in bursts of 2 ms, with all costs on.
///
/// The rate counts the thread's own CPU time: nothing is allocated once the machine is warm.
final class Schedulers implements Gauge {

    private static final int CORES = 64;
    private static final int VCPUS = 1_000;
    private static final Duration SLICE = Duration.ofMillis(5);
    private static final long WARM_UP_NS = 60_000_000_000L;
    private static final long RUN_NS = 60_000_000_000L;
    private static final double BAR_TIMES = 50;

    @Override
    public void measure(Sheet sheet) {
        for (String scheduler : List.of(CpuScheduling.CREDIT, CpuScheduling.EEVDF)) {
            sheet.progress(scheduler);
            var machine = machine(scheduler);
            machine.advance(WARM_UP_NS);
            long decisions = machine.decisions();
            long ns = Stopwatch.time(() -> machine.advance(WARM_UP_NS + RUN_NS)).threadNs();
            sheet.write(Figure.of(
                            "1,000 vCPUs on 64 cores at slices of 5 ms, " + scheduler,
                            (double) RUN_NS / ns,
                            "times real time",
                            "15,000 to 23,000 decisions a second, each with as many other events: 200 ns of work"
                                    + " and cache misses each come to 100")
                    .against(promise(AT_LEAST, BAR_TIMES)));
            sheet.write(Figure.of(
                    "decisions in that, " + scheduler,
                    (machine.decisions() - decisions) * 1e3 / ns,
                    "million/s",
                    "half of QuantumBenchmark's, as accounts of 1,000 vCPUs are beside them"));
        }
    }

    private static QuantumMachine machine(String scheduler) {
        Path config = Path.of(System.getProperty("godwit.home", ".")).resolve("config");
        if (!(SchedulingFiles.named(config, scheduler, "xeon-2021")
                instanceof SchedulingFiles.Read(CpuScheduling.Quantum(QuantumSettings settings)))) {
            throw new IllegalStateException(scheduler + " can't be read in " + config);
        }
        var machine = new QuantumMachine(
                new CpuTopology(2, CORES / 2, 1, Frequency.parse("2GHz")),
                settings.with(settings.policy().withSlice(SLICE)),
                0);
        for (int vm = 0; vm < VCPUS; vm++) {
            int slot = machine.add(CpuEntitlement.ofVcpus(1), VcpuLoad.ofSeed(Seed.of(vm)));
            machine.demand(slot, vm % 2 == 0 ? CpuTopology.CORE : CpuTopology.CORE / 20);
        }
        return machine;
    }
}
