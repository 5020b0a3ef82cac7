package io.godwit.migration.precopy;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.MigrationEvent.Aid;
import io.godwit.memory.PageBatch;
import io.godwit.time.Seed;
import io.godwit.unit.MemorySize;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Whatever a guest writes: what helps leave out can be put back at the target, and is never more than there is.
class PackingTest {

    private static final WireCost COST = WireCost.byDefault();
    private static final int PAGES = 600;
    private static final long DELTA = 100;
    private static final long PAGE = 4096;

    private static Help help(boolean zeroes, boolean shared, int cachePages) {
        return new Help(
                zeroes,
                false,
                false,
                shared,
                cachePages == 0
                        ? Optional.empty()
                        : Optional.of(new Deltas(COST.page().times(cachePages), new MemorySize(DELTA))),
                Optional.empty(),
                Channels.one());
    }

    /// One page at a time, so that each can be judged: it is zero, or was sent before in this round, or its last
    /// version was sent in a round after the first.
    @Test
    void leavesOutOnlyWhatTheTargetCanPutBack() {
        for (long seed = 1; seed <= 20; seed++) {
            Seed draw = Seed.of(seed);
            Packing packing = Packing.of(help(true, true, 50), COST, PAGES);
            Map<Long, Long> atTarget = new HashMap<>();
            Set<Long> cachedAtMost = new HashSet<>();
            for (int round = 1; round <= 6; round++) {
                Set<Long> sentNow = new HashSet<>();
                for (long page : written(draw.child("round " + round))) {
                    long content = content(draw.child("content " + round), page);
                    long saved = packing.savedOn(new PageBatch(new long[] {page}, new long[] {content}), round, 0);
                    if (saved == PAGE - 8) {
                        assertThat(sentNow).contains(content);
                    } else if (saved == PAGE - DELTA) {
                        assertThat(cachedAtMost).contains(page);
                        assertThat(atTarget).containsKey(page);
                    } else {
                        assertThat(saved).isEqualTo(content == 0 ? PAGE : 0);
                    }
                    sentNow.add(content);
                    atTarget.put(page, content);
                    if (round > 1) {
                        cachedAtMost.add(page);
                    }
                }
            }
            assertThat(packing.uses()).allSatisfy(use -> assertThat(use.pages()).isPositive());
        }
    }

    @Test
    void helpsTogetherLeaveOutNoMoreThanAPageEach() {
        for (long seed = 1; seed <= 20; seed++) {
            Seed draw = Seed.of(seed);
            Packing packing = Packing.of(help(seed % 2 == 0, seed % 3 != 0, (int) seed * 7), COST, PAGES);
            long saved = 0;
            long looked = 0;
            for (int round = 1; round <= 6; round++) {
                long[] pages = written(draw.child("round " + round));
                Seed contents = draw.child("content " + round);
                long now = packing.savedOn(
                        new PageBatch(
                                pages,
                                Arrays.stream(pages)
                                        .map(page -> content(contents, page))
                                        .toArray()),
                        round,
                        0);
                assertThat(now).isBetween(0L, pages.length * PAGE);
                saved += now;
                looked += pages.length;
            }
            List<HelpUse> uses = packing.uses();
            assertThat(uses.stream().mapToLong(HelpUse::savedBytes).sum()).isEqualTo(saved);
            assertThat(uses.stream().mapToLong(HelpUse::pages).sum()).isLessThanOrEqualTo(looked);
            assertThat(uses).allSatisfy(use -> {
                assertThat(use.pages()).isLessThanOrEqualTo(use.looked());
                assertThat(use.hostCpuNs()).isPositive();
            });
        }
    }

    @Test
    void aCacheHoldsNoMoreThanItsSizeAndKeepsWhatWasUsedJustNow() {
        DeltaCache cache = new DeltaCache(10);
        for (int round = 2; round < 12; round++) {
            for (long page = 0; page < 35; page++) {
                cache.take(page, round);
            }
            assertThat(cache.size()).isEqualTo(10);
        }
        assertThat(cache.take(3, 12)).isTrue();
        assertThat(cache.take(13, 12)).isFalse(); // has the place of 3, which is fresh
        assertThat(cache.take(3, 13)).isTrue();
        assertThat(cache.take(13, 15)).isFalse(); // pushes it out
        assertThat(cache.take(13, 15)).isTrue();
        assertThat(cache.take(3, 15)).isFalse();
    }

    /// A page that is not in the cache costs CPU, and saves nothing.
    @Test
    void aMissCostsAndSavesNothing() {
        Packing packing = Packing.of(help(false, false, 4), COST, PAGES);
        assertThat(packing.savedOn(batch(1, 2, 3), 1, 0)).isZero();
        assertThat(packing.uses()).isEmpty(); // the first round knows no deltas
        assertThat(packing.savedOn(batch(1, 2, 3), 2, 0)).isZero();
        assertThat(packing.uses()).singleElement().satisfies(it -> {
            assertThat(it.aid()).isEqualTo(Aid.DELTAS);
            assertThat(it.looked()).isEqualTo(3);
            assertThat(it.savedBytes()).isZero();
            assertThat(it.hostCpuNs()).isEqualTo(3 * 410);
        });
        assertThat(packing.savedOn(batch(1, 2, 7), 3, 0)).isEqualTo(2 * (PAGE - DELTA));
    }

    /// The guest runs at the target and writes there: what was sent is not what is there.
    @Test
    void pagesThatFollowAGuestAreLikeNone() {
        Packing packing = Packing.of(help(true, true, 50), COST, PAGES);
        packing.savedOn(batch(1, 2, 3), 2, 0);
        Packing following = packing.following();
        assertThat(following.savedOn(batch(1, 2, 3), 3, 0)).isZero();
        assertThat(following.savedOn(new PageBatch(new long[] {4}, new long[] {0}), 3, 0))
                .isEqualTo(PAGE);
        assertThat(packing.uses().getFirst().pages()).isEqualTo(1);
    }

    private static PageBatch batch(long... pages) {
        return new PageBatch(pages, pages.clone());
    }

    private static long[] written(Seed draw) {
        Set<Long> pages = new TreeSet<>();
        for (int n = 0; n < 200; n++) {
            pages.add(Math.floorMod(draw.number(n), (long) PAGES));
        }
        return pages.stream().mapToLong(Long::longValue).toArray();
    }

    /// Some zero, some alike, most unlike all others.
    private static long content(Seed draw, long page) {
        long number = draw.number(page);
        return switch ((int) Math.floorMod(number, 10L)) {
            case 0 -> 0;
            case 1, 2 -> 1 + Math.floorMod(number >> 8, 20L);
            default -> number;
        };
    }
}
