package io.godwit.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.Event;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Forgery;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.Delivery;
import io.godwit.link.EmulatedNetwork;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.network.NetworkWire.Frame;
import io.godwit.network.NetworkWire.WriteAnswer;
import io.godwit.time.Seed;
import io.godwit.time.VirtualNode;
import io.godwit.time.VirtualWorld;
import io.godwit.unit.Bandwidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A host's switch with two guests in different virtual LANs, and whoever is outside.
class VirtualSwitchTest {

    private static final HostId HOST = new HostId("h1");
    private static final VmId WEB = new VmId("web-1");
    private static final VmId DB = new VmId("db-1");
    private static final WriteAnswer ANSWER = new WriteAnswer("probe", 1, 1);
    private static final MacAddress CLIENT = MacAddress.ofClient("probe");

    private final VirtualWorld world = new VirtualWorld();
    private final List<Event> history = new ArrayList<>();
    private final List<Delivery> outside = new ArrayList<>();
    private final List<VirtualSwitch.Arrived> inside = new ArrayList<>();
    private final List<VirtualSwitch.Streamed> streams = new ArrayList<>();
    private final List<VirtualSwitch.Shown> shown = new ArrayList<>();
    private final VirtualNode node = world.start("n1");
    private final EmulatedNetwork wires = new EmulatedNetwork(
            world,
            Seed.of(1),
            EmulatedNetwork.Settings.plain(new LinkQuality(Duration.ofNanos(1_000), Bandwidth.parse("10Gbit"))));
    private final VirtualNode edge = world.start("edge");
    private final Link far = wires.attach(edge, new NodeId("edge"));
    private ActorRef<VirtualSwitch.Command> network = node.spawn(Behaviors.ignore(), "nobody");

    @BeforeEach
    void connect() {
        far.register(NetworkWire.EDGE_SERVICE, edge.spawn(collecting(outside), "edge"));
        var uplink = new VirtualSwitch.Uplink(
                wires.attach(node, new NodeId("n1")),
                List.of(new Endpoint(new NodeId("edge"), NetworkWire.EDGE_SERVICE)));
        var side = new VirtualSwitch.HostSide(
                world.timeline(),
                vm -> true,
                history::add,
                node.spawn(collecting(inside), "guests"),
                node.spawn(collecting(streams), "streams"));
        network = node.spawn(VirtualSwitch.create(HOST, uplink, side, SwitchSettings.ofHost()), "switch");
        network.tell(new VirtualSwitch.Plug(WEB, 1, false, card(WEB, 10)));
        network.tell(new VirtualSwitch.Plug(DB, 1, false, card(DB, 20)));
        run();
        outside.clear(); // announcements
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aGuestsOwnFramesGoOutWithTheTagOfItsVirtualLan() {
        network.tell(new VirtualSwitch.Transmit(WEB, ANSWER));
        run();
        assertThat(outside)
                .extracting(Delivery::message)
                .containsExactly(new Frame(WEB, HOST, 1, new FrameHeader(MacAddress.of(WEB), CLIENT, 10), ANSWER));
    }

    @Test
    void aForgedAnswerOfAnotherGuestGoesNowhereAndIsCounted() {
        network.tell(new VirtualSwitch.TransmitRaw(WEB, new FrameHeader(MacAddress.of(DB), CLIENT, 0), ANSWER));
        network.tell(
                new VirtualSwitch.TransmitRaw(WEB, new FrameHeader(MacAddress.of(WEB), MacAddress.of(DB), 20), ANSWER));
        run();
        assertThat(outside).isEmpty();
        assertThat(inside).isEmpty();
        assertThat(history)
                .containsExactly(
                        new GuestEvent.ForgeryRefused(WEB, HOST, 1, Forgery.MAC),
                        new GuestEvent.ForgeryRefused(WEB, HOST, 1, Forgery.VLAN));
        assertThat(figures(WEB).counters().forged()).isEqualTo(2);
    }

    /// It was on its way when the guest went; what was sent to everybody is nobody's loss.
    @Test
    void aFrameForAGuestThatHasLeftIsMissedAndCounted() {
        network.tell(new VirtualSwitch.Unplug(WEB));
        var header = new FrameHeader(CLIENT, MacAddress.of(WEB), 10);
        var there = new Endpoint(new NodeId("n1"), NetworkWire.switchService(HOST));
        far.send("edge", there, new Frame(WEB, HOST, 1, header, ANSWER));
        far.send("edge", there, new Frame(WEB, HOST, 0, header, ANSWER));
        run();
        assertThat(inside).isEmpty();
        assertThat(history).containsExactly(new GuestEvent.FrameMissed(WEB, HOST, 1));
    }

    @Test
    void bulkIsCountedAtItsPortByRate() {
        network.tell(new VirtualSwitch.Flow(
                WEB, new BulkFlow(1_500, 500, 1_000, Optional.of(DropReason.HARDWARE), 1_000), Optional.empty()));
        world.runUntil(world.timeline().now() + Duration.ofSeconds(10).toNanos());
        var counters = figures(WEB).counters();
        assertThat(counters.framesIn())
                .as("1.5 pass and 1 is dropped, each second")
                .isEqualTo(25);
        assertThat(counters.bytesIn()).isEqualTo(25_000);
        assertThat(counters.framesOut()).isEqualTo(5);
        assertThat(counters.dropped()).containsEntry(DropReason.HARDWARE, 10L);
    }

    private VirtualSwitch.PortFigures figures(VmId vm) {
        shown.clear();
        network.tell(new VirtualSwitch.Show(node.spawn(collecting(shown), "asker")));
        run();
        var port = new SwitchPort(SwitchPort.Kind.GUEST, vm.value());
        return Optional.ofNullable(shown.getLast().ports().get(port)).orElseThrow();
    }

    private static PortRules.Card card(VmId vm, int vlan) {
        return new PortRules.Card(MacAddress.of(vm), vlan, Optional.empty());
    }

    private void run() {
        world.runUntil(world.timeline().now() + Duration.ofMillis(1).toNanos());
        assertThat(world.failures()).isEmpty();
    }

    private static <T> Behavior<T> collecting(List<T> into) {
        return Behaviors.receiveMessage(message -> {
            into.add(message);
            return Behaviors.same();
        });
    }
}
