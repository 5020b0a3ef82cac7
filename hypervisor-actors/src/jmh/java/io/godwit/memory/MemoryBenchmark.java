package io.godwit.memory;

import io.godwit.image.Image;
import io.godwit.image.ImageSpec;
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

/// How fast page-exact memory is, with dirty log and digest on, for writes in settlements of a million. All results are
/// in operations a second.
///
/// | benchmark | promise | expected, on the back of an envelope |
/// |---|---|---|
/// | writesInAWorkingSet | 20 M/s | 3 multiplications twice and three loads from the L2 cache: 15 ns, 60 M/s |
/// | writesAtRandom | 5 M/s | the same, sorted by chunk, so that misses to memory overlap: 60 ns, 16 M/s |
/// | firstWritesAtRandom | 5 M/s | the same and a share of growing hash tables: 130 ns, 7 M/s |
/// | pagesWalked | 1 M pages in 0.2 s, 5 M/s | mixing or a load, 16 bytes written: 8 ns, 120 M/s |
/// | copies | 1,000/s (1 ms for 64 GiB) | two objects, 30 ns |
/// | copiesThenWritten | 1,000/s | a directory of 16 KiB and a chunk of 33 KiB: 5 µs |
///
/// Last result, 2026-11-22, on 2 cores of a Xeon in a cloud, shared with other builds (load 6), so with large errors:
/// 83 M, 10.4 M, 3.9 M, 243 M, 33 M, 160,000. The first four by the CPU time of their thread: 120 M, 11 M, 7 M, 100 M.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class MemoryBenchmark {

    private static final long WORKING_SET = (64L << 20) / 4096;
    private static final long TEN_MILLION = 10_000_000;
    private static final int BATCH = 1_000_000;

    private final Image image = Image.of(new ImageSpec("debian", 1 << 20, 0.4));
    private final AddressSpace small = opened(AddressSpace.over(image, 1 << 24));
    private final AddressSpace large = opened(AddressSpace.over(image, 1 << 24));
    private long random = 1;

    private static AddressSpace opened(AddressSpace space) {
        space.openDirtyLog();
        return space;
    }

    /// A xorshift generator (Marsaglia 2003), reduced to the bound: cheaper than what it drives.
    private long nextPage(long bound) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return ((random >>> 32) * bound) >>> 32;
    }

    private AddressSpace writeABatch(AddressSpace space, long bound) {
        PageWriter writer = space.writer(BATCH);
        for (int i = 0; i < BATCH; i++) {
            writer.write(nextPage(bound), random);
        }
        writer.flush();
        return space;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public AddressSpace writesInAWorkingSet() {
        return writeABatch(small, WORKING_SET);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public AddressSpace writesAtRandom() {
        return writeABatch(large, TEN_MILLION);
    }

    @Benchmark
    @OperationsPerInvocation(5 * BATCH)
    public AddressSpace firstWritesAtRandom() {
        AddressSpace space = opened(AddressSpace.over(image, 1 << 24));
        for (int i = 0; i < 5; i++) {
            writeABatch(space, TEN_MILLION);
        }
        return space;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long pagesWalked() {
        long sum = 0;
        PageCursor cursor = new PageRange(0, BATCH);
        while (cursor.remaining() > 0) {
            sum += small.read(cursor, 16_384).size();
        }
        return sum;
    }

    @Benchmark
    public AddressSpace copies() {
        return small.copy();
    }

    @Benchmark
    public AddressSpace copiesThenWritten() {
        AddressSpace copy = small.copy();
        copy.write(7, 7);
        return copy;
    }
}
