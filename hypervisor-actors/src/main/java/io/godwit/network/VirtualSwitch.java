package io.godwit.network;

import io.godwit.history.GuestEvent;
import io.godwit.history.Recorder;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.network.NetworkWire.Announce;
import io.godwit.network.NetworkWire.Frame;
import io.godwit.network.NetworkWire.Payload;
import io.godwit.time.Timeline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// The switch of one host: [SwitchCore] decides where frames of its guests and from outside go; this actor carries
/// them, and holds them to epochs and permits.
///
/// It is the last place on a host that a frame passes, so the gate is asked here once more.
public final class VirtualSwitch {

    public sealed interface Command {}

    /// A guest runs here from now on: it is announced at once.
    ///
    /// @param gated whether its frames leave only with a permit
    public record Plug(VmId vm, long epoch, boolean gated, PortRules.Card card) implements Command {}

    public record Unplug(VmId vm) implements Command {}

    /// A frame of a guest, to the payload's client.
    public record Transmit(VmId vm, Payload payload) implements Command {}

    /// A frame whose header the guest has written itself.
    public record TransmitRaw(VmId vm, FrameHeader header, Payload payload) implements Command {}

    /// From now on, the guest's bulk is this. To be repeated where it is for another VM: where that is may change.
    ///
    /// @param to a VM's card or everybody; empty: the world outside
    public record Flow(VmId vm, BulkFlow flow, Optional<MacAddress> to) implements Command {}

    public record Show(ActorRef<Shown> replyTo) implements Command {}

    private record Incoming(Delivery delivery) implements Command {}

    /// A frame for a guest of this host.
    public record Arrived(VmId vm, Payload payload) {}

    /// Bulk for a guest of this host, from now on until it is told anew or [BulkFlow#LASTS] has passed.
    ///
    /// @param milliFrames thousandths of a frame a second
    /// @param isLocal whether it comes from this host
    public record Streamed(VmId vm, VmId from, long milliFrames, long frameBytes, boolean isLocal) {}

    /// What passed each port so far.
    ///
    /// @param known addresses that it remembers, by virtual LAN and address
    public record Shown(SortedMap<SwitchPort, PortFigures> ports, List<Known> known, long notLearned) {

        public Shown {
            ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
            known = List.copyOf(known);
        }
    }

    /// @param heardNs when it was last heard; empty: it is a card's own
    public record Known(int vlan, MacAddress mac, SwitchPort port, Optional<Long> heardNs) {}

    /// @param card of a guest's port
    public record PortFigures(Optional<PortRules.Card> card, PortCounters.Snapshot counters) {}

    /// The way out of a host.
    ///
    /// @param edges where the clients are
    public record Uplink(Link link, List<Endpoint> edges) {}

    /// What a switch has on its host's side.
    ///
    /// @param gate whether a protected VM may act now
    /// @param guests takes the frames for guests
    /// @param streams takes the bulk for guests
    public record HostSide(
            Timeline timeline,
            Predicate<VmId> gate,
            Recorder recorder,
            ActorRef<Arrived> guests,
            ActorRef<Streamed> streams) {}

    private final HostId host;
    private final Uplink uplink;
    private final HostSide hostSide;
    private final SwitchCore<SwitchPort> core;
    private final Map<VmId, GuestPort> guests = new TreeMap<>();

    private VirtualSwitch(HostId host, Uplink uplink, HostSide hostSide, SwitchSettings settings) {
        this.host = host;
        this.uplink = uplink;
        this.hostSide = hostSide;
        this.core = new SwitchCore<>(settings);
        uplink.edges().forEach(edge -> core.plug(port(edge.node()), new PortRules.Trunk()));
    }

    public static Behavior<Command> create(HostId host, Uplink uplink, HostSide hostSide, SwitchSettings settings) {
        return Behaviors.setup(context -> {
            ActorRef<Delivery> deliveries = context.messageAdapter(Delivery.class, Incoming::new);
            uplink.link().register(NetworkWire.switchService(host), deliveries);
            return new VirtualSwitch(host, uplink, hostSide, settings).switching();
        });
    }

    private Behavior<Command> switching() {
        return Behaviors.receive(Command.class)
                .onAnyMessage(command -> {
                    on(command);
                    return Behaviors.same();
                })
                .onSignal(PostStop.class, stopped -> {
                    uplink.link().unregister(NetworkWire.switchService(host));
                    return Behaviors.same();
                })
                .build();
    }

    private void on(Command command) {
        switch (command) {
            case Plug plug -> plug(plug);
            case Unplug(var vm) -> {
                guests.remove(vm);
                core.unplug(port(vm));
            }
            case Transmit(var vm, var payload) ->
                ofGuest(vm)
                        .ifPresent(guest -> transmit(
                                vm,
                                guest,
                                new FrameHeader(
                                        guest.card().mac(),
                                        MacAddress.ofClient(payload.client()),
                                        FrameHeader.UNTAGGED),
                                payload));
            case TransmitRaw(var vm, var header, var payload) ->
                ofGuest(vm).ifPresent(guest -> transmit(vm, guest, header, payload));
            case Flow flow -> ofGuest(flow.vm()).ifPresent(guest -> flow(guest, flow));
            case Show(var replyTo) -> replyTo.tell(shown());
            case Incoming(var delivery) -> receive(delivery);
        }
    }

    private Optional<GuestPort> ofGuest(VmId vm) {
        return Optional.ofNullable(guests.get(vm));
    }

    private void plug(Plug plug) {
        VmId vm = plug.vm();
        GuestPort before = guests.put(vm, new GuestPort(plug.epoch(), plug.gated(), plug.card()));
        if (before == null || !before.card().equals(plug.card())) {
            core.plug(port(vm), plug.card());
        }
        Announce here = new Announce(
                vm, host, uplink.link().self(), plug.epoch(), plug.card().vlan());
        if (mayAct(vm, plug.epoch(), plug.gated())) {
            uplink.edges().forEach(edge -> send(edge, here));
        }
    }

    private void transmit(VmId vm, GuestPort guest, FrameHeader header, Payload payload) {
        if (!mayAct(vm, guest.epoch(), guest.gated())) {
            return;
        }
        switch (core.pass(port(vm), header, payload.bytes(), now())) {
            case SwitchCore.Passed<SwitchPort>(var tagged, var to, var _) -> {
                Frame frame = new Frame(vm, host, guest.epoch(), tagged, payload);
                to.forEach(out -> forward(frame, out));
            }
            case SwitchCore.Dropped<SwitchPort>(var why) -> {
                if (why.isForgery()) {
                    hostSide.recorder().record(new GuestEvent.ForgeryRefused(vm, host, guest.epoch(), forgery(why)));
                }
            }
        }
    }

    private void flow(GuestPort guest, Flow told) {
        VmId vm = told.vm();
        BulkFlow flow = told.flow();
        if (told.to().isPresent()) {
            var header = new FrameHeader(guest.card().mac(), told.to().get(), FrameHeader.UNTAGGED);
            flow = switch (core.route(port(vm), header, now())) {
                case SwitchCore.Dropped<SwitchPort>(var why) -> flow.atMost(0, why);
                case SwitchCore.Passed<SwitchPort>(var tagged, var to, var flooded) -> {
                    BulkFlow limited = flooded ? flow.flooded(core.floodedMilli()) : flow;
                    to.forEach(out -> stream(guest, told, limited.milliIn(), new Way(tagged, out)));
                    yield limited;
                }
            };
        }
        guest.flows(flow, now()).ifPresent(bulk -> core.account(port(vm), bulk));
    }

    private record Way(FrameHeader header, SwitchPort out) {}

    private void stream(GuestPort guest, Flow told, long milli, Way way) {
        long bytes = told.flow().frameBytes();
        if (way.out().kind() == SwitchPort.Kind.GUEST) {
            hostSide.streams().tell(new Streamed(new VmId(way.out().name()), told.vm(), milli, bytes, true));
        } else if (mayAct(told.vm(), guest.epoch(), guest.gated())) {
            uplink.edges().stream()
                    .filter(edge -> port(edge.node()).equals(way.out()))
                    .forEach(edge -> send(
                            edge, new NetworkWire.Stream(told.vm(), host, guest.epoch(), way.header(), milli, bytes)));
        }
    }

    /// Bulk from another host.
    private void streamed(SwitchPort from, NetworkWire.Stream stream) {
        if (core.route(from, stream.header(), now()) instanceof SwitchCore.Passed<SwitchPort>(var _, var to, var _)) {
            to.stream()
                    .filter(out -> out.kind() == SwitchPort.Kind.GUEST)
                    .forEach(out -> streamed(new VmId(out.name()), stream));
        }
    }

    /// As somebody who is spoken to answers once in a while, and switches learn from that where it is, so the guest
    /// says something of no size.
    private void streamed(VmId vm, NetworkWire.Stream stream) {
        hostSide.streams().tell(new Streamed(vm, stream.vm(), stream.milliFrames(), stream.frameBytes(), false));
        if (stream.milliFrames() > 0 && !stream.header().destination().isGroup()) {
            ofGuest(vm).ifPresent(guest -> answer(vm, guest, stream));
        }
    }

    private void answer(VmId vm, GuestPort guest, NetworkWire.Stream stream) {
        var header = new FrameHeader(
                guest.card().mac(), stream.header().source(), stream.header().vlan());
        if (mayAct(vm, guest.epoch(), guest.gated())) {
            uplink.edges()
                    .forEach(edge -> send(
                            edge, new NetworkWire.Stream(vm, host, guest.epoch(), header, 0, stream.frameBytes())));
        }
    }

    private static GuestEvent.Forgery forgery(DropReason why) {
        return why == DropReason.FORGED_VLAN ? GuestEvent.Forgery.VLAN : GuestEvent.Forgery.MAC;
    }

    private void forward(Frame frame, SwitchPort out) {
        if (out.kind() == SwitchPort.Kind.UPLINK) {
            uplink.edges().stream()
                    .filter(edge -> port(edge.node()).equals(out))
                    .forEach(edge -> send(edge, frame));
        } else {
            hostSide.guests().tell(new Arrived(new VmId(out.name()), frame.payload()));
        }
    }

    private void send(Endpoint edge, NetworkWire message) {
        uplink.link().send(NetworkWire.switchService(host), edge, message);
    }

    private boolean mayAct(VmId vm, long epoch, boolean gated) {
        if (!gated || hostSide.gate().test(vm)) {
            return true;
        }
        hostSide.recorder().record(new GuestEvent.EffectWithheld(vm, host, epoch, GuestEvent.Effect.FRAME));
        return false;
    }

    private void receive(Delivery delivery) {
        SwitchPort from = port(delivery.from().node());
        if (core.snapshot(from).isEmpty()) {
            core.plug(from, new PortRules.Trunk());
        }
        if (delivery.message() instanceof NetworkWire.Stream stream) {
            streamed(from, stream);
            return;
        }
        if (!(delivery.message() instanceof Frame frame)) {
            throw new IllegalArgumentException("no message for a switch: " + delivery.message());
        }
        if (isLate(frame)) {
            hostSide.recorder().record(new GuestEvent.FrameMissed(frame.vm(), host, frame.epoch()));
        }
        if (core.pass(from, frame.header(), frame.payload().bytes(), now())
                instanceof SwitchCore.Passed<SwitchPort>(var _, var to, var _)) {
            to.stream().filter(out -> out.kind() == SwitchPort.Kind.GUEST).forEach(out -> deliver(frame, out));
        }
    }

    /// Whether it was sent here, not to everybody, as its guest was here a moment ago.
    private boolean isLate(Frame frame) {
        return frame.epoch() != 0
                && frame.header().destination().equals(MacAddress.of(frame.vm()))
                && !guests.containsKey(frame.vm());
    }

    /// Flooded frames come without an epoch.
    private void deliver(Frame frame, SwitchPort out) {
        VmId vm = new VmId(out.name());
        GuestPort guest = guests.get(vm);
        if (guest == null) {
            return; // it left in this instant
        }
        if (frame.epoch() != 0 && frame.epoch() != guest.epoch()) {
            hostSide.recorder().record(new GuestEvent.FrameRefused(vm, host, frame.epoch(), guest.epoch()));
        } else {
            hostSide.guests().tell(new Arrived(vm, frame.payload()));
        }
    }

    private Shown shown() {
        guests.forEach((vm, guest) -> guest.flowed(now()).ifPresent(bulk -> core.account(port(vm), bulk)));
        SortedMap<SwitchPort, PortFigures> figures = new TreeMap<>();
        core.snapshots()
                .forEach((port, counters) -> figures.put(
                        port,
                        new PortFigures(
                                port.kind() == SwitchPort.Kind.GUEST
                                        ? ofGuest(new VmId(port.name())).map(GuestPort::card)
                                        : Optional.empty(),
                                counters)));
        List<Known> known = new ArrayList<>();
        core.known((vlan, mac, port, heardNs) -> known.add(new Known(vlan, mac, port, heardNs)));
        known.sort(Comparator.comparing(Known::vlan).thenComparing(Known::mac));
        return new Shown(figures, known, core.notLearned());
    }

    private long now() {
        return hostSide.timeline().now();
    }

    private static SwitchPort port(VmId vm) {
        return new SwitchPort(SwitchPort.Kind.GUEST, vm.value());
    }

    private static SwitchPort port(NodeId node) {
        return new SwitchPort(SwitchPort.Kind.UPLINK, node.value());
    }
}
