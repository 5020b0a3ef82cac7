package io.godwit.lab;

import io.godwit.device.BlockLoad;
import io.godwit.device.DevicePath;
import io.godwit.device.DiskClaim;
import io.godwit.device.DiskShare;
import io.godwit.device.NicClaim;
import io.godwit.device.NicShare;
import io.godwit.device.PacketLoad;
import io.godwit.experiment.Devices;
import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.figure.Lines;
import io.godwit.host.HostSpec;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import java.util.List;
import java.util.Optional;

/// One load on each way to a device: emulated, virtio with each back-end, passthrough, and none at all.
final class VirtioLab implements Lab {

    private static final Parameter<String> MACHINE =
            Parameter.choice("machine", "a file under config/hosts", List.of("dell-r650", "lab"));

    private static final Parameter<Integer> DEPTH =
            Parameter.count("depth", "reads in flight", 32).between("1", "1024");

    private static final Parameter<MemorySize> READ =
            Parameter.size("read", "size of a read, at random", "4KiB").between("512B", "16MiB");

    private static final Parameter<MemorySize> FRAME =
            Parameter.size("frame", "size of a frame", "1500B").between("64B", "64KiB");

    /// Of the figure over depths.
    private static final List<Integer> DEPTHS = List.of(1, 2, 4, 8, 12, 16, 24, 32, 48, 64);

    private static final EventRate MORE_THAN_ANY = EventRate.perSecond(100_000_000);
    private static final EventRate NONE = EventRate.perSecond(0);

    private static final List<String> DISKS =
            List.of("ide", "virtio-blk-user", "xen-blk", "virtio-blk-vhost", "passthrough-disk", "native-disk");

    private static final List<String> CARDS =
            List.of("e1000", "virtio-net-user", "xen-net", "virtio-net-vhost", "passthrough-nic", "native-nic");

    /// What a device gets done under the load, a second, and what that takes of CPUs.
    ///
    /// @param aloneUs what one operation takes when it is the only one
    /// @param fullUs what one takes with a full queue
    record Outcome(
            String device,
            String backEnd,
            double thousands,
            double megabytes,
            double aloneUs,
            double fullUs,
            double exits,
            double guestPercent,
            double hostPercent,
            String bound) {}

    @Override
    public Card card() {
        return new Card(
                "virtio",
                "one load on emulated, virtio and passthrough devices",
                "What does a guest get of the same disk and network card through each kind of device, and who pays?",
                List.of(
                        "One guest alone on a machine reads blocks at random as fast as it can, with so many reads in"
                                + " flight; then it sends frames as fast as it can.",
                        "Nothing changes but the device between guest and hardware: its exits, how many operations"
                                + " share one, and who does the work on the host's side."),
                List.of(
                        "each device: config/devices, most values unverified; fitted are random reads of"
                                + " virtio-blk-user and the round trip of virtio-net-vhost (Felter15)",
                        "disk and network card of the machine: config/hosts"),
                List.of(
                        "Several queues or threads a device, polling, posted interrupts, segmentation offload.",
                        "That the guest's vCPU may be used up by exits: it has what they take.",
                        "Neighbours: docs/devices.md tells how a disk is shared."));
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(MACHINE, DEPTH, READ, FRAME);
    }

    @Override
    public Findings run(Trial trial) {
        HostSpec machine = trial.host(trial.get(MACHINE));
        return VirtioFindings.of(
                DISKS.stream()
                        .map(name -> disk(trial, machine, name, trial.get(DEPTH)))
                        .toList(),
                DISKS.stream().map(name -> byDepth(trial, machine, name)).toList(),
                CARDS.stream().map(name -> card(trial, machine, name)).toList());
    }

    /// Its reads with more and more of them in flight.
    private static Lines.Line byDepth(Trial trial, HostSpec machine, String name) {
        return new Lines.Line(
                name,
                DEPTHS.stream()
                        .map(depth -> new Lines.Point(
                                depth, disk(trial, machine, name, depth).thousands()))
                        .toList());
    }

    private static Outcome disk(Trial trial, HostSpec machine, String name, int depth) {
        DevicePath device = Devices.named(trial.config(), name);
        var full = new DiskShare<String>(machine.disks().getFirst());
        var alone = new DiskShare<String>(machine.disks().getFirst());
        var lane = device.lane(depth);
        full.claim("guest", claim(reads(trial, MORE_THAN_ANY, depth), lane));
        full.share();
        alone.claim("guest", claim(reads(trial, EventRate.perSecond(1), depth), lane));
        alone.share();
        var grant = full.grant("guest");
        return outcome(
                device,
                new Flow(grant.milliOperations(), lane.inFlight(), grant.bytesPerSecond()),
                new Times(alone.grant("guest").latencyNs(), grant.latencyNs()),
                grant.bound().words());
    }

    private static DiskClaim claim(BlockLoad load, DevicePath.Lane lane) {
        return new DiskClaim(load, NONE, lane, DiskClaim.Limits.NONE, 1);
    }

    private static BlockLoad reads(Trial trial, EventRate rate, int depth) {
        return new BlockLoad(rate, NONE, trial.get(READ), 0, depth, true);
    }

    private static Outcome card(Trial trial, HostSpec machine, String name) {
        DevicePath device = Devices.named(trial.config(), name);
        var nic = machine.nics().getFirst();
        var full = new NicShare<String>(nic.bandwidth(), nic.latency());
        var alone = new NicShare<String>(nic.bandwidth(), nic.latency());
        var lane = device.lane(Integer.MAX_VALUE);
        full.claim("guest", new NicClaim(frames(trial, MORE_THAN_ANY), lane, Optional.empty(), 1));
        full.share();
        alone.claim("guest", new NicClaim(frames(trial, EventRate.perSecond(1)), lane, Optional.empty(), 1));
        alone.share();
        var grant = full.grant("guest");
        return outcome(
                device,
                new Flow(grant.milliFrames(), lane.inFlight(), grant.bytesSent()),
                new Times(alone.grant("guest").latencyNs(), grant.latencyNs()),
                grant.bound().words());
    }

    private static PacketLoad frames(Trial trial, EventRate rate) {
        return new PacketLoad(rate, NONE, trial.get(FRAME), true);
    }

    private record Flow(long milliOperations, int inFlight, long bytesPerSecond) {}

    private record Times(long aloneNs, long fullNs) {}

    private static Outcome outcome(DevicePath device, Flow flow, Times times, String bound) {
        long milli = flow.milliOperations();
        return new Outcome(
                device.device(),
                device.backEnd().word(),
                milli / 1e6,
                flow.bytesPerSecond() / 1e6,
                times.aloneNs() / 1e3,
                times.fullNs() / 1e3,
                device.milliExits(milli, flow.inFlight()) / 1e3,
                device.guestNanoCores(milli, flow.inFlight()) / 1e7,
                device.backEndNanoCores(milli) / 1e7,
                bound);
    }
}
