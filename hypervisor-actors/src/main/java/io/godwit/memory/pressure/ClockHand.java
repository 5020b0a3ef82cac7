package io.godwit.memory.pressure;

import java.util.OptionalLong;

/// Looks for pages that were not used lately: it goes round a part of a memory, passes by what was touched since it
/// came last and takes the first that wasn't (the second-chance algorithm: Corbató, *A Paging Experiment with the
/// Multics System*, 1969; unverified). What was touched least is found, roughly; nothing is sorted.
final class ClockHand {

    private final PagePlaces places;
    private final long first;
    private final long end;
    private long next;

    ClockHand(PagePlaces places, long first, long count) {
        this.places = places;
        this.first = first;
        this.end = first + count;
        this.next = first;
    }

    /// The next page in one of these places that was not touched since the hand was here; empty if there is none in any
    /// of them.
    ///
    /// @param wanted a set of places
    /// @param seenBy whose hand it is
    OptionalLong next(int wanted, int seenBy) {
        // Two rounds: the first takes from each page the mark of having been touched.
        for (int round = 0; round < 2; round++) {
            OptionalLong found = search(next, end, wanted, seenBy);
            if (found.isEmpty()) {
                found = search(first, next, wanted, seenBy);
            }
            if (found.isPresent()) {
                next = found.getAsLong() + 1 == end ? first : found.getAsLong() + 1;
                return found;
            }
        }
        return OptionalLong.empty();
    }

    private OptionalLong search(long from, long to, int wanted, int seenBy) {
        long page = places.skipAbsent(from, to);
        while (page < to) {
            byte[] states = places.chunkOf(page);
            long endOfChunk = Math.min(to, PagePlaces.endOfChunk(page));
            int index = (int) page & PagePlaces.INDEX;
            for (; page < endOfChunk; page++, index++) {
                int state = states[index];
                if (((wanted >>> Place.of(state)) & 1) == 0) {
                    continue;
                }
                if ((state & seenBy) == 0) {
                    return OptionalLong.of(page);
                }
                states[index] = (byte) (state & ~seenBy);
            }
            page = places.skipAbsent(page, to);
        }
        return OptionalLong.empty();
    }
}
