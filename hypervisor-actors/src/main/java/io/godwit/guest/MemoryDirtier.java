package io.godwit.guest;

import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.guest.WorkloadSpec.WriteContents;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import java.util.Optional;
import java.util.OptionalLong;

/// Writes a guest's working set, the first pages of its memory. Which page the n-th write touches and what it
/// leaves there depends on the seed, the pattern and `n` alone; how many writes are due depends on how long the
/// guest has run. So a guest that was moved, paused or starved has the same memory as its twin after the same
/// number of writes, and the only state to move is that number.
///
/// Some guests also read files and keep what they read: see [FileReads].
public final class MemoryDirtier {

    private static final int PERMILLE = 1_000;

    private final Seed places;
    private final Seed temperatures;
    private final PageContents contents;
    private final long pages;
    private final EventRate writes;
    private final Pattern pattern;
    private final Optional<FileReads> files;

    /// A guest whose writes leave what is nowhere else, and that reads no files.
    ///
    /// @param workingSetPages at least 1
    /// @param writes a second of running
    public MemoryDirtier(Seed seed, long workingSetPages, EventRate writes, Pattern pattern) {
        this(
                seed,
                new Tempo(workingSetPages, writes, pattern),
                new PageContents(seed, seed, WriteContents.unique()),
                Optional.empty());
    }

    /// What it writes where, and how fast.
    private record Tempo(long pages, EventRate writes, Pattern pattern) {}

    private MemoryDirtier(Seed seed, Tempo tempo, PageContents contents, Optional<FileReads> files) {
        if (tempo.pages() < 1) {
            throw new IllegalArgumentException("a working set of " + tempo.pages() + " pages");
        }
        places = seed.child("places");
        temperatures = seed.child("temperatures");
        pages = tempo.pages();
        this.contents = contents;
        this.writes = tempo.writes();
        this.pattern = tempo.pattern();
        this.files = files;
    }

    /// What a spec says.
    ///
    /// @param guest seed of this guest's memory
    /// @param common seed of what guests of its image have in common
    public static MemoryDirtier of(MemorySpec spec, MemorySize page, Seed guest, Seed common) {
        long workingSet = spec.workingSet().pages(page);
        return new MemoryDirtier(
                guest,
                new Tempo(workingSet, spec.writes(), spec.pattern()),
                new PageContents(guest, common, spec.contents()),
                spec.cache()
                        .map(cache -> new FileReads(
                                guest.child("reads"),
                                common.child("files").child(cache.files()),
                                workingSet,
                                cache.size().pages(page),
                                cache.reads())));
    }

    /// How many writes a guest has made that has run for this long since its start: `⌊rate × running⌋`, so that
    /// nothing drifts however often it is asked.
    ///
    /// @throws ArithmeticException on overflow
    public long writesDue(long runningNs) {
        return writes.eventsIn(runningNs);
    }

    /// For how long a guest must have run to have made `count` writes.
    ///
    /// @throws ArithmeticException if it never writes and `count` is not 0, or on overflow
    public long runningNsFor(long count) {
        return writes.timeOfNs(count);
    }

    /// How much a guest has worked when it makes this write; empty if it never writes. The first has number 0.
    OptionalLong workNsOfWrite(long write) {
        return writes.events() == 0 ? OptionalLong.empty() : OptionalLong.of(runningNsFor(write + 1));
    }

    /// The same for a read of its files.
    OptionalLong workNsOfRead(long read) {
        return files.map(FileReads::reads)
                .filter(rate -> rate.events() > 0)
                .map(rate -> OptionalLong.of(rate.timeOfNs(read + 1)))
                .orElse(OptionalLong.empty());
    }

    /// How many reads of files a guest has made that has worked for this long: as [#writesDue].
    public long readsDue(long workNs) {
        return files.isEmpty() ? 0 : files.get().due(workNs);
    }

    /// Makes the reads from one number, included, to another, excluded.
    public void read(long fromRead, long toRead, PageSink sink) {
        files.ifPresent(reads -> reads.apply(fromRead, toRead, sink));
    }

    /// The pages in which it keeps what it read of files, from the first.
    public long cacheFrom() {
        return files.map(FileReads::firstPage).orElse(pages);
    }

    /// How many pages it keeps of files.
    public long cachePages() {
        return files.map(FileReads::pages).orElse(0L);
    }

    /// Makes the writes from one number, included, to another, excluded. The first write of a guest has number 0.
    public void apply(long fromWrite, long toWrite, PageSink sink) {
        switch (pattern) {
            case Pattern.Sequential _ -> applySequential(fromWrite, toWrite, sink);
            case Pattern.Random _ -> applyRandom(fromWrite, toWrite, sink);
            case Pattern.HotCold hotCold -> applyHotCold(hotCold, fromWrite, toWrite, sink);
        }
    }

    private void applySequential(long fromWrite, long toWrite, PageSink sink) {
        long page = fromWrite % pages;
        for (long n = fromWrite; n < toWrite; n++) {
            sink.write(page, contents.of(n));
            page = page + 1 == pages ? 0 : page + 1;
        }
    }

    private void applyRandom(long fromWrite, long toWrite, PageSink sink) {
        for (long n = fromWrite; n < toWrite; n++) {
            sink.write(Math.unsignedMultiplyHigh(places.number(n), pages), contents.of(n));
        }
    }

    private void applyHotCold(Pattern.HotCold hotCold, long fromWrite, long toWrite, PageSink sink) {
        long hotPages = hotPages(hotCold, pages);
        long coldPages = pages - hotPages;
        for (long n = fromWrite; n < toWrite; n++) {
            long temperature = Math.unsignedMultiplyHigh(temperatures.number(n), PERMILLE);
            boolean hot = temperature < hotCold.hotWritesPermille() || coldPages == 0;
            long place = places.number(n);
            long page = hot
                    ? Math.unsignedMultiplyHigh(place, hotPages)
                    : hotPages + Math.unsignedMultiplyHigh(place, coldPages);
            sink.write(page, contents.of(n));
        }
    }

    /// How many pages of a working set are hot: at least one.
    static long hotPages(Pattern.HotCold hotCold, long workingSetPages) {
        return Math.max(
                1,
                workingSetPages / PERMILLE * hotCold.hotPagesPermille()
                        + workingSetPages % PERMILLE * hotCold.hotPagesPermille() / PERMILLE);
    }
}
