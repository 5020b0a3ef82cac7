package io.godwit.migration.precopy;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.unit.Bandwidth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopRuleTest {

    private static final Bandwidth LINK = Bandwidth.parse("1Gbit");
    private static final int PAGE = 4096;

    @Test
    void xenStopsAtFewPagesOrAfterFiveRounds() {
        StopRule xen = StopRule.FewPages.xen();
        assertThat(xen.weigh(rounds(1), left(50))).isInstanceOf(Course.CopyAgain.class);
        assertThat(xen.weigh(rounds(1), left(49))).isInstanceOf(Course.SwitchOver.class);
        assertThat(xen.weigh(rounds(4), left(100_000))).isInstanceOf(Course.CopyAgain.class);
        assertThat(xen.weigh(rounds(5), left(100_000))).isInstanceOf(Course.StopAnyway.class);
    }

    @Test
    void anOlderXenStopsAfterTwentyNineRoundsOrThreeMemories() {
        StopRule xen = StopRule.FewPages.xen45();
        List<Round> small = new ArrayList<>(List.of(round(1, 1_000_000, 100)));
        while (small.size() < 28) {
            small.add(round(small.size() + 1, 100, 100));
        }
        assertThat(xen.weigh(small, left(100))).isInstanceOf(Course.CopyAgain.class);
        small.add(round(29, 100, 100));
        assertThat(xen.weigh(small, left(100))).isInstanceOf(Course.StopAnyway.class);
        assertThat(xen.weigh(rounds(3), left(1000))).isInstanceOf(Course.CopyAgain.class);
        assertThat(xen.weigh(rounds(4), left(1000))).isInstanceOf(Course.StopAnyway.class);
    }

    @Test
    void theAdaptiveRateFollowsTheDirtyRateAndABit() {
        StopRule rule = StopRule.AdaptiveRate.clark05();
        assertThat(rule.rate(List.of(), LINK)).isEqualTo(Bandwidth.parse("100Mbit"));
        // 25,000 pages of 4 KiB in a second are 819.2 Mbit/s; 5,000 are 163.84
        assertThat(rule.rate(List.of(round(1, 100_000, 5_000)), LINK)).isEqualTo(new Bandwidth(213_840_000));
        assertThat(rule.weigh(List.of(round(1, 100_000, 5_000)), left(5_000))).isInstanceOf(Course.CopyAgain.class);
        assertThat(rule.weigh(List.of(round(1, 100_000, 25_000)), left(25_000))).isInstanceOf(Course.StopAnyway.class);
        assertThat(rule.lastRate(LINK)).isEqualTo(Bandwidth.parse("500Mbit"));
        assertThat(rule.lastRate(Bandwidth.parse("200Mbit"))).isEqualTo(Bandwidth.parse("200Mbit"));
    }

    @Test
    void theAdaptiveRateStopsWhenLittleIsLeft() {
        StopRule rule = StopRule.AdaptiveRate.clark05();
        assertThat(rule.weigh(List.of(round(1, 100_000, 64)), left(64))).isInstanceOf(Course.CopyAgain.class);
        assertThat(rule.weigh(List.of(round(1, 100_000, 63)), left(63))).isInstanceOf(Course.SwitchOver.class);
    }

    @Test
    void noRoundsMeansToStopFirst() {
        assertThat(new StopRule.FixedRounds(0).weigh(List.of(), left(1_000_000)))
                .isInstanceOf(Course.StopAnyway.class);
        assertThat(new StopRule.FixedRounds(1).weigh(List.of(), left(1))).isInstanceOf(Course.CopyAgain.class);
        assertThat(new StopRule.FixedRounds(1).weigh(rounds(1), left(1_000))).isInstanceOf(Course.StopAnyway.class);
    }

    private static Forecast left(long pages) {
        return new Forecast(pages, pages * PAGE, 1, 1, 1, 1);
    }

    private static List<Round> rounds(int count) {
        List<Round> rounds = new ArrayList<>();
        while (rounds.size() < count) {
            rounds.add(round(rounds.size() + 1, 100_000, 1_000));
        }
        return rounds;
    }

    /// One that takes a second.
    private static Round round(int number, long pages, long dirtyPages) {
        return new Round(number, pages, pages * PAGE, 1_000_000_000, dirtyPages, 0, 0);
    }
}
