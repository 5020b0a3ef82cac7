package io.godwit.guest;

import io.godwit.guest.WorkloadSpec.Pattern;

/// How many distinct pages a [MemoryDirtier] is expected to have touched: the closed forms against which pre-copy's
/// rounds are held. A write is `n = λt`, rate times running time.
public final class DirtyPages {

    private DirtyPages() {}

    /// Expected distinct pages after some writes to a working set of so many pages.
    ///
    /// @param writes need not be whole: an expected number will do
    public static double expected(Pattern pattern, double writes, long workingSetPages) {
        return switch (pattern) {
            case Pattern.Sequential _ -> sequential(writes, (double) workingSetPages);
            case Pattern.Random _ -> random(writes, (double) workingSetPages);
            case Pattern.HotCold hotCold -> {
                long hotPages = MemoryDirtier.hotPages(hotCold, workingSetPages);
                long coldPages = workingSetPages - hotPages;
                double hotWrites = coldPages == 0 ? writes : writes * hotCold.hotWritesPermille() / 1_000;
                yield random(hotWrites, (double) hotPages) + random(writes - hotWrites, (double) coldPages);
            }
        };
    }

    /// `min(n, W)`.
    public static double sequential(double writes, double workingSetPages) {
        return Math.min(writes, workingSetPages);
    }

    /// `W·(1 − e^(−n/W))`: each page is missed by all writes with probability `(1 − 1/W)ⁿ`, nearly `e^(−n/W)`. Zero
    /// for an empty set.
    public static double random(double writes, double workingSetPages) {
        return workingSetPages == 0 ? 0 : -workingSetPages * Math.expm1(-writes / workingSetPages);
    }
}
