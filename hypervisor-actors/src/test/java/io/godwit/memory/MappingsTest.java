package io.godwit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.image.Image;
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
        assertThat(PageWalk.ONE_DIMENSION.references(MappingSize.SMALL)).isEqualTo(4);
        assertThat(PageWalk.TWO_DIMENSIONS.references(MappingSize.SMALL)).isEqualTo(24);
        assertThat(PageWalk.TWO_DIMENSIONS.references(MappingSize.LARGE)).isEqualTo(19);
        assertThat(PageWalk.TWO_DIMENSIONS.references(MappingSize.HUGE)).isEqualTo(14);
    }

    @Test
    void costsMoreWithEachMissAndLessWithEachLargeMapping() {
        double small = PageWalk.TWO_DIMENSIONS.nanosPerSecond(MappingMix.allSmall(1000), 1e6, 5);
        assertThat(small).isCloseTo(24 * 1e6 * 5, within(1e-3));
        double half = PageWalk.TWO_DIMENSIONS.nanosPerSecond(new MappingMix(500, 500, 0), 1e6, 5);
        assertThat(half).isCloseTo(21.5 * 1e6 * 5, within(1e-3));
        assertThat(PageWalk.ONE_DIMENSION.nanosPerSecond(MappingMix.allSmall(1000), 0, 5))
                .isZero();
    }

    @Test
    void mapsWhatFillsNoMappingBySmallerOnes() {
        long pages = 2 * HUGE + 3 * LARGE + 7;
        assertThat(new Mappings(pages, MappingSize.HUGE).mix()).isEqualTo(new MappingMix(7, 3 * LARGE, 2 * HUGE));
        assertThat(new Mappings(pages, MappingSize.LARGE).mix()).isEqualTo(new MappingMix(7, 2 * HUGE + 3 * LARGE, 0));
        assertThat(new Mappings(pages, MappingSize.SMALL).mix()).isEqualTo(MappingMix.allSmall(pages));
    }

    @Test
    void splitsAHugeMappingInTwoSteps() {
        var mappings = new Mappings(2 * HUGE, MappingSize.HUGE);
        mappings.split(HUGE + 5);
        mappings.split(HUGE + 6);
        assertThat(mappings.mix()).isEqualTo(new MappingMix(LARGE, HUGE - LARGE, HUGE));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isAsSmallAsWhatWasTouchedAsksForAndNoSmaller(long seed) {
        var random = new SplittableRandom(seed);
        long pages = 3 * HUGE + 700;
        var mappings = new Mappings(pages, seed % 2 == 0 ? MappingSize.LARGE : MappingSize.HUGE);
        var kept = new TreeSet<Long>();
        for (int round = 0; round < 6; round++) {
            AddressSpace memory = AddressSpace.over(Image.blank(), pages);
            memory.openDirtyLog();
            var logged = new TreeSet<Long>();
            for (int i = random.nextInt(40); i > 0; i--) {
                long page = random.nextLong(pages);
                if (random.nextInt(4) == 0) {
                    mappings.split(page);
                    kept.add(page / LARGE);
                } else {
                    memory.write(page, 1);
                    logged.add(page / LARGE);
                }
            }
            mappings.splitForLog(memory.takeDirty());
            var split = new TreeSet<>(kept);
            split.addAll(logged);
            assertThat(mappings.mix()).isEqualTo(naive(split, pages, mappings.asked()));
            mappings.logClosed();
            assertThat(mappings.mix()).isEqualTo(naive(kept, pages, mappings.asked()));
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
