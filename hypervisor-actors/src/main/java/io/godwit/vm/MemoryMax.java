package io.godwit.vm;

import io.godwit.guest.MemoryDirtier;
import java.util.BitSet;

/// The limit of a container's memory (`memory.max` of its control group) where its working set is larger: with which
/// write it has touched a page too many, and is killed.
///
/// Found by making the writes once without a memory, as they depend on nothing but their number.
///
/// @param write the number of that write, counted from the start of the guest; [#NEVER] if it doesn't come to that
public record MemoryMax(long write) {

    public static final long NEVER = Long.MAX_VALUE;

    /// What a random writer makes until 10 million pages are all touched, twice over; whoever writes more often
    /// without leaving the limit counts as staying within it.
    private static final long MOST_WRITES = 400_000_000;

    private static final long BATCH = 4_096;

    /// @param workingSet in pages
    /// @param limit in pages
    public static MemoryMax of(MemoryDirtier dirtier, long workingSet, long limit) {
        if (workingSet <= limit) {
            return new MemoryMax(NEVER);
        }
        Touched touched = new Touched(limit);
        for (long from = 0; from < MOST_WRITES; from += BATCH) {
            dirtier.apply(from, from + BATCH, touched::write);
            if (touched.tooMany != NEVER) {
                return new MemoryMax(touched.tooMany);
            }
        }
        return new MemoryMax(NEVER);
    }

    /// Mutable: the pages touched so far.
    private static final class Touched {

        private final BitSet pages = new BitSet();
        private final long limit;
        private long count;
        private long writes;
        private long tooMany = NEVER;

        Touched(long limit) {
            this.limit = limit;
        }

        void write(long page, long content) {
            int at = Math.toIntExact(page);
            if (!pages.get(at)) {
                pages.set(at);
                count++;
                if (count > limit && tooMany == NEVER) {
                    tooMany = writes;
                }
            }
            writes++;
        }
    }
}
