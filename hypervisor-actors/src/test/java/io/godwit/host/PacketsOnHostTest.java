package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.device.Bound;
import io.godwit.device.PacketLoad;
import io.godwit.guest.DeviceLoad;
import io.godwit.guest.WorkloadSpec;
import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.EmulatedNetwork;
import io.godwit.link.Endpoint;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.network.EdgeSwitch;
import io.godwit.network.NetworkWire;
import io.godwit.network.VirtualSwitch.Uplink;
import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.vm.DeviceModel;
import io.godwit.vm.NetworkDevice;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Guests' bulk on the network cards of two hosts, 1 Gbit/s each: 100,000 frames of 1,250 bytes a second, both ways.
class PacketsOnHostTest {

    private static final NodeId NODE = new NodeId("n1");
    private static final NodeId EDGE = new NodeId("edge");

    private final Lab lab = new Lab();
    private ActorRef<HypervisorCommand> h1 = lab.asker.narrow();
    private ActorRef<HypervisorCommand> h2 = lab.asker.narrow();

    @BeforeEach
    void connect() {
        lab.workloads = Loads::serving;
        var quality = new LinkQuality(Duration.ofNanos(200_000), Bandwidth.parse("10Gbit"));
        var network = new EmulatedNetwork(lab.world, Seed.of(1), EmulatedNetwork.Settings.plain(quality));
        lab.uplink = Optional.of(
                new Uplink(network.attach(lab.node, NODE), List.of(new Endpoint(EDGE, NetworkWire.EDGE_SERVICE))));
        h1 = lab.hypervisor("h1", machine());
        h2 = lab.hypervisor("h2", machine());
        var outside = lab.world.start("edge");
        var hosts = new TreeMap<>(Map.of(new HostId("h1"), NODE, new HostId("h2"), NODE));
        outside.spawn(
                EdgeSwitch.create(new EdgeSwitch.Ground(
                        network.attach(outside, EDGE), lab.world.timeline(), hosts, lab.history::add)),
                "edge");
        lab.run(Duration.ZERO);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aFloodTakesNothingFromANeighbourThatSendsLessThanItsShare() {
        lab.start(h1, sending("flood", load(5_000_000).waiting(false)), 1);
        lab.start(h1, sending("web", load(30_000)), 1);
        assertThat(card(h1, "web").milliSent()).isEqualTo(30_000_000);
        assertThat(card(h1, "flood").milliSent()).isCloseTo(70_000_000, within(2_000L));
        assertThat(card(h1, "flood").bound()).isEqualTo(Bound.HARDWARE);
    }

    @Test
    void whatWaitsGetsOnAsFastAsItsCardLetsIt() {
        lab.start(h1, sending("slow", load(400_000)), 1);
        assertThat(devices(h1, "slow").paceMillionths()).isCloseTo(250_000, within(10));
        lab.start(h1, limited(sending("limited", load(20_000)), "100Mbit"), 1);
        assertThat(card(h1, "limited").milliSent()).isEqualTo(10_000_000);
        assertThat(card(h1, "limited").bound()).isEqualTo(Bound.LIMIT);
        assertThat(devices(h1, "limited").paceMillionths()).isEqualTo(500_000);
    }

    @Test
    void framesForANeighbourTakeNothingOfTheHostsCard() {
        lab.start(h1, Specs.vm("sink", 1), 1);
        lab.start(h1, sending("near", load(200_000).to(Optional.of(new VmId("sink")))), 1);
        lab.start(h1, sending("web", load(100_000)), 1);
        lab.run(Duration.ofSeconds(1));
        assertThat(card(h1, "web").milliSent()).isEqualTo(100_000_000);
        assertThat(card(h1, "near").milliSent()).isEqualTo(200_000_000);
        assertThat(card(h1, "sink").milliReceived()).isEqualTo(200_000_000);
    }

    @Test
    void framesReachAGuestOfAnotherHostAndFollowItThere() {
        VmSpec sink = Specs.vm("sink", 1);
        lab.start(h2, sink, 1);
        lab.start(h1, sending("far", load(200_000).to(Optional.of(sink.id())).waiting(false)), 1);
        lab.run(Duration.ofMillis(1_500));
        assertThat(card(h1, "far").milliSent()).as("all that the wire takes").isEqualTo(100_000_000);
        assertThat(card(h2, "sink").milliReceived()).isEqualTo(100_000_000);
        lab.ask(h2, new Lifecycle.StopVm(sink.id(), Why.REQUESTED, lab.replyTo()));
        lab.start(h1, sink, 2);
        lab.run(Duration.ofMillis(2_500));
        assertThat(card(h1, "far").milliSent()).as("no wire between them").isEqualTo(200_000_000);
        assertThat(card(h1, "sink").milliReceived()).isEqualTo(200_000_000);
    }

    @Test
    void whoSendsNoMoreIsForgottenByWhomItSentTo() {
        VmSpec far = sending("far", load(50_000).to(Optional.of(new VmId("sink"))));
        lab.start(h2, Specs.vm("sink", 1), 1);
        lab.start(h1, far, 1);
        lab.run(Duration.ofMillis(1_500));
        assertThat(card(h2, "sink").milliReceived()).isEqualTo(50_000_000);
        lab.ask(h1, new Lifecycle.PauseVm(far.id(), Why.REQUESTED, lab.replyTo()));
        lab.run(Duration.ofMillis(5));
        assertThat(devices(h2, "sink").card().bulk()).isEmpty();
    }

    @Test
    void theSwitchTellsWhatPassedAndWhatItKnows() {
        lab.start(h2, Specs.vm("sink", 1), 1);
        VmSpec flood =
                sending("flood", load(400_000).to(Optional.of(new VmId("sink"))).waiting(false));
        lab.start(h1, flood, 1);
        lab.run(Duration.ofSeconds(3));
        HostSwitch here = inspect(h1);
        HostSwitch.Port guest = here.ports().getFirst();
        assertThat(guest.name()).isEqualTo("flood");
        assertThat(guest.drops())
                .extracting(HostSwitch.Drop::reason)
                .as("the first second to nobody known, then more than the card takes")
                .containsExactly("flood-limit", "hardware");
        assertThat(guest.in().frames()).isBetween(1_100_000L, 1_210_000L);
        assertThat(here.addresses())
                .extracting(HostSwitch.Address::port)
                .containsExactlyInAnyOrder("flood", EDGE.value());
        HostSwitch.Passed out = inspect(h2).ports().getFirst().out();
        assertThat(out.frames()).isBetween(100_000L, 210_000L);
        assertThat(out.bytes()).isEqualTo(1_250 * out.frames());
        assertThat(here.isWhole()).isTrue();
        List<HostSwitch> parts = here.parts(1);
        HostInsight joined = parts.getFirst();
        for (HostSwitch part : parts.subList(1, parts.size())) {
            assertThat(joined.isWhole()).isFalse();
            joined = joined.with(part);
        }
        assertThat(joined).isEqualTo(here);
    }

    private HostSwitch inspect(ActorRef<HypervisorCommand> host) {
        var answer = (Lifecycle.Inspected)
                lab.ask(host, new Lifecycle.InspectHost(1, HostTopic.SWITCH, lab.replyTo()), Duration.ofMillis(1));
        return (HostSwitch) answer.insight();
    }

    @Test
    void nothingCrossesAVirtualLan() {
        VmSpec other = Specs.vm("sink", 1);
        lab.start(
                h1,
                other.with(other.platform()
                        .with(new NetworkDevice(DeviceModel.VIRTIO, Optional.of(7), Optional.empty(), 256))),
                1);
        lab.start(h1, sending("near", load(50_000).to(Optional.of(other.id()))), 1);
        lab.run(Duration.ofSeconds(2));
        assertThat(devices(h1, "sink").card().bulk()).isEmpty();
    }

    @Test
    void whatTheWorldOutsideSendsIsSharedToo() {
        lab.start(h1, sending("a", load(0).receiving(rate(80_000))), 1);
        lab.start(h1, sending("b", load(0).receiving(rate(80_000))), 1);
        assertThat(card(h1, "a").milliReceived()).isEqualTo(50_000_000);
        assertThat(card(h1, "a").milliOffered()).isEqualTo(80_000_000);
        assertThat(card(h1, "b").milliReceived()).isEqualTo(50_000_000);
    }

    private static HostSpec machine() {
        HostSpec plain = Specs.host(4, MemorySize.ofGibibytes(1));
        var nic = new HostSpec.Nic("nic0", Bandwidth.parse("1Gbit"), Duration.ofNanos(20_000), "a test");
        return new HostSpec(
                plain.host(), plain.processors(), plain.memory(), List.of(nic), plain.disks(), plain.power());
    }

    private VmDevices devices(ActorRef<HypervisorCommand> host, String vm) {
        return lab.ask(host, new Lifecycle.DescribeDevices(new VmId(vm), lab.replyTo()), VmDevices.class);
    }

    private VmDevices.CardBulk card(ActorRef<HypervisorCommand> host, String vm) {
        return devices(host, vm).card().bulk().orElseThrow();
    }

    private static PacketLoad load(long perSecond) {
        return PacketLoad.sending(rate(perSecond)).of(MemorySize.parse("1250B"));
    }

    private static EventRate rate(long perSecond) {
        return EventRate.perSecond(perSecond);
    }

    private static VmSpec sending(String name, PacketLoad load) {
        return Specs.vm(name, 1).with(WorkloadSpec.idle().with(new DeviceLoad(Optional.empty(), Optional.of(load))));
    }

    private static VmSpec limited(VmSpec vm, String bandwidth) {
        return vm.with(vm.platform()
                .with(new NetworkDevice(
                        DeviceModel.VIRTIO, Optional.empty(), Optional.of(Bandwidth.parse(bandwidth)), 256)));
    }
}
