package io.godwit.guest;

import io.godwit.guest.WorkloadSpec.WriteContents;
import io.godwit.time.Seed;

/// What a guest's n-th write leaves in its page: nothing (0), one of the contents that guests of its image have in
/// common, or what is nowhere else. A function of the seeds and `n` alone.
final class PageContents {

    /// Contents that guests of an image have in common: 64 MiB of pages, what programs of one kind load and build.
    /// Ours, from no source: with fewer, more pages of one guest are equal; with more, fewer.
    static final int COMMON = 1 << 14;

    private static final int PERMILLE = 1_000;

    private final Seed unique;
    private final Seed kinds;
    private final Seed common;
    private final int zeroBelow;
    private final int commonBelow;

    /// @param common the same for guests of one image
    PageContents(Seed guest, Seed common, WriteContents shares) {
        this.unique = guest.child("contents");
        this.kinds = guest.child("kinds");
        this.common = common;
        this.zeroBelow = shares.zeroPermille();
        this.commonBelow = shares.zeroPermille() + shares.commonPermille();
    }

    long of(long n) {
        long number = unique.number(n);
        if (commonBelow > 0) {
            long kind = Math.unsignedMultiplyHigh(kinds.number(n), PERMILLE);
            if (kind < zeroBelow) {
                return 0;
            }
            if (kind < commonBelow) {
                number = common.number(number & (COMMON - 1));
            }
        }
        return number == 0 ? 1 : number;
    }
}
