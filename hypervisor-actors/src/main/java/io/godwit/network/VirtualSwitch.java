package io.godwit.network;

import io.godwit.history.GuestEvent;
import io.godwit.history.Recorder;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.network.NetworkWire.Announce;
import io.godwit.network.NetworkWire.Frame;
import io.godwit.network.NetworkWire.Payload;
import java.util.List;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// The switch of one host: knows its guests, gives them their frames, and sends theirs to the edge.
///
/// It is the last place on a host that a frame passes, so the gate is asked here once more.
public final class VirtualSwitch {

    public sealed interface Command {}

    /// A guest runs here from now on: it is announced at once.
    ///
    /// @param gated whether its frames leave only with a permit
    public record Plug(VmId vm, long epoch, boolean gated) implements Command {}

    public record Unplug(VmId vm) implements Command {}

    /// A frame of a guest.
    public record Transmit(VmId vm, long epoch, boolean gated, Payload payload) implements Command {}

    private record Incoming(Delivery delivery) implements Command {}

    /// A frame for a guest of this host.
    public record Arrived(VmId vm, Payload payload) {}

    /// The way out of a host.
    ///
    /// @param edges where the clients are
    public record Uplink(Link link, List<Endpoint> edges) {}

    /// What a switch has on its host's side.
    ///
    /// @param gate whether a protected VM may act now
    /// @param guests takes the frames for guests
    public record HostSide(Predicate<VmId> gate, Recorder recorder, ActorRef<Arrived> guests) {}

    private final HostId host;
    private final Uplink uplink;
    private final HostSide hostSide;
    private final SwitchPorts ports = new SwitchPorts();

    private VirtualSwitch(HostId host, Uplink uplink, HostSide hostSide) {
        this.host = host;
        this.uplink = uplink;
        this.hostSide = hostSide;
    }

    public static Behavior<Command> create(HostId host, Uplink uplink, HostSide hostSide) {
        return Behaviors.setup(context -> {
            ActorRef<Delivery> deliveries = context.messageAdapter(Delivery.class, Incoming::new);
            uplink.link().register(NetworkWire.switchService(host), deliveries);
            return new VirtualSwitch(host, uplink, hostSide).switching();
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
            case Plug(var vm, var epoch, var gated) -> {
                ports.plug(vm, new SwitchPorts.Port(epoch, gated));
                send(gated, new Announce(vm, host, uplink.link().self(), epoch));
            }
            case Unplug(var vm) -> ports.unplug(vm);
            case Transmit(var vm, var epoch, var gated, var payload) ->
                send(gated, new Frame(vm, host, epoch, payload));
            case Incoming(var delivery) -> receive(delivery);
        }
    }

    private void send(boolean gated, NetworkWire message) {
        if (gated && !hostSide.gate().test(message.vm())) {
            hostSide.recorder()
                    .record(new GuestEvent.EffectWithheld(
                            message.vm(), host, message.epoch(), GuestEvent.Effect.FRAME));
            return;
        }
        for (Endpoint edge : uplink.edges()) {
            uplink.link().send(NetworkWire.switchService(host), edge, message);
        }
    }

    private void receive(Delivery delivery) {
        if (!(delivery.message() instanceof Frame frame)) {
            throw new IllegalArgumentException("no message for a switch: " + delivery.message());
        }
        switch (ports.incoming(frame)) {
            case SwitchPorts.Deliver() -> hostSide.guests().tell(new Arrived(frame.vm(), frame.payload()));
            case SwitchPorts.Unknown() -> {} // flooded: it is for another host
            case SwitchPorts.WrongEpoch(var current) ->
                hostSide.recorder().record(new GuestEvent.FrameRefused(frame.vm(), host, frame.epoch(), current));
        }
    }
}
