package io.godwit.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WakeLatencyTest {

    @Test
    void percentilesAreTooHighByASixteenthAtMost() {
        for (long seed = 0; seed < 50; seed++) {
            var random = new SplittableRandom(seed);
            var latency = new WakeLatency();
            long[] drawn = new long[1 + random.nextInt(500)];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = random.nextLong(1L << (1 + random.nextInt(38)));
                latency.record(drawn[i]);
            }
            Arrays.sort(drawn);
            for (int permille : new int[] {1, 500, 900, 990, 1000}) {
                long exact = drawn[(int) (Math.ceilDiv((long) drawn.length * permille, 1000) - 1)];
                assertThat(latency.permilleNs(permille))
                        .as("seed %d, %d permille", seed, permille)
                        .isBetween(exact, exact + exact / 16 + 1);
            }
            assertThat(latency.longestNs()).isEqualTo(drawn[drawn.length - 1]);
            assertThat(latency.meanNs()).isEqualTo(Arrays.stream(drawn).sum() / drawn.length);
        }
    }

    @Test
    void addsUpAndHasNothingToSayOfNothing() {
        var one = new WakeLatency();
        assertThat(one.permilleNs(990)).isZero();
        assertThat(one.meanNs()).isZero();
        var other = new WakeLatency();
        other.record(7);
        one.add(other);
        one.add(other);
        assertThat(one.count()).isEqualTo(2);
        assertThat(one.permilleNs(500)).isEqualTo(7);
    }
}
