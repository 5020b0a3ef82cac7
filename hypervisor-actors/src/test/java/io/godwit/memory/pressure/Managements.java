package io.godwit.memory.pressure;

import io.godwit.device.DiskSpec;
import io.godwit.memory.MachineMemory;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.nio.file.Path;
import java.time.Duration;

/// Hosts that manage memory, small ones.
final class Managements {

    static final MemorySize PAGE = MemorySize.ofKibibytes(4);

    private Managements() {}

    /// What ships.
    static MemoryCosts shipped() {
        return switch (SettingsFile.of(MemoryCosts.class, "memory")
                .read(Path.of("..", "config/memory/standard.yaml"))) {
            case SettingsFile.Read<MemoryCosts>(var costs) -> costs;
            case SettingsFile.Unusable<MemoryCosts>(var sentence) -> throw new AssertionError(sentence);
        };
    }

    /// As fast as makes something happen within seconds on a few hundred frames.
    static MemoryCosts quick() {
        return new MemoryCosts(
                "quick",
                Duration.ofSeconds(1),
                new MemoryCosts.Thresholds(Share.ofPercent(20), Share.ofPercent(15), Share.ofPercent(8), "a test"),
                new MemoryCosts.Balloon(
                        Bandwidth.parse("80KiB/s"), Share.ofPercent(75), 20, Duration.ofSeconds(5), "a test"),
                new MemoryCosts.Scan(30, Duration.ofMillis(500), Duration.ofNanos(1_000), new MemorySize(64), "a test"),
                new MemoryCosts.Compression(
                        Share.ofPercent(30),
                        Share.ofPercent(40),
                        Share.ofPercent(10),
                        Duration.ofNanos(5_000),
                        Duration.ofNanos(2_000),
                        "a test"));
    }

    /// One of the combinations that a host may have.
    static MemoryManagement of(long seed) {
        MemoryManagement management = MemoryManagement.of(quick()).overcommitted(2_500);
        management = (seed & 1) == 0 ? management : management.sharing((seed & 2) == 0);
        management = seed % 3 == 0 ? management : management.compressing();
        management = seed % 5 == 0 ? management : management.swapping(PAGE.times(60 + seed));
        return seed % 4 == 0 ? management.loadingImages() : management;
    }

    static MachineMemory machine(long frames, MemoryManagement management) {
        MemorySize capacity = PAGE.times(frames);
        return new MachineMemory(capacity, PAGE, PAGE.times(management.promised(frames)));
    }

    static DiskSpec disk() {
        return new DiskSpec(
                "disk", Bandwidth.parse("500MiB/s"), EventRate.parse("50000/s"), Duration.ofNanos(100_000), "a test");
    }
}
