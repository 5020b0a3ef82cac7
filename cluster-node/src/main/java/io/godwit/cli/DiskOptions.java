package io.godwit.cli;

import io.godwit.device.DiskSpec;
import io.godwit.migration.precopy.DiskForecast.GuestDisk;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A disk that goes along with its guest, as options.
final class DiskOptions {

    /// Its bandwidth is all that there is to it.
    private static final EventRate AT_ONCE = EventRate.perSecond(1_000_000_000L);

    @Option(
            names = "--disk",
            paramLabel = "SIZE",
            description = "of a disk that goes along: what was written to it, and its base if the target lacks that")
    private Optional<String> disk = Optional.empty();

    @Option(
            names = "--disk-writes",
            paramLabel = "RATE",
            description = "blocks that the guest writes to it (default: 0/s)")
    private Optional<String> writes = Optional.empty();

    @Option(
            names = "--disk-bandwidth",
            paramLabel = "RATE",
            description = "at which it is read, where that is slower than the link, such as 500MiB/s")
    private Optional<String> bandwidth = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /// @throws ParameterException if one of them can't be read, with a sentence for people
    Optional<GuestDisk> disk() {
        var texts = new OptionText(command);
        if (disk.isEmpty() && writes.isPresent()) {
            throw texts.refused("--disk-writes: says what is written to a disk that goes along: write its --disk, too");
        }
        if (disk.isEmpty() && bandwidth.isPresent()) {
            throw texts.refused("--disk-bandwidth: says how fast a disk is that goes along: write its --disk, too");
        }
        return disk.map(size -> new GuestDisk(
                texts.read("--disk", size, MemorySize::parse),
                texts.read("--disk-writes", writes.orElse("0/s"), EventRate::parse),
                bandwidth.map(rate -> texts.read("--disk-bandwidth", rate, DiskOptions::reading))));
    }

    private static DiskSpec reading(String rate) {
        return new DiskSpec("on paper", Bandwidth.parse(rate), AT_ONCE, Duration.ZERO, "as it was said");
    }
}
