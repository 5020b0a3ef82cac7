package io.godwit.migration.precopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.godwit.guest.DirtyPages;
import org.junit.jupiter.api.Test;

class MeasuredWritesTest {

    private static final long WINDOW_NS = 2_000_000_000L;

    @Test
    void findsTheRateAndTheSetOfARandomWriter() {
        for (double set : new double[] {1_000, 50_000, 400_000}) {
            long early = Math.round(DirtyPages.random(375, set));
            long half = Math.round(DirtyPages.random(3_000, set));
            long whole = Math.round(DirtyPages.random(6_000, set));
            MeasuredWrites writes = of(early, half, whole, 1_000_000);
            assertThat(writes.set()).as("set of %s", set).isCloseTo(set, withinPercentage(5));
            assertThat(writes.perSecond()).as("set of %s", set).isCloseTo(3_000, withinPercentage(5));
        }
    }

    /// A set of 16,384 pages that is written 20,000 times a second; the machine asks late, now for this and now for
    /// that.
    @Test
    void findsThemWhateverTheTimeBetweenCounts() {
        for (long[] ns : new long[][] {
            {250_000_000, 1_000_000_000, 2_000_000_000},
            {125_000_000, 1_700_000_000, 2_100_000_000},
            {400_000_000, 500_000_000, 3_000_000_000L},
        }) {
            MeasuredWrites.Count[] counts = new MeasuredWrites.Count[ns.length];
            for (int i = 0; i < ns.length; i++) {
                counts[i] = new MeasuredWrites.Count(Math.round(DirtyPages.random(20e-6 * ns[i], 16_384)), ns[i]);
            }
            MeasuredWrites writes = MeasuredWrites.of(counts[0], counts[1], counts[2], 1_000_000);
            assertThat(writes.set()).isCloseTo(16_384, withinPercentage(2));
            assertThat(writes.perSecond()).isCloseTo(20_000, withinPercentage(2));
        }
    }

    private static MeasuredWrites of(long early, long half, long whole, long most) {
        return MeasuredWrites.of(
                new MeasuredWrites.Count(early, WINDOW_NS / 16),
                new MeasuredWrites.Count(half, WINDOW_NS / 2),
                new MeasuredWrites.Count(whole, WINDOW_NS),
                most);
    }

    @Test
    void takesAllThatThereIsForTheSetOfOneThatNeverRepeatsItself() {
        MeasuredWrites writes = of(63, 500, 1_000, 100_000);
        assertThat(writes.set()).isEqualTo(100_000);
        assertThat(writes.perSecond()).isCloseTo(500, withinPercentage(1));
    }

    @Test
    void knowsTheLeastAndTheMost() {
        assertThat(of(0, 0, 0, 100).pagesIn(Long.MAX_VALUE)).isZero();
        MeasuredWrites all = of(100, 100, 100, 100);
        assertThat(all.set()).isEqualTo(100);
        assertThat(all.pagesIn(WINDOW_NS)).isBetween(99L, 100L);
        assertThat(of(0, 0, 7, 100).pagesIn(WINDOW_NS)).isEqualTo(7);
    }
}
