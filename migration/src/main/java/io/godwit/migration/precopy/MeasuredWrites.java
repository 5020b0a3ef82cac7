package io.godwit.migration.precopy;

import io.godwit.guest.DirtyPages;
import java.time.Duration;

/// What a guest writes, from what its host counted in a window: different pages in its first half, and in all of it.
///
/// **The number.** Of writes at random to a set of W pages, n in each half, a half sees `a = W(1 − q)` and the whole
/// `b = W(1 − q²)`, where `q = e^(−n/W)` ([DirtyPages]). So `W = a² / (2a − b)`, and `2n = −W ln(1 − b/W)`. Where
/// most of the set was written by then, the rate is that of an earlier count.
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

    /// As many of a set as are surely left to be written: with none the rate could be any.
    private static final double LEFT = 0.5;

    /// Of a set of which more was written, the rate is better told by an earlier count.
    private static final double ENOUGH = 0.6;

    /// @param early different pages after [#EARLY]
    /// @param half different pages in the first half of [#WINDOW]
    /// @param whole different pages in all of it, at least as many
    /// @param most pages that it can write at all, at least `whole`
    public static MeasuredWrites of(long early, long half, long whole, long most) {
        if (whole == 0) {
            return new MeasuredWrites(0, 0);
        }
        double again = 2.0 * half - whole;
        double all = (double) most;
        double set = Math.max((double) whole, again > 0 ? Math.min(all, (double) half * half / again) : all);
        double perSecond;
        if (whole <= ENOUGH * set) {
            perSecond = perSecond(whole, set, WINDOW);
        } else if (half <= ENOUGH * set) {
            perSecond = perSecond(half, set, WINDOW.dividedBy(2));
        } else {
            perSecond = perSecond(early, set, EARLY);
        }
        return new MeasuredWrites(perSecond, set);
    }

    private static double perSecond(long pages, double set, Duration time) {
        return -set * Math.log(Math.max(LEFT, set - pages) / set) * NS_PER_SECOND / time.toNanos();
    }

    @Override
    public long pagesIn(long durationNs) {
        return Math.round(DirtyPages.random(perSecond * durationNs / NS_PER_SECOND, set));
    }
}
