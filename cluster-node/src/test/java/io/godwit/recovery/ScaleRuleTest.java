package io.godwit.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.registry.GroupRule;
import io.godwit.time.Seed;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// The rule by which a group's size follows its load, over random loads and bounds.
class ScaleRuleTest {

    private static final int SEEDS = 5_000;

    private record Case(GroupRule rule, int start, long totalMilliCores, int vcpus) {}

    @Test
    void staysWithinItsBounds() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Case drawn = draw(seed);
            assertThat(step(drawn, drawn.start()))
                    .as("%s", drawn)
                    .isBetween(drawn.rule().min(), drawn.rule().max());
        }
    }

    @Test
    void atConstantLoadThereIsOneStepAndNoOther() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Case drawn = draw(seed);
            int once = step(drawn, drawn.start());
            assertThat(step(drawn, once)).as("%s, then %s", drawn, once).isEqualTo(once);
        }
    }

    @Test
    void leavesNoMoreLoadThanTheTargetUnlessItIsNearOrAtABound() {
        int moved = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Case drawn = draw(seed);
            int size = step(drawn, drawn.start());
            if (size != drawn.start() && size < drawn.rule().max()) {
                moved++;
                assertThat(drawn.totalMilliCores() * 1000)
                        .as("%s: %s", drawn, size)
                        .isLessThanOrEqualTo((long) size
                                * drawn.vcpus()
                                * 1000
                                * drawn.rule().targetPermille());
            }
        }
        assertThat(moved).isGreaterThan(SEEDS / 6);
    }

    @Test
    void aTenthAroundTheTargetIsNoReasonToChange() {
        GroupRule rule = new GroupRule("web", 1, 100, 600, 0);
        assertThat(ScaleRule.size(rule, 10, 6_600, 10_000)).isEqualTo(10);
        assertThat(ScaleRule.size(rule, 10, 5_400, 10_000)).isEqualTo(10);
        assertThat(ScaleRule.size(rule, 10, 6_700, 10_000)).isEqualTo(12);
        assertThat(ScaleRule.size(rule, 10, 5_300, 10_000)).isEqualTo(9);
        assertThat(ScaleRule.size(rule, 10, 0, 10_000)).isEqualTo(1);
    }

    private static int step(Case drawn, int now) {
        return ScaleRule.size(drawn.rule(), now, drawn.totalMilliCores(), (long) now * drawn.vcpus() * 1000);
    }

    private static Case draw(int seed) {
        RandomGenerator random = Seed.of(seed).child("scale").generator();
        int min = 1 + random.nextInt(20);
        int max = min + random.nextInt(200);
        int target = 1 + random.nextInt(1000);
        int vcpus = 1 + random.nextInt(8);
        return new Case(
                new GroupRule("web", min, max, target, 0),
                1 + random.nextInt(250),
                random.nextLong(250L * vcpus * 1000),
                vcpus);
    }
}
