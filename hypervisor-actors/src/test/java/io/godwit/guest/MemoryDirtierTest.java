package io.godwit.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.godwit.guest.WorkloadSpec.FileCache;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.guest.WorkloadSpec.WriteContents;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class MemoryDirtierTest {

    private static final MemorySize PAGE = MemorySize.ofKibibytes(4);

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

    @Test
    void leavesZeroCommonAndUniqueContentsInTheSharesAskedFor() {
        var spec = spec(new WriteContents(100, 300), Optional.empty());
        List<Long> one = contents(MemoryDirtier.of(spec, PAGE, Seed.of(1), Seed.of(9)));
        List<Long> other = contents(MemoryDirtier.of(spec, PAGE, Seed.of(2), Seed.of(9)));
        Set<Long> others = new HashSet<>(other);
        assertThat(share(one, content -> content == 0)).isCloseTo(0.1, within(0.01));
        assertThat(share(one, content -> content != 0 && others.contains(content)))
                .isCloseTo(0.3, within(0.015)); // a few of the common ones the other hasn't written yet
        Set<Long> ofOtherImage = new HashSet<>(contents(MemoryDirtier.of(spec, PAGE, Seed.of(2), Seed.of(8))));
        assertThat(share(one, content -> content != 0 && ofOtherImage.contains(content)))
                .isZero();
    }

    @Test
    void readsTheSameFilesAsOthersInItsOwnOrderBehindTheWorkingSet() {
        var cache = new FileCache(PAGE.times(50), EventRate.parse("10/s"), "web");
        var spec = spec(WriteContents.unique(), Optional.of(cache));
        Map<Long, Long> one = new TreeMap<>();
        Map<Long, Long> other = new TreeMap<>();
        MemoryDirtier reader = MemoryDirtier.of(spec, PAGE, Seed.of(1), Seed.of(9));
        assertThat(reader.readsDue(100_000_000_000L)).isEqualTo(1_000);
        reader.read(0, 1_000, one::put);
        MemoryDirtier.of(spec, PAGE, Seed.of(2), Seed.of(9)).read(0, 1_000, other::put);
        assertThat(one).isEqualTo(other).hasSize(50).containsKeys(1_000L, 1_049L);
    }

    private static MemorySpec spec(WriteContents contents, Optional<FileCache> cache) {
        return new MemorySpec(PAGE.times(1_000), EventRate.parse("1/s"), new Pattern.Random(), contents, cache);
    }

    private static List<Long> contents(MemoryDirtier dirtier) {
        List<Long> contents = new ArrayList<>();
        dirtier.apply(0, 200_000, (_, content) -> contents.add(content));
        return contents;
    }

    private static double share(List<Long> contents, Predicate<Long> which) {
        return (double) contents.stream().filter(which).count() / contents.size();
    }

    private static MemoryDirtier dirtier(long seed, long pages, Pattern pattern) {
        return new MemoryDirtier(Seed.of(seed), pages, EventRate.perSecond(1_000), pattern);
    }
}
