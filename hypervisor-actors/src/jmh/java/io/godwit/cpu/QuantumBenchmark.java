package io.godwit.cpu;

import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.Frequency;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How many scheduling decisions a second a machine comes to on one core: with slices of 5 ms, half of the vCPUs
/// computing all the time, half working in bursts of 2 ms for 5 % of it. A *decision* is a CPU's choice of who runs
/// next, or of nobody; all costs are on, so one includes half a wake-up, cache warmth, accounts and the search for the
/// next event.
///
/// | machine | benchmark | promise | expected, on the back of an envelope |
/// |---|---|---|---|
/// | 16 cores, 64 vCPUs | credit | 5 million/s | 40 lines of the first level, 6 wrong guesses: 150 ns, 6.5 million/s |
/// | 16 cores, 64 vCPUs | eevdf | 5 million/s | a scan of 4 waiting in place of lists: 6 million/s |
/// | 64 cores, 1,000 vCPUs | both | 50 times real time | 20 lines of the second level more: 300 ns, 3 million/s, 130
/// times |
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QuantumBenchmark {

    private static final int DECISIONS = 10_000;
    private static final long STEP_NS = 1_000_000;
    private static final Duration SLICE = Duration.ofMillis(5);
    private static final String SOURCE = "the benchmark";

    private static final QuantumPolicy.CoScheduling ALONE =
            new QuantumPolicy.CoScheduling(false, Duration.ofMillis(3), SOURCE);

    private static final QuantumPolicy CREDIT = new QuantumPolicy.Credit(
            "credit", SLICE, Duration.ofMillis(10), Duration.ofMillis(30), Duration.ofMillis(1), ALONE, SOURCE);
    private static final QuantumPolicy EEVDF = new QuantumPolicy.Eevdf(
            "eevdf",
            new QuantumPolicy.Slices(SLICE, SLICE, true, SOURCE),
            new QuantumPolicy.Quota(Duration.ofMillis(100), SLICE, SOURCE),
            new QuantumPolicy.Balance(Duration.ofMillis(8), SOURCE),
            ALONE);

    /// Cores and vCPUs.
    @Param({"16x64", "64x1000"})
    public String machine = "";

    private QuantumMachine credit = machine(CREDIT, 1, 1);
    private QuantumMachine eevdf = machine(EEVDF, 1, 1);

    @Setup
    public void build() {
        int cores = Integer.parseInt(machine.substring(0, machine.indexOf('x')));
        int vcpus = Integer.parseInt(machine.substring(machine.indexOf('x') + 1));
        credit = machine(CREDIT, cores, vcpus);
        eevdf = machine(EEVDF, cores, vcpus);
    }

    @Benchmark
    @OperationsPerInvocation(DECISIONS)
    public long credit() {
        return run(credit);
    }

    @Benchmark
    @OperationsPerInvocation(DECISIONS)
    public long eevdf() {
        return run(eevdf);
    }

    private static long run(QuantumMachine machine) {
        long enough = machine.decisions() + DECISIONS;
        while (machine.decisions() < enough) {
            machine.advance(machine.nowNs() + STEP_NS);
        }
        return machine.nowNs();
    }

    private static QuantumMachine machine(QuantumPolicy policy, int cores, int vcpus) {
        int sockets = cores > 32 ? 2 : 1;
        var machine = new QuantumMachine(
                new CpuTopology(sockets, cores / sockets, 1, Frequency.parse("2GHz")),
                new QuantumSettings(policy, processor(), guest()),
                0);
        for (int vm = 0; vm < vcpus; vm++) {
            int slot = machine.add(CpuEntitlement.ofVcpus(1), VcpuLoad.ofSeed(Seed.of(vm)));
            machine.demand(slot, vm % 2 == 0 ? CpuTopology.CORE : CpuTopology.CORE / 20);
        }
        return machine;
    }

    private static ProcessorCosts processor() {
        return new ProcessorCosts(
                "benchmark",
                new ProcessorCosts.Switch(Duration.ofNanos(2_000), SOURCE),
                new ProcessorCosts.Cache(MemorySize.ofKibibytes(1_280), Bandwidth.parse("20GiB/s"), SOURCE),
                new ProcessorCosts.Cache(MemorySize.ofMebibytes(48), Bandwidth.parse("8GiB/s"), SOURCE),
                new ProcessorCosts.Siblings(Share.ofPercent(62), SOURCE),
                new ProcessorCosts.Numa(Share.ofPercent(85), SOURCE));
    }

    private static GuestCosts guest() {
        return new GuestCosts(
                "benchmark",
                new GuestCosts.Tick(EventRate.perSecond(250), EventRate.perSecond(10), Duration.ofNanos(2_000), SOURCE),
                new GuestCosts.Interrupts(
                        Duration.ofNanos(2_000), EventRate.perSecond(100), Duration.ofNanos(1_000), SOURCE),
                new GuestCosts.Locks(Share.ofPercent(1), SOURCE),
                new GuestCosts.Threads(
                        Duration.ofMillis(2),
                        Share.ofPercent(50),
                        MemorySize.ofKibibytes(512),
                        Duration.ofMillis(10),
                        SOURCE));
    }
}
