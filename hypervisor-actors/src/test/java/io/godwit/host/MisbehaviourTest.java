package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.godwit.device.BlockLoad;
import io.godwit.guest.CpuDemand;
import io.godwit.guest.DeviceLoad;
import io.godwit.guest.WorkloadSpec;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Forgery;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.history.GuestEvent.Why;
import io.godwit.history.Meter;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.EmulatedNetwork;
import io.godwit.link.Endpoint;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.network.NetworkWire;
import io.godwit.network.VirtualSwitch.Uplink;
import io.godwit.settings.SettingsFile;
import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.virtualization.Profile;
import io.godwit.vm.CpuShare;
import io.godwit.vm.MemoryPolicy;
import io.godwit.vm.NetworkDevice;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What guests do that are out of hand, and what comes of it for them and for the others of their host.
class MisbehaviourTest {

    private static final HostId HOST = new HostId("h1");
    private static final VmSpec HOG = Specs.vm("hog-1", 4);
    private static final VmSpec WEB = Specs.vm("web-1", 1)
            .with(new CpuShare(CpuShare.DEFAULT_WEIGHT, 900_000_000, Optional.empty(), Optional.empty()));
    private static final VmSpec IDLE = Specs.vm("web-2", 1);

    private final Lab lab = new Lab();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aRunawayTakesWhatNobodyReservedAndNothingElse() {
        lab.workloads = vm -> constant(vm, 80);
        var host = lab.hypervisor("h1", Specs.host(2, MemorySize.ofGibibytes(1)));
        startAll(host, HOG.with(1, HOG.memory()), WEB, IDLE);
        lab.run(Duration.ofSeconds(3));
        misbehave(host, HOG, Misbehaviour.CPU, Optional.of(Duration.ofSeconds(4)));
        lab.run(Duration.ofSeconds(8));
        var before = meters("web-1").getFirst();
        assertThat(before.disturbed()).isFalse();
        assertThat(before.lengthNs()).isEqualTo(3_002_000_000L); // since its start began
        assertThat(disturbed("web-1")).isNotEmpty().allSatisfy(meter -> {
            assertThat(meter.cpu().gotNs()).isCloseTo(meter.lengthNs() * 8 / 10, within(10));
            assertThat(meter.cpu().promisedNs()).isCloseTo(meter.lengthNs() * 8 / 10, within(10));
            assertThat(meter.cpu().brokenNs()).isZero();
        });
        assertThat(disturbed("web-2"))
                .as("two cores, of which 0.8 are reserved and the rest is shared by equal weights")
                .allSatisfy(meter -> assertThat(meter.cpu().gotNs()).isCloseTo(meter.lengthNs() * 6 / 10, within(10)));
        assertThat(disturbed("hog-1"))
                .allSatisfy(meter -> assertThat(meter.cpu().wantedNs()).isCloseTo(meter.lengthNs(), within(10)));
        assertThat(behaved()).containsExactly(new GuestEvent.Behaved(HOG.id(), HOST, 1, Misbehaviour.CPU, 0));
        assertThat(lab.describe(host, HOG).cpu().demandNanoCores()).isEqualTo(800_000_000);
    }

    @Test
    void aHostWritesNothingDownOnceAllBehaveAgain() {
        lab.workloads = vm -> constant(vm, 10);
        var host = lab.hypervisor("h1");
        startAll(host, HOG, WEB);
        misbehave(host, HOG, Misbehaviour.CPU, Optional.empty());
        lab.run(Duration.ofSeconds(2));
        lab.ask(host, new Lifecycle.Behave(HOG.id(), Misbehaviour.CPU, lab.replyTo()));
        int written = lab.history.size();
        lab.run(Duration.ofMinutes(5));
        assertThat(lab.history).hasSize(written);
    }

    @Test
    void aGuestThatFillsItsMemoryTouchesAllOfIt() {
        lab.workloads = vm -> constant(vm, 10);
        var host = lab.hypervisor("h1");
        startAll(host, HOG);
        misbehave(host, HOG, Misbehaviour.MEMORY, Optional.of(Duration.ofSeconds(1)));
        lab.run(Duration.ofMillis(20));
        misbehave(host, HOG, Misbehaviour.CPU, Optional.empty()); // so that it tells what it has touched
        assertThat(lab.describe(host, HOG).memory().privateMemory())
                .isBetween(MemorySize.ofMebibytes(20), MemorySize.ofMebibytes(22));
        lab.run(Duration.ofSeconds(2));
        assertThat(lab.describe(host, HOG).memory().privateMemory()).isEqualTo(MemorySize.ofMebibytes(64));
        assertThat(behaved())
                .as("a gibibyte a second of work, begun before and after its CPU was shared with the runaway")
                .singleElement()
                .satisfies(it -> assertThat(it.deeds()).isBetween(200_000L, 262_144L));
    }

    @Test
    void aGuestThatFillsItsMemoryAndGetsLessFillsWhatIsLeft() {
        lab.workloads = vm -> constant(vm, 10);
        var host = lab.hypervisor("h1");
        startAll(host, HOG);
        misbehave(host, HOG, Misbehaviour.MEMORY, Optional.of(Duration.ofSeconds(1)));
        lab.run(Duration.ofMillis(10));
        VmSpec less = HOG.with(HOG.vcpus(), MemorySize.ofMebibytes(32));
        assertThat(lab.ask(host, new Lifecycle.ReviseVm(HOG.id(), less, lab.replyTo())))
                .isEqualTo(new Lifecycle.Revised(HOG.id(), 1));
        lab.run(Duration.ofSeconds(2));
        assertThat(lab.describe(host, less).memory().privateMemory()).isEqualTo(less.memory());
        assertThat(stopped()).isEmpty();
    }

    @Test
    void aContainerThatFillsItsMemoryIsKilledAtItsLimit() {
        lab.workloads = vm -> constant(vm, 10);
        var host = lab.hypervisor("h1");
        var limited = HOG.with(VmKind.CONTAINER)
                .with(HOG.platform().with(MemoryPolicy.byDefault().withLimit(MemorySize.ofMebibytes(16))));
        startAll(host, limited, IDLE);
        misbehave(host, limited, Misbehaviour.MEMORY, Optional.empty());
        lab.run(Duration.ofMillis(10));
        assertThat(stopped()).isEmpty();
        lab.run(Duration.ofSeconds(1));
        assertThat(stopped()).containsExactly(new GuestEvent.Stopped(HOG.id(), HOST, 1, Why.OUT_OF_MEMORY));
        assertThat(lab.describe(host).vms()).hasSize(1);
    }

    @Test
    void whoReservedMemoryKeepsItInFramesBesideAHog() {
        var workloads = new Workloads(Seed.of(1), MemorySize.ofKibibytes(4));
        lab.workloads = workloads;
        var make = new HostMake(Specs.host(4, MemorySize.ofMebibytes(256)), Profile.bare())
                .with(Optional.of(overcommitted()));
        var host = lab.node.spawn(Hypervisor.create(HOST, make, lab.ports()), "h1");
        var hog = Specs.vm("hog-1", 1, MemorySize.ofMebibytes(240), VmSpec.LOCAL_DISK);
        var db = ManagedMemoryOnHostTest.busy(1, MemorySize.ofMebibytes(120));
        var web = ManagedMemoryOnHostTest.busy(2, MemorySize.ZERO);
        startAll(host, hog, db, web);
        lab.run(Duration.ofSeconds(60));
        misbehave(host, hog, Misbehaviour.MEMORY, Optional.of(Duration.ofSeconds(20)));
        lab.run(Duration.ofSeconds(21));
        assertThat(stopped()).isEmpty();
        assertThat(disturbed("vm-1")).hasSizeGreaterThan(15).allSatisfy(meter -> {
            assertThat(meter.memory().promisedBytes())
                    .isGreaterThan(MemorySize.ofMebibytes(90).bytes());
            assertThat(meter.memory().brokenBytes()).isZero();
        });
        assertThat(stallNs("vm-1"))
                .as("waits for frames of pages that it never touched before, and for no page that it had")
                .isLessThan(stallNs("vm-2") / 100);
    }

    @Test
    void whoWantsItsShareOfADiskHasItBesideOneThatWantsAllOfIt() {
        lab.workloads = vm -> constant(vm, 10);
        var host = lab.hypervisor("h1", Specs.host(8, MemorySize.ofGibibytes(1)));
        var load = BlockLoad.writing(EventRate.perSecond(2_000));
        var web = WEB.with(WorkloadSpec.idle().with(new DeviceLoad(Optional.of(load), Optional.empty())));
        startAll(host, HOG, web);
        lab.run(Duration.ofSeconds(2));
        misbehave(host, HOG, Misbehaviour.DISK, Optional.of(Duration.ofSeconds(3)));
        lab.run(Duration.ofSeconds(4));
        assertThat(disturbed("web-1")).hasSize(3).allSatisfy(meter -> {
            assertThat(meter.disk().wanted()).isBetween(1_999L, 2_000L);
            assertThat(meter.disk().got()).isBetween(1_999L, 2_001L);
        });
        assertThat(disturbed("hog-1")).hasSize(3).allSatisfy(meter -> {
            assertThat(meter.disk().wanted()).isBetween(999_999L, 1_000_000L);
            assertThat(meter.disk().got()).isBetween(10_000L, 500_000L);
        });
        misbehave(host, HOG, Misbehaviour.CPU, Optional.of(Duration.ofSeconds(1)));
        lab.run(Duration.ofSeconds(2));
        assertThat(meters("hog-1").getLast().disk())
                .as("it asks for nothing any more")
                .isEqualTo(Meter.Disk.NONE);
    }

    @Test
    void eachForgeryIsRefusedAndCounted() {
        connect();
        lab.workloads = vm -> constant(vm, 10);
        var host = lab.hypervisor("h1");
        var lan = WEB.platform()
                .with(new NetworkDevice(NetworkDevice.byDefault().model(), Optional.of(7), Optional.empty(), 256));
        startAll(host, HOG, WEB.with(lan));
        var forgeries = List.of(Misbehaviour.FORGE_MAC, Misbehaviour.FORGE_VLAN, Misbehaviour.FORGE_MESSAGE);
        forgeries.forEach(how -> misbehave(host, HOG, how, Optional.of(Duration.ofSeconds(3))));
        lab.run(Duration.ofSeconds(4));
        assertThat(behaved())
                .extracting(GuestEvent.Behaved::how, GuestEvent.Behaved::deeds)
                .containsExactly(
                        tuple(Misbehaviour.FORGE_MAC, 60L),
                        tuple(Misbehaviour.FORGE_VLAN, 60L),
                        tuple(Misbehaviour.FORGE_MESSAGE, 60L));
        for (Forgery what : Forgery.values()) {
            assertThat(lab.history)
                    .filteredOn(new GuestEvent.ForgeryRefused(HOG.id(), HOST, 1, what)::equals)
                    .as("%s", what)
                    .hasSize(60);
        }
        assertThat(stopped()).isEmpty();
        assertThat(lab.describe(host, WEB).cpu().demandNanoCores()).isEqualTo(100_000_000);
    }

    @Test
    void whoIsWithoutAGuestIsToldSo() {
        var host = lab.hypervisor("h1");
        startAll(host, HOG);
        lab.ask(host, new Lifecycle.PauseVm(HOG.id(), Why.REQUESTED, lab.replyTo()));
        assertThat(misbehave(host, HOG, Misbehaviour.CPU, Optional.empty()))
                .isEqualTo(new Lifecycle.Illegal(HOG.id(), "Misbehave", "paused"));
        assertThat(misbehave(host, WEB, Misbehaviour.CRASH, Optional.empty()))
                .isEqualTo(new Lifecycle.Illegal(WEB.id(), "Misbehave", "absent"));
        assertThat(lab.guestEvents()).noneMatch(GuestEvent.Misbehaved.class::isInstance);
    }

    @Test
    void theOthersAreLookedAtForAWhileAfterAGuestHasFailed() {
        lab.workloads = vm -> constant(vm, 10);
        var host = lab.hypervisor("h1");
        startAll(host, HOG, WEB);
        misbehave(host, HOG, Misbehaviour.PANIC, Optional.empty());
        lab.run(Duration.ofSeconds(30));
        assertThat(lab.guestEvents()).contains(new GuestEvent.Misbehaved(HOG.id(), HOST, 1, Misbehaviour.PANIC));
        assertThat(stopped()).containsExactly(new GuestEvent.Stopped(HOG.id(), HOST, 1, Why.CRASHED));
        assertThat(disturbed("web-1")).hasSize(5);
    }

    private void startAll(ActorRef<HypervisorCommand> host, VmSpec... vms) {
        for (VmSpec vm : vms) {
            assertThat(lab.start(host, vm, 1)).isEqualTo(new Lifecycle.Started(vm.id(), 1));
        }
    }

    private Object misbehave(
            ActorRef<HypervisorCommand> host, VmSpec vm, Misbehaviour how, Optional<Duration> lasting) {
        return lab.ask(
                host, new Lifecycle.Misbehave(vm.id(), how, Optional.empty(), lasting, lab.replyTo()), Duration.ZERO);
    }

    private List<Meter> meters(String vm) {
        return lab.guestEvents().stream()
                .filter(event -> event.vm().equals(new VmId(vm)))
                .filter(GuestEvent.Metered.class::isInstance)
                .map(event -> ((GuestEvent.Metered) event).meter())
                .toList();
    }

    private long stallNs(String vm) {
        return disturbed(vm).stream()
                .mapToLong(meter -> meter.memory().stallNs())
                .sum();
    }

    private List<Meter> disturbed(String vm) {
        return meters(vm).stream().filter(Meter::disturbed).toList();
    }

    private List<GuestEvent.Behaved> behaved() {
        return lab.guestEvents().stream()
                .filter(GuestEvent.Behaved.class::isInstance)
                .map(GuestEvent.Behaved.class::cast)
                .toList();
    }

    private List<GuestEvent> stopped() {
        return lab.guestEvents().stream()
                .filter(GuestEvent.Stopped.class::isInstance)
                .toList();
    }

    private static Offset<Long> within(long ns) {
        return Offset.offset(ns);
    }

    private static Workload constant(VmSpec vm, int percent) {
        return new Workload(new CpuDemand.Constant(Share.ofPercent(percent)), vm.vcpus(), Optional.empty(), false);
    }

    private void connect() {
        var quality = new LinkQuality(Duration.ofNanos(200_000), Bandwidth.parse("10Gbit"));
        var network = new EmulatedNetwork(lab.world, Seed.of(1), EmulatedNetwork.Settings.plain(quality));
        var edge = new Endpoint(new NodeId("edge"), NetworkWire.EDGE_SERVICE);
        network.attach(lab.world.start("edge"), edge.node());
        lab.uplink = Optional.of(new Uplink(network.attach(lab.node, new NodeId("n1")), List.of(edge)));
    }

    private static MemoryManagement overcommitted() {
        return switch (SettingsFile.of(MemoryCosts.class, "memory")
                .read(Path.of("..", "config/memory/standard.yaml"))) {
            case SettingsFile.Read<MemoryCosts>(var costs) ->
                MemoryManagement.of(costs).overcommitted(2_000).swapping(MemorySize.ofGibibytes(1));
            case SettingsFile.Unusable<MemoryCosts>(var sentence) -> throw new AssertionError(sentence);
        };
    }
}
