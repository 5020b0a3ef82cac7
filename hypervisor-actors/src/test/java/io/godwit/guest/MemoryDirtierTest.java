package io.godwit.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MemoryDirtierTest {

    private static final List<Pattern> PATTERNS =
            List.of(new Pattern.Sequential(), new Pattern.Random(), new Pattern.HotCold(100, 900));

    @Test
    void memoryDependsOnTheNumberOfWritesAloneHoweverTheyAreCutUp() {
        for (long seed = 0; seed < 60; seed++) {
            var random = new SplittableRandom(seed);
            var pattern = PATTERNS.get((int) (seed % 3));
            long pages = random.nextLong(1, 501);
            var dirtier = dirtier(seed, pages, pattern);
            var twin = new TreeMap<Long, Long>();
            dirtier.apply(0, 2_000, twin::put);
            var moved = new TreeMap<Long, Long>();
            for (long done = 0; done < 2_000; ) {
                long next = Math.min(2_000, done + random.nextInt(300));
                dirtier(seed, pages, pattern).apply(done, next, moved::put);
                done = next;
            }
            assertThat(moved).as("seed %d", seed).isEqualTo(twin);
            assertThat(twin.firstKey()).isNotNegative();
            assertThat(twin.lastKey()).isLessThan(pages);
            assertThat(twin.values()).doesNotContain(0L).doesNotHaveDuplicates();
        }
    }

    @Test
    void touchesAsManyPagesAsTheClosedFormsSay() {
        for (Pattern pattern : PATTERNS) {
            for (long writes : new long[] {1_000, 50_000, 100_000, 300_000}) {
                long pages = 100_000;
                var touched = new BitSet();
                dirtier(1, pages, pattern).apply(0, writes, (page, _) -> touched.set((int) page));
                // The count of touched pages has a standard deviation below √W/2, here 0.16 % of W.
                assertThat((double) touched.cardinality())
                        .as("%s after %d writes", pattern, writes)
                        .isCloseTo(
                                DirtyPages.expected(pattern, (double) writes, pages), within(0.008 * (double) pages));
            }
        }
    }

    @Test
    void sendsTheAskedShareOfWritesToTheAskedShareOfPages() {
        long[] hot = new long[1];
        dirtier(2, 10_000, new Pattern.HotCold(100, 900))
                .apply(0, 100_000, (page, _) -> hot[0] += page < 1_000 ? 1 : 0);
        assertThat((double) hot[0]).isCloseTo(90_000, within(500.0));
    }

    @Test
    void differentSeedsWriteDifferentContents() {
        var one = new TreeMap<Long, Long>();
        var other = new TreeMap<Long, Long>();
        dirtier(1, 100, new Pattern.Sequential()).apply(0, 100, one::put);
        dirtier(2, 100, new Pattern.Sequential()).apply(0, 100, other::put);
        assertThat(one.values()).doesNotContainAnyElementsOf(other.values());
    }

    @Test
    void writesAreDueExactlyAndNeverDrift() {
        var dirtier = new MemoryDirtier(Seed.of(1), 10, EventRate.parse("3/m"), new Pattern.Random());
        assertThat(dirtier.writesDue(59_999_999_999L)).isEqualTo(2);
        assertThat(dirtier.writesDue(60_000_000_000L)).isEqualTo(3);
        assertThat(dirtier.runningNsFor(3)).isEqualTo(60_000_000_000L);
        assertThat(dirtier.writesDue(365L * 86_400 * 1_000_000_000)).isEqualTo(365L * 1_440 * 3);
        assertThatThrownBy(() -> dirtier(1, 0, new Pattern.Random())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oddWorkingSetsStayWithinTheirPages() {
        for (long pages = 1; pages < 40; pages++) {
            for (Pattern pattern : List.of(new Pattern.HotCold(1, 1), new Pattern.HotCold(999, 999))) {
                var seen = new BitSet();
                dirtier(pages, pages, pattern).apply(0, 3_000, (page, _) -> seen.set((int) page));
                assertThat(seen.length()).isLessThanOrEqualTo((int) pages);
            }
        }
    }

    private static MemoryDirtier dirtier(long seed, long pages, Pattern pattern) {
        return new MemoryDirtier(Seed.of(seed), pages, EventRate.perSecond(1_000), pattern);
    }
}
