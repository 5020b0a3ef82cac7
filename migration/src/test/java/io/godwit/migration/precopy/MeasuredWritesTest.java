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
            MeasuredWrites writes = MeasuredWrites.of(early, half, whole, 1_000_000);
            assertThat(writes.set()).as("set of %s", set).isCloseTo(set, withinPercentage(5));
            assertThat(writes.perSecond()).as("set of %s", set).isCloseTo(3_000, withinPercentage(5));
        }
    }

    @Test
    void takesAllThatThereIsForTheSetOfOneThatNeverRepeatsItself() {
        MeasuredWrites writes = MeasuredWrites.of(63, 500, 1_000, 100_000);
        assertThat(writes.set()).isEqualTo(100_000);
        assertThat(writes.perSecond()).isCloseTo(500, withinPercentage(1));
    }

    @Test
    void knowsTheLeastAndTheMost() {
        assertThat(MeasuredWrites.of(0, 0, 0, 100).pagesIn(Long.MAX_VALUE)).isZero();
        MeasuredWrites all = MeasuredWrites.of(100, 100, 100, 100);
        assertThat(all.set()).isEqualTo(100);
        assertThat(all.pagesIn(WINDOW_NS)).isBetween(99L, 100L);
        assertThat(MeasuredWrites.of(0, 0, 7, 100).pagesIn(WINDOW_NS)).isEqualTo(7);
    }
}
