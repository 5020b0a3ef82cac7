package io.godwit.network;

import io.godwit.history.GuestEvent;
import io.godwit.history.Recorder;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.network.EdgeTable.Place;
import io.godwit.network.NetworkWire.Announce;
import io.godwit.network.NetworkWire.Frame;
import io.godwit.network.NetworkWire.Payload;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// The way of clients outside into the fleet. It learns where VMs are from what comes from them, and floods what it
/// doesn't know to all hosts; what comes from an older epoch than it has seen is refused and counted.
public final class EdgeSwitch {

    public sealed interface Command {}

    /// From now on, answers for this client go there.
    public record Attach(String client, ActorRef<Arrived> receiver) implements Command {}

    /// Sends a frame to a VM. Nobody is told of a loss.
    public record Send(VmId vm, Payload payload) implements Command {}

    public record Count(ActorRef<Counted> replyTo) implements Command {}

    private record Incoming(Delivery delivery) implements Command {}

    public record Arrived(VmId vm, Payload payload) {}

    /// @param refused frames and announcements of an old epoch
    /// @param flooded frames sent to all hosts, each counted once
    public record Counted(long sent, long flooded, long arrived, long refused) {}

    private final Link link;
    private final SortedMap<HostId, NodeId> hosts;
    private final Recorder recorder;
    private final EdgeTable table = new EdgeTable();
    private final Map<String, ActorRef<Arrived>> clients = new TreeMap<>();
    private long sent;
    private long flooded;
    private long arrived;
    private long refused;

    private EdgeSwitch(Link link, SortedMap<HostId, NodeId> hosts, Recorder recorder) {
        this.link = link;
        this.hosts = new TreeMap<>(hosts);
        this.recorder = recorder;
    }

    /// @param hosts all hosts of the fleet and the nodes that carry them
    public static Behavior<Command> create(Link link, SortedMap<HostId, NodeId> hosts, Recorder recorder) {
        return Behaviors.setup(context -> {
            register(link, context);
            return new EdgeSwitch(link, hosts, recorder).switching();
        });
    }

    private static void register(Link link, ActorContext<Command> context) {
        link.register(NetworkWire.EDGE_SERVICE, context.messageAdapter(Delivery.class, Incoming::new));
    }

    private Behavior<Command> switching() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Attach(var client, var receiver) -> clients.put(client, receiver);
                case Send(var vm, var payload) -> send(vm, payload);
                case Count(var replyTo) -> replyTo.tell(new Counted(sent, flooded, arrived, refused));
                case Incoming(var delivery) -> receive(delivery);
            }
            return Behaviors.same();
        });
    }

    private void send(VmId vm, Payload payload) {
        sent++;
        Optional<Place> place = table.placeFor(vm);
        if (place.isPresent()) {
            Place there = place.get();
            forward(there.node(), new Frame(vm, there.host(), there.epoch(), payload));
        } else {
            flooded++;
            hosts.forEach((host, node) -> forward(node, new Frame(vm, host, 0, payload)));
        }
    }

    private void forward(NodeId node, Frame frame) {
        link.send(NetworkWire.EDGE_SERVICE, new Endpoint(node, NetworkWire.switchService(frame.host())), frame);
    }

    private void receive(Delivery delivery) {
        switch (delivery.message()) {
            case Announce(var vm, var host, var node, var epoch) -> isCurrent(vm, new Place(node, host, epoch));
            case Frame(var vm, var host, var epoch, var payload) -> {
                if (isCurrent(vm, new Place(delivery.from().node(), host, epoch))) {
                    deliver(vm, payload);
                }
            }
            default -> throw new IllegalArgumentException("no message for an edge switch: " + delivery.message());
        }
    }

    private boolean isCurrent(VmId vm, Place place) {
        long newest = table.heardFrom(vm, place);
        if (newest == place.epoch()) {
            return true;
        }
        refused++;
        recorder.record(new GuestEvent.FrameRefused(vm, place.host(), place.epoch(), newest));
        return false;
    }

    private void deliver(VmId vm, Payload payload) {
        ActorRef<Arrived> client = clients.get(payload.client());
        if (client != null) {
            arrived++;
            client.tell(new Arrived(vm, payload));
        }
    }
}
