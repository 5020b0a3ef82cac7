package io.godwit.guest;

import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;

/// Writes a guest's working set, the first pages of its memory. Which page the n-th write touches and what it
/// leaves there depends on the seed, the pattern and `n` alone; how many writes are due depends on how long the
/// guest has run. So a guest that was moved, paused or starved has the same memory as its twin after the same
/// number of writes, and the only state to move is that number.
public final class MemoryDirtier {

    private static final int PERMILLE = 1_000;

    private final Seed places;
    private final Seed temperatures;
    private final Seed contents;
    private final long pages;
    private final EventRate writes;
    private final Pattern pattern;

    /// @param workingSetPages at least 1
    /// @param writes a second of running
    public MemoryDirtier(Seed seed, long workingSetPages, EventRate writes, Pattern pattern) {
        if (workingSetPages < 1) {
            throw new IllegalArgumentException("a working set of " + workingSetPages + " pages");
        }
        places = seed.child("places");
        temperatures = seed.child("temperatures");
        contents = seed.child("contents");
        pages = workingSetPages;
        this.writes = writes;
        this.pattern = pattern;
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
            sink.write(page, content(n));
            page = page + 1 == pages ? 0 : page + 1;
        }
    }

    private void applyRandom(long fromWrite, long toWrite, PageSink sink) {
        for (long n = fromWrite; n < toWrite; n++) {
            sink.write(Math.unsignedMultiplyHigh(places.number(n), pages), content(n));
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
            sink.write(page, content(n));
        }
    }

    /// How many pages of a working set are hot: at least one.
    static long hotPages(Pattern.HotCold hotCold, long workingSetPages) {
        return Math.max(
                1,
                workingSetPages / PERMILLE * hotCold.hotPagesPermille()
                        + workingSetPages % PERMILLE * hotCold.hotPagesPermille() / PERMILLE);
    }

    private long content(long n) {
        long content = contents.number(n);
        return content == 0 ? 1 : content;
    }
}
