package io.godwit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedTest {

    @Test
    void givesTheSameNumbersOnEveryJdkAndMachine() {
        RandomGenerator random = Seed.of(42).child("web-1").child("workload").generator();
        assertThat(Seed.of(42).child("web-1").value()).isEqualTo(1402258723656063850L);
        assertThat(random.nextLong()).isEqualTo(4007189001133091225L);
        assertThat(random.nextInt()).isEqualTo(-1492800304);
        assertThat(random.nextInt(1000)).isEqualTo(697);
        assertThat(random.nextLong(1L << 40)).isEqualTo(21489176849L);
        assertThat(random.nextDouble()).isEqualTo(0.7882556069865337);
        assertThat(random.nextGaussian()).isEqualTo(-0.04086547342986219);
        assertThat(random.nextExponential()).isEqualTo(0.45203870799168416);
        assertThat(random.nextDouble(2.0, 3.0)).isEqualTo(2.1062799544167516);
        assertThat(random.nextInt(5, 50)).isEqualTo(5);
    }

    @Test
    void agreesWithThePublishedXoshiro() {
        // From state (1, 2, 3, 4), the reference implementation in C gives these.
        var random = new Xoshiro256(1, 2, 3, 4);
        assertThat(IntStream.range(0, 4).mapToObj(i -> Long.toUnsignedString(random.nextLong())))
                .containsExactly("41943041", "58720359", "3588806011781223", "3591011842654386");
    }

    @Test
    void keepsTheEntitiesApart() {
        TreeSet<Long> first = new TreeSet<>();
        for (long run = 0; run < 50; run++) {
            for (int vm = 0; vm < 200; vm++) {
                first.add(Seed.of(run).child("vm-" + vm).generator().nextLong());
            }
        }
        assertThat(first).hasSize(50 * 200);
        Seed root = Seed.of(1);
        assertThat(root.child("ab").child("c")).isNotEqualTo(root.child("a").child("bc"));
        assertThat(root.child("").child("")).isNotEqualTo(root.child(""));
    }

    @Test
    void doesNotLetSiblingsChangeEachOther() {
        Seed root = Seed.of(7);
        long alone = root.child("b").generator().nextLong();
        root.child("a").generator().nextLong();
        assertThat(root.child("b").generator().nextLong()).isEqualTo(alone);
    }

    @Test
    void drawsFromTheDistributionsItNames() {
        int draws = 200_000;
        RandomGenerator random = Seed.of(3).generator();
        double mean = 0;
        double square = 0;
        double waiting = 0;
        int[] dice = new int[6];
        for (int i = 0; i < draws; i++) {
            double normal = random.nextGaussian();
            mean += normal / draws;
            square += normal * normal / draws;
            waiting += random.nextExponential() / draws;
            dice[random.nextInt(6)]++;
        }
        assertThat(mean).isCloseTo(0, within(0.01));
        assertThat(square).isCloseTo(1, within(0.02));
        assertThat(waiting).isCloseTo(1, within(0.01));
        assertThat(Arrays.stream(dice).boxed())
                .allSatisfy(face -> assertThat(face * 6.0 / draws).isCloseTo(1, within(0.03)));
        assertThatIllegalArgumentException().isThrownBy(() -> random.nextInt(0));
    }
}
