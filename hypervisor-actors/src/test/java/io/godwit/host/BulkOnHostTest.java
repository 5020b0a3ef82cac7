package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.device.BlockLoad;
import io.godwit.device.Bound;
import io.godwit.device.DevicePath;
import io.godwit.device.Disk;
import io.godwit.device.DiskClaim;
import io.godwit.device.DiskSpec;
import io.godwit.device.LocalDisk;
import io.godwit.guest.CpuDemand;
import io.godwit.guest.DeviceLoad;
import io.godwit.guest.MemoryDirtier;
import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.settings.SettingsFile;
import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.virtualization.Profile;
import io.godwit.virtualization.Reason;
import io.godwit.vm.CpuShare;
import io.godwit.vm.DeviceModel;
import io.godwit.vm.DiskDevice;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Guests' bulk on the disk of a host: a disk of 10,000 operations a second, each answered after 100 µs.
class BulkOnHostTest {

    private static final Path CONFIG = Path.of("../config");

    private final Lab lab = new Lab();
    private ActorRef<HypervisorCommand> host = lab.asker.narrow();
    private boolean reachable = true;

    BulkOnHostTest() {
        lab.workloads = Loads::serving;
        host = lab.hypervisor("h1", machine());
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aGuestAloneGetsWhatItAsksForAndNobodyElsePays() {
        start(io("a", 2_000));
        VmDevices.BlockBulk bulk = bulk("a");
        assertThat(bulk.work().milliOperations()).isEqualTo(2_000_000);
        assertThat(bulk.bound()).isEqualTo(Bound.ASKED);
        assertThat(bulk.work().latencyNs())
                .as("100 us of latency, 100 us of turn, and a wait in between")
                .isBetween(200_000L, 300_000L);
        lab.run(Duration.ofSeconds(10));
        assertThat(bulk("a").totals().operations()).isBetween(20_000L, 20_002L);
        assertThat(lab.describe(host).cpu().demandNanoCores()).isZero();
    }

    @Test
    void aHogTakesNothingFromANeighbourThatAsksForLessThanItsShare() {
        start(io("hog", 1_000_000));
        start(io("db", 3_000));
        assertThat(bulk("db").work().milliOperations()).isEqualTo(3_000_000);
        assertThat(bulk("hog").work().milliOperations()).isEqualTo(7_000_000);
        assertThat(bulk("hog").bound()).isEqualTo(Bound.HARDWARE);
        assertThat(bulk("hog").work().latencyNs())
                .as("32 in flight at 7,000 a second")
                .isCloseTo(4_571_000L, within(1_000L));
        start(io("db-2", 5_000));
        assertThat(bulk("db").work().milliOperations()).isEqualTo(3_000_000);
        assertThat(bulk("db-2").work().milliOperations()).isEqualTo(3_500_000);
        assertThat(bulk("hog").work().milliOperations()).isEqualTo(3_500_000);
    }

    @Test
    void whoeverEndsOrStandsStillLeavesItsShareToOthers() {
        start(io("a", 1_000_000));
        start(io("b", 1_000_000));
        assertThat(bulk("a").work().milliOperations()).isEqualTo(5_000_000);
        lab.ask(host, new Lifecycle.PauseVm(io("b", 1).id(), Why.REQUESTED, lab.replyTo()));
        assertThat(bulk("a").work().milliOperations()).isEqualTo(10_000_000);
        assertThat(bulk("b").work().milliOperations()).isZero();
        lab.ask(host, new Lifecycle.ResumeVm(io("b", 1).id(), 1, Why.REQUESTED, lab.replyTo()));
        assertThat(bulk("a").work().milliOperations()).isEqualTo(5_000_000);
        lab.ask(host, new Lifecycle.StopVm(io("b", 1).id(), Why.REQUESTED, lab.replyTo()));
        assertThat(bulk("a").work().milliOperations()).isEqualTo(10_000_000);
    }

    @Test
    void aGuestMayBeToldToAskForSomethingElseAndGoesBackToItsSpec() {
        var board = new DeviceBoard(new HostId("h"), new Engine(HostMake.bare(machine())), List.of());
        Resident resident = resident(io("a", 2_000));
        DeviceLoad hog = new DeviceLoad(Optional.of(load(1_000_000)), Optional.empty());
        assertThat(board.begin(resident, 0).orElseThrow().load()).contains(load(2_000));
        board.rest(0, 0);
        board.replace(resident, Optional.of(DeviceAsk.of(hog)), 0);
        assertThat(board.begin(resident, 0).orElseThrow().load()).contains(load(1_000_000));
        board.rest(0, 0);
        board.replace(resident, Optional.of(DeviceAsk.of(DeviceLoad.none())), 0);
        assertThat(board.begin(resident, 0)).isEmpty();
        board.replace(resident, Optional.empty(), 0);
        assertThat(board.begin(resident, 0).orElseThrow().load()).contains(load(2_000));
    }

    private static Resident resident(VmSpec vm) {
        var state = new HostState(
                new HostId("h"),
                HostMake.bare(machine()),
                new GuestMaker(new Images(List.of()), Loads::serving),
                Set.of(VmSpec.LOCAL_DISK));
        return ((HostState.Admitted) state.admit(vm, new Residency.Admitted(), 0)).resident();
    }

    @Test
    void aLimitHoldsWhateverIsFreeAndAWeightDecidesWhatIsShort() {
        start(limited(
                io("a", 1_000_000), new DiskDevice(DeviceModel.VIRTIO, Optional.of(rate(500)), Optional.empty(), 256)));
        start(limited(io("b", 1_000_000), new DiskDevice(DeviceModel.VIRTIO, Optional.empty(), Optional.empty(), 512)));
        start(io("c", 1_000_000));
        assertThat(bulk("a").work().milliOperations()).isEqualTo(500_000);
        assertThat(bulk("a").bound()).isEqualTo(Bound.LIMIT);
        assertThat(bulk("b").work().milliOperations()).isCloseTo(6_333_333L, within(2L));
        assertThat(bulk("c").work().milliOperations()).isCloseTo(3_166_666L, within(2L));
    }

    @Test
    void aNumberedWriteWaitsBehindBulk() {
        ActorRef<Disk.Command> disk = lab.node.spawn(
                LocalDisk.create(machine().disks().getFirst(), lab.world.timeline(), _ -> {}), "disk-of-its-own");
        assertThat(writeNs(disk, 1)).as("its turn, and the latency").isEqualTo(200_000);
        VmId hog = io("hog", 1).id();
        disk.tell(new Disk.Claim(1, hog, 1, Optional.of(claim(1_000_000)), lab.replyTo()));
        assertThat(writeNs(disk, 2)).as("one operation of the hog goes first").isEqualTo(300_000);
        disk.tell(new Disk.Claim(2, hog, 1, Optional.empty(), lab.replyTo()));
        assertThat(writeNs(disk, 3)).isEqualTo(200_000);
    }

    @Test
    void workThatWaitsGetsOnAsFastAsItsDiskLetsIt() {
        lab.workloads = BulkOnHostTest::writing;
        var memory = new MemorySpec(MemorySize.ofMebibytes(16), rate(1_000), new Pattern.Sequential());
        VmSpec slow = Specs.vm("slow", 1)
                .with(new WorkloadSpec(new WorkloadSpec.CpuSpec.Constant(500), Optional.of(memory), Optional.empty())
                        .with(new DeviceLoad(Optional.of(load(40_000)), Optional.empty())));
        VmSpec fast = Specs.vm("fast", 1).with(workload(load(40_000).waiting(false)));
        start(slow);
        assertThat(devices("slow").paceMillionths()).isEqualTo(250_000);
        assertThat(lab.describe(host, slow).memory().dirtyPagesPerSecond()).isEqualTo(250);
        assertThat(lab.describe(host).cpu().demandNanoCores())
                .as("a quarter of half of a core")
                .isEqualTo(125_000_000);
        lab.run(Duration.ofSeconds(2));
        lab.digest(host, slow); // its writes up to now are in its memory
        assertThat(lab.describe(host, slow).memory().privateMemory().pages(MemorySize.ofKibibytes(4)))
                .isCloseTo(500, within(2L));
        start(fast);
        assertThat(devices("fast").paceMillionths()).isEqualTo(1_000_000);
    }

    @Test
    void whatABackEndTakesIsDemandOfTheHostAndExitsAreTheGuests() {
        host = host("kvm");
        VmSpec vm = limited(io("a", 5_000), DiskDevice.of(DeviceModel.EMULATED));
        start(vm);
        lab.run(Duration.ofSeconds(12)); // it boots
        VmDevices.BlockBulk bulk = bulk("a");
        assertThat(devices("a").block().device()).isEqualTo("ide");
        assertThat(bulk.bound()).as("one command at a time").isEqualTo(Bound.DEPTH);
        assertThat(bulk.work().milliExits()).isEqualTo(15 * bulk.work().milliOperations());
        assertThat(lab.describe(host).cpu().demandNanoCores())
                .isEqualTo(bulk.work().guestNanoCores() + bulk.work().backEndNanoCores());
        lab.run(Duration.ofSeconds(10));
        VmInspection inspection = lab.ask(host, new Lifecycle.InspectVm(vm.id(), lab.replyTo()), VmInspection.class);
        assertThat(inspection.cost().ioNs()).isCloseTo(bulk("a").totals().guestNs(), within(10L));
        assertThat(inspection.cost().guestNs()).as("it has no other work").isCloseTo(0, within(10L));
        assertThat(inspection.cost().besideNs()).isEqualTo(bulk("a").totals().backEndNs());
        assertThat(inspection.reasons().getFirst().reason()).isEqualTo(Reason.IO_KICK);
        assertThat(inspection.reasons().getFirst().count())
                .isEqualTo(bulk("a").totals().exits());
    }

    @Test
    void aGuestThatLacksCpuGetsAsMuchLessDone() {
        host = host("kvm");
        VmSpec capped = limited(io("a", 2_000), DiskDevice.of(DeviceModel.EMULATED))
                .with(new CpuShare(256, 0, Optional.of(15_000_000L), Optional.empty()));
        start(capped);
        lab.run(Duration.ofSeconds(12));
        assertThat(bulk("a").bound()).isEqualTo(Bound.CPU);
        assertThat(bulk("a").work().milliOperations())
                .as("an exit takes 1 us, an operation 15 of them")
                .isEqualTo(1_000_000);
        assertThat(devices("a").paceMillionths()).isEqualTo(500_000);
    }

    @Test
    void aDiskThatIsSilentGivesNothing() {
        ActorRef<Disk.Command> disk = lab.datastores.get(Specs.ARRAY);
        lab.datastores.put(
                Specs.ARRAY,
                lab.node.spawn(
                        Behaviors.receiveMessage(command -> {
                            if (reachable) {
                                disk.tell(command);
                            }
                            return Behaviors.same();
                        }),
                        "link"));
        host = lab.hypervisor("h2", machine());
        VmSpec vm = Specs.vm("a", 1, MemorySize.ofMebibytes(64), Specs.ARRAY).with(workload(load(2_000)));
        start(vm);
        assertThat(bulk("a").work().milliOperations()).isEqualTo(2_000_000);
        reachable = false;
        lab.run(Duration.ofSeconds(2));
        assertThat(bulk("a").work().milliOperations()).isEqualTo(2_000_000);
        lab.run(Duration.ofSeconds(3));
        assertThat(bulk("a").work().milliOperations()).isZero();
        assertThat(bulk("a").bound()).isEqualTo(Bound.UNREACHABLE);
        assertThat(devices("a").paceMillionths()).isZero();
        reachable = true;
        lab.run(Duration.ofSeconds(1));
        assertThat(bulk("a").work().milliOperations()).isEqualTo(2_000_000);
    }

    @Test
    void aGuestWithoutBulkAsksNothingOfADisk() {
        start(Specs.vm("idle", 1));
        assertThat(devices("idle").block().bulk()).isEmpty();
        assertThat(devices("idle").paceMillionths()).isEqualTo(1_000_000);
    }

    private static HostSpec machine() {
        HostSpec plain = Specs.host(4, MemorySize.ofGibibytes(1));
        DiskSpec disk = new DiskSpec(
                "d", Bandwidth.parse("1GiB/s"), EventRate.parse("10000/s"), Duration.ofNanos(100_000), "a test");
        return new HostSpec(plain.host(), plain.processors(), plain.memory(), List.of(), List.of(disk), plain.power());
    }

    private ActorRef<HypervisorCommand> host(String profile) {
        var paths = new TreeMap<String, DevicePath>();
        for (String name : List.of("ide", "virtio-blk-user")) {
            paths.put(
                    name,
                    ((SettingsFile.Read<DevicePath>) DevicePath.FILES.named(CONFIG.resolve("devices"), name))
                            .settings());
        }
        Profile hypervisor =
                ((SettingsFile.Read<Profile>) Profile.FILES.named(CONFIG.resolve("hypervisors"), profile)).settings();
        HostMake make = new HostMake(machine(), hypervisor).with(new DeviceFiles(paths));
        return lab.node.spawn(Hypervisor.create(new HostId(profile), make, lab.ports()), profile);
    }

    private void start(VmSpec vm) {
        lab.start(host, vm, 1);
    }

    private VmDevices devices(String vm) {
        return lab.ask(host, new Lifecycle.DescribeDevices(io(vm, 1).id(), lab.replyTo()), VmDevices.class);
    }

    private VmDevices.BlockBulk bulk(String vm) {
        return devices(vm).block().bulk().orElseThrow();
    }

    /// How long a numbered write takes.
    private long writeNs(ActorRef<Disk.Command> disk, long number) {
        VmId db = new VmId("db");
        disk.tell(new Disk.Open(number, db, 1, lab.replyTo()));
        lab.run(Duration.ofMillis(10));
        long sinceNs = lab.world.timeline().now();
        disk.tell(new Disk.Write(number, db, 1, new Disk.Numbered("c", number, number), lab.replyTo()));
        while (!lab.answers.contains(new Disk.Written(number, db, 1))) {
            lab.run(Duration.ofNanos(10_000));
        }
        return lab.world.timeline().now() - sinceNs;
    }

    private static DiskClaim claim(long perSecond) {
        return new DiskClaim(
                load(perSecond), rate(0), DevicePath.free(DevicePath.Use.BLOCK).lane(32), DiskClaim.Limits.NONE, 256);
    }

    private static Workload writing(VmSpec vm) {
        return new Workload(
                new CpuDemand.Constant(Share.ofPercent(50)),
                1,
                Optional.of(new MemoryDirtier(
                        Seed.of(7).child(vm.id().value()), 1000, EventRate.perSecond(1_000), new Pattern.Sequential())),
                false);
    }

    private static VmSpec io(String name, long perSecond) {
        return Specs.vm(name, 1).with(workload(load(perSecond)));
    }

    private static BlockLoad load(long perSecond) {
        return BlockLoad.writing(rate(perSecond));
    }

    private static EventRate rate(long perSecond) {
        return EventRate.perSecond(perSecond);
    }

    private static WorkloadSpec workload(BlockLoad bulk) {
        return WorkloadSpec.idle().with(new DeviceLoad(Optional.of(bulk), Optional.empty()));
    }

    private static VmSpec limited(VmSpec vm, DiskDevice device) {
        return vm.with(vm.platform().with(device));
    }
}
