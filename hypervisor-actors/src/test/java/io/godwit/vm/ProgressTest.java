package io.godwit.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.time.Seed;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final Progress progress = new Progress(0, 0);

    @Test
    void aPausedGuestMakesNoProgress() {
        progress.resume(100);
        progress.pause(150);
        assertThat(progress.ranNs(1_000)).isEqualTo(50);
        assertThat(progress.workNs(1_000)).isEqualTo(50);
        progress.resume(2_000);
        assertThat(progress.workNs(2_010)).isEqualTo(60);
    }

    @Test
    void aStarvedGuestWorksAsMuchSlowerAsItGetsLess() {
        progress.resume(0);
        progress.demand(0, 2_000_000_000);
        progress.grant(0, 500_000_000);
        assertThat(progress.workNs(1_000)).isEqualTo(250);
        assertThat(progress.ranNs(1_000)).isEqualTo(1_000);
        progress.grant(1_000, 2_000_000_000);
        assertThat(progress.workNs(1_100)).isEqualTo(350);
    }

    @Test
    void aGuestThatWantsNoCpuIsNotHeldUp() {
        progress.resume(0);
        assertThat(progress.workNs(70)).isEqualTo(70);
    }

    @Test
    void askingInBetweenChangesNothing() {
        for (int seed = 0; seed < 200; seed++) {
            var random = Seed.of(seed).generator();
            Progress asked = new Progress(0, 0);
            Progress left = new Progress(0, 0);
            long nowNs = 0;
            for (int i = 0; i < 50; i++) {
                nowNs += random.nextLong(1_000_000);
                long nanoCores = random.nextLong(4_000_000_000L);
                switch (random.nextInt(4)) {
                    case 0 -> both(asked, left, nowNs, random.nextBoolean());
                    case 1 -> {
                        asked.demand(nowNs, nanoCores);
                        left.demand(nowNs, nanoCores);
                    }
                    case 2 -> {
                        asked.grant(nowNs, nanoCores);
                        left.grant(nowNs, nanoCores);
                    }
                    default -> asked.workNs(nowNs);
                }
                assertThat(asked.workNs(nowNs)).isLessThanOrEqualTo(asked.ranNs(nowNs));
            }
            assertThat(asked.workNs(nowNs + 5)).as("seed %s", seed).isEqualTo(left.workNs(nowNs + 5));
        }
    }

    private static void both(Progress one, Progress other, long nowNs, boolean resume) {
        if (resume && !one.isRunning()) {
            one.resume(nowNs);
            other.resume(nowNs);
        } else if (one.isRunning()) {
            one.pause(nowNs);
            other.pause(nowNs);
        }
    }
}
