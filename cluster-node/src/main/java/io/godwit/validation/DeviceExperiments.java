package io.godwit.validation;

import io.godwit.device.BlockLoad;
import io.godwit.device.DeviceGrant;
import io.godwit.device.DevicePath;
import io.godwit.device.DiskClaim;
import io.godwit.device.DiskOperations;
import io.godwit.device.DiskShare;
import io.godwit.device.DiskSharing;
import io.godwit.device.DiskSpec;
import io.godwit.experiment.Devices;
import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.time.Duration;
import java.util.List;

/// Devices of guests: one that keeps a disk as busy as it can, and the way of a frame.
final class DeviceExperiments {

    private static final String BARE = "native-disk";
    private static final String VIRTIO = "virtio-blk-user";

    private static final Parameter<String> DISK =
            Parameter.choice("device", "a disk of config/devices", List.of(VIRTIO, BARE));

    private static final Parameter<String> CARD =
            Parameter.choice("device", "a network card of config/devices", List.of("virtio-net-vhost", "native-nic"));

    private static final Parameter<EventRate> READS =
            Parameter.rate("disk-reads", "of the bare disk, at random", "84000/s");

    private static final Parameter<EventRate> WRITES =
            Parameter.rate("disk-writes", "of the bare disk, at random", "112000/s");

    private static final Parameter<Share> READ_SHARE =
            Parameter.share("reads", "part of the operations that read", "100%").between("0%", "100%");

    private static final Parameter<Share> SEQUENTIAL = Parameter.share(
                    "sequential", "part that is next to the one before", "0%")
            .between("0%", "100%");

    private static final Parameter<MemorySize> SIZE =
            Parameter.size("size", "of an operation", "4KiB").between("512B", "16MiB");

    private static final Parameter<Integer> DEPTH =
            Parameter.count("depth", "operations in flight", 128).between("1", "1024");

    /// Two links of 8 Gbit/s, as a storage network of that time has them: unverified, and only whole transfers feel it.
    private static final Bandwidth LINKS = Bandwidth.parse("16Gbit");

    /// Unverified; nothing of a full queue depends on it.
    private static final Duration LATENCY = Duration.ofNanos(200_000);

    private static final int PERMILLE = 1_000;
    private static final long MORE_THAN_ANY = 100_000_000;

    private static final List<Parameter<?>> ALL_OF_A_DISK =
            List.of(DISK, READS, WRITES, READ_SHARE, SEQUENTIAL, SIZE, DEPTH);

    static final List<Experiment> ALL = List.of(
            new Experiment(
                    "io-rate",
                    "operations that one guest gets done on a disk of its own with a full queue",
                    "k/s",
                    ALL_OF_A_DISK,
                    trial -> grant(trial, trial.get(DISK)).operationsPerSecond() / 1e3),
            new Experiment(
                    "io-against-bare",
                    "the same rate for each of the bare machine's",
                    "times",
                    ALL_OF_A_DISK,
                    trial -> grant(trial, trial.get(DISK)).operationsPerSecond()
                            / grant(trial, BARE).operationsPerSecond()),
            new Experiment(
                    "io-latency",
                    "what one of these operations takes",
                    "ms",
                    ALL_OF_A_DISK,
                    trial -> grant(trial, trial.get(DISK)).latencyNs() / 1e6),
            new Experiment(
                    "round-trip-added",
                    "what a frame and its answer take longer than on the bare machine",
                    "us",
                    List.of(CARD),
                    trial -> 2 * device(trial, trial.get(CARD)).aloneNs() / 1e3));

    private DeviceExperiments() {}

    private static DeviceGrant grant(Trial trial, String device) {
        var disk = new DiskSpec(
                "disk",
                LINKS,
                new DiskOperations(trial.get(READS), trial.get(WRITES)),
                LATENCY,
                DiskSharing.FAIR,
                "the case's");
        long readPermille = trial.get(READ_SHARE).of(PERMILLE);
        var load = new BlockLoad(
                EventRate.perSecond(MORE_THAN_ANY / PERMILLE * readPermille),
                EventRate.perSecond(MORE_THAN_ANY / PERMILLE * (PERMILLE - readPermille)),
                trial.get(SIZE),
                (int) trial.get(SEQUENTIAL).of(PERMILLE),
                trial.get(DEPTH),
                true);
        var share = new DiskShare<String>(disk);
        share.claim(
                "guest",
                new DiskClaim(
                        load,
                        EventRate.perSecond(0),
                        device(trial, device).lane(trial.get(DEPTH)),
                        DiskClaim.Limits.NONE,
                        1));
        share.share();
        return share.grant("guest");
    }

    private static DevicePath device(Trial trial, String name) {
        return Devices.named(trial.config(), name);
    }
}
