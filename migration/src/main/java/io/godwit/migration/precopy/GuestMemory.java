package io.godwit.migration.precopy;

import io.godwit.unit.Exact;

/// A guest's memory, as far as a prediction needs it.
///
/// @param pages all of them, which the first round sends
/// @param zeroPages of these, that hold nothing but zeroes
/// @param dirtying how many different ones it writes in a time
public record GuestMemory(long pages, long zeroPages, Dirtying dirtying) {

    /// How many pages it writes in a round, with so much of its CPU taken.
    long dirtyIn(long durationNs, int throttlePercent) {
        return Math.min(pages, dirtying.pagesIn(Exact.floorMulDiv(durationNs, 100L - throttlePercent, 100)));
    }
}
