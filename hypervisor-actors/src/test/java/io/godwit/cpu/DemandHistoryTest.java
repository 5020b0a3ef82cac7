package io.godwit.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemandHistoryTest {

    private record Stretch(long demand, long lengthNs) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aPercentileIsAtMostAnEighthAboveTheExactOne(long seed) {
        var random = new SplittableRandom(seed);
        List<Stretch> stretches = new ArrayList<>();
        DemandHistory history = new DemandHistory(0, 0);
        long now = 0;
        double wanted = 0;
        for (int i = 0; i < 200; i++) {
            Stretch stretch = new Stretch(random.nextLong(1L << random.nextInt(20, 37)), random.nextLong(1, 1L << 30));
            history.change(now, stretch.demand());
            stretches.add(stretch);
            now += stretch.lengthNs();
            wanted += (double) stretch.demand() * stretch.lengthNs() / 1e9;
        }
        for (int permille : new int[] {1, 250, 500, 950, 990, 1000}) {
            long exact = exact(stretches, now, permille);
            long told = history.spread(now).percentile(permille);
            assertThat(told)
                    .as("p%s of %s", permille, exact)
                    .isBetween(
                            exact < 1_000_000 ? 0 : exact,
                            exact < 1_000_000 ? 1_000_000 : exact + exact / 7 + 1_000_000);
        }
        assertThat((double) history.wantedNs(now)).isCloseTo(wanted, org.assertj.core.api.Assertions.within(300.0));
        assertThat(history.spread(now).observedNs()).isEqualTo(now);
    }

    @Test
    void whoNeverWantedAnythingWantsNothing() {
        assertThat(new DemandHistory(5, 0).spread(1_000).percentile(1000)).isZero();
        assertThat(new DemandHistory(5, 0).spread(5).percentile(1000)).isZero();
    }

    @Test
    void whatTwoHostsSawAddsUpToWhatOneWouldHaveSeen() {
        var random = new SplittableRandom(7);
        DemandHistory whole = new DemandHistory(0, 0);
        DemandHistory first = new DemandHistory(0, 0);
        DemandHistory second = new DemandHistory(0, 0);
        long now = 0;
        for (int i = 0; i < 200; i++) {
            long demand = random.nextLong(1L << random.nextInt(20, 37));
            whole.change(now, demand);
            (i < 120 ? first : second).change(i < 120 ? now : now - 120_000, demand);
            now += 1_000;
        }
        DemandSpread sum = first.spread(120_000).and(second.spread(now - 120_000));
        assertThat(sum).isEqualTo(whole.spread(now));
        assertThat(sum.observedNs()).isEqualTo(now);
        assertThat(sum.and(DemandSpread.NONE)).isEqualTo(sum);
        assertThat(DemandSpread.NONE.percentile(950)).isZero();
    }

    private static long exact(List<Stretch> stretches, long totalNs, int permille) {
        List<Stretch> sorted = new ArrayList<>(stretches);
        sorted.sort((a, b) -> Long.compare(a.demand(), b.demand()));
        long below = Math.ceilDiv(totalNs * permille, 1000);
        long seen = 0;
        for (Stretch stretch : sorted) {
            seen += stretch.lengthNs();
            if (seen >= below) {
                return stretch.demand();
            }
        }
        return sorted.getLast().demand();
    }
}
