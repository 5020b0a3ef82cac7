package io.godwit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.memory.Mappings.Cause;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingsTest {

    private static final long LARGE = 512;
    private static final long HUGE = 512 * 512;

    @Test
    void walksAsManyTablesAsTheDimensionsHave() {
        for (MappingSize size : MappingSize.values()) {
            assertThat(PageWalk.ONE_DIMENSION.references(size)).isEqualTo(4);
        }
        assertThat(PageWalk.TWO_DIMENSIONS.references(MappingSize.SMALL)).isEqualTo(24);
        assertThat(PageWalk.TWO_DIMENSIONS.references(MappingSize.LARGE)).isEqualTo(19);
        assertThat(PageWalk.TWO_DIMENSIONS.references(MappingSize.HUGE)).isEqualTo(14);
    }

    @Test
    void aMissCostsLessWithEachLargeMappingWhereTablesAreNested() {
        assertThat(PageWalk.TWO_DIMENSIONS.extra(MappingMix.allSmall(1000))).isEqualTo(1);
        assertThat(PageWalk.TWO_DIMENSIONS.extra(new MappingMix(0, 1000, 0))).isCloseTo(15.0 / 20, within(1e-12));
        assertThat(PageWalk.TWO_DIMENSIONS.extra(new MappingMix(500, 500, 0))).isCloseTo(17.5 / 20, within(1e-12));
        assertThat(PageWalk.TWO_DIMENSIONS.extra(new MappingMix(0, 0, 1000))).isCloseTo(0.5, within(1e-12));
        assertThat(PageWalk.ONE_DIMENSION.extra(new MappingMix(0, 0, 1000))).isEqualTo(1);
    }

    @Test
    void mapsWhatFillsNoMappingBySmallerOnes() {
        long pages = 2 * HUGE + 3 * LARGE + 7;
        assertThat(new Mappings(pages, MappingSize.HUGE).mix()).isEqualTo(new MappingMix(7, 3 * LARGE, 2 * HUGE));
        assertThat(new Mappings(pages, MappingSize.LARGE).mix()).isEqualTo(new MappingMix(7, 2 * HUGE + 3 * LARGE, 0));
        assertThat(new Mappings(pages, MappingSize.SMALL).mix()).isEqualTo(MappingMix.allSmall(pages));
    }

    @Test
    void mapsNoMoreByLargeOnesThanThereIsRoomFor() {
        long pages = 2 * HUGE;
        assertThat(new Mappings(pages, MappingSize.HUGE, HUGE + LARGE + 3).mix())
                .isEqualTo(new MappingMix(HUGE - LARGE, LARGE, HUGE));
        assertThat(new Mappings(pages, MappingSize.LARGE, -5).mix()).isEqualTo(MappingMix.allSmall(pages));
    }

    @Test
    void splitsAHugeMappingInTwoStepsAndCountsThem() {
        var mappings = new Mappings(2 * HUGE, MappingSize.HUGE);
        mappings.split(HUGE + 5, Cause.SHARING);
        mappings.split(HUGE + 6, Cause.SWAP);
        assertThat(mappings.mix()).isEqualTo(new MappingMix(LARGE, HUGE - LARGE, HUGE));
        assertThat(mappings.splits(Cause.SHARING)).isEqualTo(2);
        assertThat(mappings.splits(Cause.SWAP)).isZero();
    }

    @Test
    void aLogSplitsAllAndJoinsWhatNothingElseSplit() {
        var mappings = new Mappings(HUGE + 2 * LARGE + 9, MappingSize.HUGE);
        mappings.split(HUGE, Cause.COMPRESSION);
        MappingMix before = mappings.mix();
        mappings.logOpened();
        mappings.logOpened(); // by whoever found one open
        assertThat(mappings.mix()).isEqualTo(MappingMix.allSmall(HUGE + 2 * LARGE + 9));
        assertThat(mappings.splits(Cause.LOGGING)).isEqualTo(1 + HUGE / LARGE + 1);
        mappings.logClosed();
        assertThat(mappings.mix()).isEqualTo(before);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isAsSmallAsWhatWasSplitAsksForAndNoSmaller(long seed) {
        var random = new SplittableRandom(seed);
        long pages = 3 * HUGE + 700;
        var mappings = new Mappings(pages, seed % 2 == 0 ? MappingSize.LARGE : MappingSize.HUGE);
        var split = new TreeSet<Long>();
        for (int round = 0; round < 6; round++) {
            boolean isLogged = random.nextBoolean();
            if (isLogged) {
                mappings.logOpened();
            }
            for (int i = random.nextInt(40); i > 0; i--) {
                long page = random.nextLong(pages);
                mappings.split(page, random.nextBoolean() ? Cause.SHARING : Cause.SWAP);
                split.add(page / LARGE);
            }
            assertThat(mappings.mix())
                    .isEqualTo(isLogged ? MappingMix.allSmall(pages) : naive(split, pages, mappings.asked()));
            mappings.logClosed();
            assertThat(mappings.mix()).isEqualTo(naive(split, pages, mappings.asked()));
        }
    }

    private static MappingMix naive(Set<Long> split, long pages, MappingSize asked) {
        long small = pages % LARGE;
        long large = 0;
        long huge = 0;
        for (long at = 0; at < pages / LARGE; at++) {
            long inHuge = at * LARGE / HUGE;
            boolean wholeHuge = asked == MappingSize.HUGE
                    && inHuge < pages / HUGE
                    && split.stream().noneMatch(one -> one * LARGE / HUGE == inHuge);
            boolean whole = !split.contains(at);
            huge += wholeHuge ? LARGE : 0;
            large += !wholeHuge && whole ? LARGE : 0;
            small += !wholeHuge && !whole ? LARGE : 0;
        }
        return new MappingMix(small, large, huge);
    }
}
