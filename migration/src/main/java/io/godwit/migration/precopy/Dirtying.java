package io.godwit.migration.precopy;

import io.godwit.guest.DirtyPages;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.unit.MemorySize;

/// How many different pages a guest is expected to write in a time, by the closed forms of [DirtyPages].
///
/// *Not modelled*: that a starved guest writes less.
@FunctionalInterface
public interface Dirtying {

    double NS_PER_SECOND = 1e9;

    /// @return the expected number of different pages, rounded to the nearest
    long pagesIn(long durationNs);

    /// How many different pages it writes at all.
    default long reach() {
        return pagesIn(Long.MAX_VALUE);
    }

    /// What a guest's spec comes to.
    static Dirtying of(MemorySpec memory, MemorySize pageSize) {
        double perSecond = memory.writes().perSecond();
        long set = memory.workingSet().pages(pageSize);
        return durationNs ->
                Math.round(DirtyPages.expected(memory.pattern(), perSecond * durationNs / NS_PER_SECOND, set));
    }
}
