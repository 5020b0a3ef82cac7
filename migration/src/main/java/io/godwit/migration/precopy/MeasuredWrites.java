package io.godwit.migration.precopy;

import io.godwit.guest.DirtyPages;
import java.time.Duration;

/// What a guest writes, from what its host counted in a window: different pages in its first half, and in all of it.
///
/// **The number.** Of writes at random to a set of W pages, λ a second, t seconds see `a = W(1 − e^(−λt/W))` different
/// ones ([DirtyPages]), so `λ = −W ln(1 − a/W) / t`. Two counts give two such rates, which are equal for one W only:
/// the set. Where most of it was written by then, the rate is that of an earlier count. Counts come with the time that
/// they really took, as a busy machine asks late.
///
/// *Not modelled*: an order. A guest that goes through its set page by page never repeats itself in the window, so its
/// set is taken to be all that it can be; of a hot and a cold part mostly the hot one is seen.
///
/// @param perSecond writes, those of the same page each for itself
/// @param set pages that it writes; 0 if it writes nothing
public record MeasuredWrites(double perSecond, double set) implements Dirtying {

    /// Long enough that a guest which writes 5,000 pages a second at random to 1 GiB repeats itself two hundred times,
    /// so that its set is known to a tenth.
    public static final Duration WINDOW = Duration.ofSeconds(2);

    /// Short enough that a small set is not yet written whole.
    public static final Duration EARLY = WINDOW.dividedBy(16);

    /// Halves a range of 2^36 pages until it is less than one.
    private static final int STEPS = 40;

    /// As many of a set as are surely left to be written: with none the rate could be any.
    private static final double LEFT = 0.5;

    /// Of a set of which more was written, the rate is better told by an earlier count.
    private static final double ENOUGH = 0.6;

    /// Different pages that were written in a time.
    ///
    /// @param ns since the watch began, above 0
    public record Count(long pages, long ns) {

        double perSecond(double set) {
            return -set * Math.log(Math.max(LEFT, set - pages) / set) * NS_PER_SECOND / ns;
        }
    }

    /// @param early about [#EARLY] after the watch began
    /// @param half after about half of [#WINDOW]
    /// @param whole after all of it, at least as many pages
    /// @param most pages that it can write at all, at least those of `whole`
    public static MeasuredWrites of(Count early, Count half, Count whole, long most) {
        if (whole.pages() == 0) {
            return new MeasuredWrites(0, 0);
        }
        double set = set(half, whole, (double) most);
        Count told = early;
        if (whole.pages() <= ENOUGH * set) {
            told = whole;
        } else if (half.pages() <= ENOUGH * set) {
            told = half;
        }
        return new MeasuredWrites(told.perSecond(set), set);
    }

    /// Where both counts tell the same rate. For a smaller set the later count tells more than the earlier one.
    private static double set(Count half, Count whole, double most) {
        double low = (double) whole.pages();
        double high = most;
        if (half.perSecond(high) <= whole.perSecond(high)) {
            return high;
        }
        for (int step = 0; step < STEPS; step++) {
            double middle = (low + high) / 2;
            if (half.perSecond(middle) < whole.perSecond(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    @Override
    public long pagesIn(long durationNs) {
        return Math.round(DirtyPages.random(perSecond * durationNs / NS_PER_SECOND, set));
    }
}
