package io.godwit.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.advice.Advice.Percentile;
import io.godwit.advice.Advice.Size;
import io.godwit.settings.SettingsFile;
import io.godwit.time.Seed;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class AdviceTest {

    private static final Advice USUAL = new Advice(
            "usual", Percentile.P95, Share.ofPercent(20), MemorySize.ofMebibytes(256), Duration.ofMinutes(1), "a test");

    @Test
    void anOversizedVmGetsWhatItUsesAndAFifthFree() {
        Size now = new Size(8, MemorySize.ofGibibytes(8));
        assertThat(USUAL.of(now, 1_500_000_000L, MemorySize.ofGibibytes(1)))
                .isEqualTo(new Size(2, MemorySize.ofMebibytes(1280)));
        assertThat(USUAL.of(now, 0, MemorySize.ZERO))
                .as("nothing is known of what a guest would use that wrote nothing")
                .isEqualTo(new Size(1, MemorySize.ofGibibytes(8)));
    }

    @Test
    void aStarvedVmGetsMore() {
        assertThat(USUAL.of(new Size(1, MemorySize.ofMebibytes(256)), 3_300_000_000L, MemorySize.ofMebibytes(256)))
                .isEqualTo(new Size(5, MemorySize.ofMebibytes(512)));
    }

    @Test
    void whatIsAdvisedHasRoomAndIsAdvisedNoFurther() {
        for (int seed = 0; seed < 2_000; seed++) {
            RandomGenerator random = Seed.of(seed).child("advice").generator();
            Size now = new Size(1 + random.nextInt(64), MemorySize.ofMebibytes(1 + random.nextInt(100_000)));
            long demand = random.nextLong(64_000_000_000L);
            MemorySize used = MemorySize.ofMebibytes(random.nextInt(50_000));
            Size advised = USUAL.of(now, demand, used);
            assertThat(advised.vcpus() * 800_000_000L).as("seed %d", seed).isGreaterThanOrEqualTo(demand);
            assertThat((advised.vcpus() - 1) * 800_000_000L).isLessThanOrEqualTo(demand);
            assertThat(advised.memory()).isGreaterThanOrEqualTo(used);
            assertThat(USUAL.of(advised, demand, used))
                    .as("seed %d, again", seed)
                    .isEqualTo(advised);
        }
    }

    @Test
    void theShippedRuleCanBeRead() {
        Path folder = Path.of(System.getProperty("godwit.home", ".."))
                .resolve("config")
                .resolve("advice");
        assertThat(Advice.FILES.named(folder, "usual"))
                .isInstanceOfSatisfying(SettingsFile.Read.class, read -> assertThat(((Advice) read.settings()).advice())
                        .isEqualTo("usual"));
    }
}
