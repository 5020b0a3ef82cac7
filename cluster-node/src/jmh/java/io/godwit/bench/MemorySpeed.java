package io.godwit.bench;

import static io.godwit.bench.Figure.Bar.promise;
import static io.godwit.bench.Figure.Sense.AT_LEAST;
import static io.godwit.bench.Figure.Sense.AT_MOST;

import io.godwit.device.DiskSpec;
import io.godwit.identity.VmId;
import io.godwit.image.Image;
import io.godwit.image.ImageSpec;
import io.godwit.memory.AddressSpace;
import io.godwit.memory.MachineMemory;
import io.godwit.memory.MappingSize;
import io.godwit.memory.Mappings;
import io.godwit.memory.PageWriter;
import io.godwit.memory.pressure.ManagedMemory;
import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.memory.pressure.MemoryTerms;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How fast page-exact memory is, with dirty log and digest on, for writes in settlements of a million: the figures of
/// the benchmark `MemoryBenchmark` without its harness, and a scanner's pass beside them. Rates are by the CPU time of
/// the thread, medians of several runs.
final class MemorySpeed implements Gauge {

    private static final long PAGES = 10_000_000;
    private static final long WORKING_SET = (64L << 20) / 4096;
    private static final long OF_64_GIB = (64L << 30) / 4096;
    private static final int BATCH = 1_000_000;
    private static final int BATCHES = 5;
    private static final int RUNS = 7;
    private static final int WARM_UP = 2;
    private static final int CLONES = 10_000;
    private static final MemorySize PAGE = MemorySize.ofKibibytes(4);
    private static final Image IMAGE = Image.of(new ImageSpec("debian", 1 << 20, 0.4));

    private long random = 1;

    @Override
    public void measure(Sheet sheet) {
        sheet.progress("writes");
        writes(sheet);
        sheet.progress("clones");
        clones(sheet);
        sheet.progress("a scanner's pass");
        scan(sheet);
    }

    private void writes(Sheet sheet) {
        AddressSpace small = opened(AddressSpace.over(IMAGE, OF_64_GIB));
        sheet.write(rate("writes in a working set of 64 MiB", 20, () -> write(small, WORKING_SET))
                .expecting("3 multiplications twice and three loads from the L2 cache: 15 ns, 60 M/s"));
        AddressSpace large = opened(AddressSpace.over(IMAGE, OF_64_GIB));
        sheet.write(rate("writes at random over 10 million pages", 5, () -> write(large, PAGES))
                .expecting("the same, sorted by chunk, so that misses overlap: 60 ns, 16 M/s"));
        sheet.write(rate(
                        "first writes at random over 10 million pages",
                        5,
                        () -> write(opened(AddressSpace.over(IMAGE, OF_64_GIB)), PAGES))
                .expecting("the same and a share of growing hash tables: 130 ns, 7 M/s"));
    }

    /// A rate that has no expectation yet.
    private record Rate(String what, double millions, double barMillions) {

        Figure expecting(String expected) {
            return Figure.of(what, millions, "million/s", expected).against(promise(AT_LEAST, barMillions));
        }
    }

    private static Rate rate(String what, double barMillions, Runnable work) {
        List<Double> millions = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            long ns = Stopwatch.time(work).threadNs();
            if (run >= WARM_UP) {
                millions.add(1e3 * BATCH * BATCHES / ns);
            }
        }
        return new Rate(what, Samples.median(millions), barMillions);
    }

    private static AddressSpace opened(AddressSpace space) {
        space.openDirtyLog();
        return space;
    }

    private void write(AddressSpace space, long bound) {
        for (int batch = 0; batch < BATCHES; batch++) {
            PageWriter writer = space.writer(BATCH);
            for (int i = 0; i < BATCH; i++) {
                writer.write(nextPage(bound), random);
            }
            writer.flush();
        }
    }

    /// A xorshift generator (Marsaglia 2003), reduced to the bound: cheaper than what it drives.
    private long nextPage(long bound) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return ((random >>> 32) * bound) >>> 32;
    }

    private void clones(Sheet sheet) {
        AddressSpace original = AddressSpace.over(IMAGE, OF_64_GIB);
        write(original, OF_64_GIB);
        List<Double> millis = new ArrayList<>();
        long[] kept = new long[1];
        for (int run = 0; run < RUNS; run++) {
            long ns = Stopwatch.time(() -> {
                        for (int i = 0; i < CLONES; i++) {
                            AddressSpace clone = original.copy();
                            clone.write(i, i);
                            kept[0] += clone.use().privatePages();
                        }
                    })
                    .threadNs();
            millis.add(ns / 1e6 / CLONES);
        }
        sheet.write(Figure.of(
                        "a clone of a VM of 64 GiB, and its first write",
                        Samples.median(millis),
                        "ms",
                        "two objects, then a directory of 16 KiB and a chunk of 33 KiB: 5 us")
                .against(promise(AT_MOST, 1)));
    }

    /// All pages are in frames and hold what no other page holds: none leaves the scanner's way.
    private void scan(Sheet sheet) {
        AddressSpace space = AddressSpace.over(Image.blank(), PAGES);
        PageWriter writer = space.writer(PAGES);
        for (long page = 0; page < PAGES; page++) {
            nextPage(PAGES);
            writer.write(page, random);
        }
        writer.flush();
        ManagedMemory memory = scanned(space);
        List<Double> seconds = new ArrayList<>();
        long passes = 0;
        for (long second = 1; memory.scannerFigures().passes() < RUNS; second++) {
            long now = second * 1_000_000_000L;
            long ns = Stopwatch.time(() -> memory.turn(now)).threadNs();
            long done = memory.scannerFigures().passes() - passes;
            passes += done;
            if (done > 0 && passes > 1) {
                seconds.add(ns / 1e9 / done);
            }
        }
        sheet.write(Figure.of(
                        "a scanner's pass over 10 million pages, none equal to another",
                        Samples.median(seconds),
                        "s",
                        "for each page a look at its place, content and checksum, one after the other, and two at a"
                                + " random place of a table: 200 ns")
                .against(promise(AT_MOST, 5)));
    }

    /// A host whose scanner looks at all pages once in a turn of a second.
    private static ManagedMemory scanned(AddressSpace space) {
        MemoryCosts costs = costs();
        var scan = new MemoryCosts.Scan(
                (int) PAGES, Duration.ofSeconds(1), Duration.ZERO, costs.scan().item(), "this benchmark");
        MemorySize size = PAGE.times(PAGES);
        MachineMemory machine = new MachineMemory(size.times(2), PAGE, size.times(2));
        var disk = new DiskSpec(
                "disk",
                Bandwidth.parse("500MiB/s"),
                EventRate.perSecond(50_000),
                Duration.ofNanos(100_000),
                "this benchmark");
        ManagedMemory memory = new ManagedMemory(
                MemoryManagement.of(costs).with(new MemoryManagement.Sharing(scan, true)), machine, disk, 0);
        VmId vm = new VmId("vm-1");
        machine.reserve(vm, size);
        memory.add(
                vm,
                space,
                new MemoryTerms(1_000, 0, PAGES, PAGES / 4, false, 0, 0),
                new Mappings(PAGES, MappingSize.SMALL));
        return memory;
    }

    private static MemoryCosts costs() {
        Path folder = Path.of(System.getProperty("godwit.home", "."))
                .resolve("config")
                .resolve("memory");
        return switch (MemoryCosts.FILES.named(folder, "standard")) {
            case SettingsFile.Read<MemoryCosts>(var costs) -> costs;
            case SettingsFile.Unusable<MemoryCosts>(var sentence) -> throw new IllegalStateException(sentence);
        };
    }
}
