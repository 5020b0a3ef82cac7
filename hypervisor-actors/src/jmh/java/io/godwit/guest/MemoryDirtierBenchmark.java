package io.godwit.guest;

import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How many writes a second a guest makes, into a sink that only adds them up.
///
/// | benchmark | promise | expected, on the back of an envelope |
/// |---|---|---|
/// | sequential | 20 M/s | one mixing of 2 multiplications: 3 ns, 300 M/s |
/// | random | 20 M/s | two mixings and a multiplication: 5 ns, 200 M/s |
/// | hotCold | 20 M/s | three mixings and a branch missed one time in ten: 9 ns, 110 M/s |
///
/// Last result, 2026-11-22, on 2 cores of a Xeon in a cloud under a load of 12 from other builds, hence not by JMH
/// but by the CPU time of the thread that called these methods: 770 M/s, 420 M/s and 230 M/s.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MemoryDirtierBenchmark {

    private static final int BATCH = 1_000_000;

    private final MemoryDirtier sequential = dirtier(new Pattern.Sequential());
    private final MemoryDirtier random = dirtier(new Pattern.Random());
    private final MemoryDirtier hotCold = dirtier(new Pattern.HotCold(100, 900));
    private long sum;
    private long done;

    private static MemoryDirtier dirtier(Pattern pattern) {
        return new MemoryDirtier(Seed.of(1), 1 << 20, EventRate.perSecond(50_000), pattern);
    }

    private long batch(MemoryDirtier dirtier) {
        dirtier.apply(done, done + BATCH, (page, content) -> sum += page ^ content);
        done += BATCH;
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long sequential() {
        return batch(sequential);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long random() {
        return batch(random);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hotCold() {
        return batch(hotCold);
    }
}
