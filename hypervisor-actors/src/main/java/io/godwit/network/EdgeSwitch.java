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
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// The network outside the hosts, and the way of clients into the fleet. It learns where VMs are from what comes from
/// them, and floods what it doesn't know to all hosts; what comes from an older epoch than it has seen is refused and
/// counted.
public final class EdgeSwitch {

    public sealed interface Command {}

    /// From now on, answers for this client go there.
    ///
    /// @param vlan the virtual LAN that it is in
    public record Attach(String client, int vlan, ActorRef<Arrived> receiver) implements Command {}

    /// Sends a frame of the payload's client to a VM. Nobody is told of a loss.
    public record Send(VmId vm, Payload payload) implements Command {}

    public record Count(ActorRef<Counted> replyTo) implements Command {}

    private record Incoming(Delivery delivery) implements Command {}

    public record Arrived(VmId vm, Payload payload) {}

    /// @param refused frames and announcements of an old epoch
    /// @param flooded frames of clients that were sent to all hosts, each counted once
    public record Counted(long sent, long flooded, long arrived, long refused) {}

    /// What it stands on.
    ///
    /// @param hosts all hosts of the fleet and the nodes that carry them; others are known once they are heard
    public record Ground(Link link, Timeline timeline, SortedMap<HostId, NodeId> hosts, Recorder recorder) {

        public Ground {
            hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        }
    }

    private final Ground ground;
    private final SwitchCore<SwitchPort> core = new SwitchCore<>(SwitchSettings.ofFleet());
    private final EdgeTable table = new EdgeTable();
    private final Map<HostId, NodeId> hosts = new TreeMap<>();
    private final Map<String, ActorRef<Arrived>> clients = new TreeMap<>();
    private long sent;
    private long flooded;
    private long arrived;
    private long refused;

    private EdgeSwitch(Ground ground) {
        this.ground = ground;
        ground.hosts().forEach(this::connect);
    }

    public static Behavior<Command> create(Ground ground) {
        return Behaviors.setup(context -> {
            ActorRef<Delivery> deliveries = context.messageAdapter(Delivery.class, Incoming::new);
            ground.link().register(NetworkWire.EDGE_SERVICE, deliveries);
            return new EdgeSwitch(ground).switching();
        });
    }

    private Behavior<Command> switching() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Attach(var client, var vlan, var receiver) -> attach(client, vlan, receiver);
                case Send(var vm, var payload) -> send(vm, payload);
                case Count(var replyTo) -> replyTo.tell(new Counted(sent, flooded, arrived, refused));
                case Incoming(var delivery) -> receive(delivery);
            }
            return Behaviors.same();
        });
    }

    private void connect(HostId host, NodeId node) {
        if (hosts.put(host, node) == null) {
            core.plug(port(host), new PortRules.Trunk());
        }
    }

    private void attach(String client, int vlan, ActorRef<Arrived> receiver) {
        clients.put(client, receiver);
        core.plug(port(client), new PortRules.Card(MacAddress.ofClient(client), vlan, Optional.empty()));
    }

    private void send(VmId vm, Payload payload) {
        sent++;
        MacAddress to = MacAddress.of(vm);
        SwitchPort from = port(payload.client());
        int vlan = core.vlan(from);
        if (table.isSilent(to)) {
            core.forget(vlan, to);
        }
        var header = new FrameHeader(MacAddress.ofClient(payload.client()), to, FrameHeader.UNTAGGED);
        SwitchCore.Verdict<SwitchPort> verdict = core.pass(from, header, payload.bytes(), now());
        flooded += verdict instanceof SwitchCore.Passed<SwitchPort> passed && passed.flooded() ? 1 : 0;
        forward(vm, verdict, payload);
    }

    /// @param label the VM that the frame is to or from
    private void forward(VmId label, SwitchCore.Verdict<SwitchPort> verdict, Payload payload) {
        if (!(verdict instanceof SwitchCore.Passed<SwitchPort> passed)) {
            return; // counted at its port
        }
        MacAddress to = passed.header().destination();
        for (SwitchPort port : passed.to()) {
            switch (port.kind()) {
                case CLIENT -> deliver(port.name(), label, payload);
                case HOST ->
                    forward(new Frame(
                            table.vm(to).orElse(label),
                            new HostId(port.name()),
                            passed.flooded() ? 0 : table.epoch(to),
                            passed.header(),
                            payload));
                case GUEST, UPLINK -> throw new IllegalStateException("no port of an edge: " + port);
            }
        }
    }

    private void forward(Frame frame) {
        NodeId node = Optional.ofNullable(hosts.get(frame.host())).orElseThrow();
        Endpoint to = new Endpoint(node, NetworkWire.switchService(frame.host()));
        ground.link().send(NetworkWire.EDGE_SERVICE, to, frame);
    }

    private void receive(Delivery delivery) {
        switch (delivery.message()) {
            case Announce(var vm, var host, var node, var epoch, var vlan) -> {
                if (isCurrent(vm, host, epoch)) {
                    connect(host, node);
                    core.hear(port(host), vlan, MacAddress.of(vm), now());
                }
            }
            case Frame(var vm, var host, var epoch, var header, var payload) -> {
                if (isCurrent(vm, host, epoch)) {
                    connect(host, delivery.from().node());
                    forward(vm, core.pass(port(host), header, payload.bytes(), now()), payload);
                }
            }
            case NetworkWire.Stream stream -> {
                if (isCurrent(stream.vm(), stream.host(), stream.epoch())) {
                    connect(stream.host(), delivery.from().node());
                    pass(stream);
                }
            }
            default -> throw new IllegalArgumentException("no message for an edge switch: " + delivery.message());
        }
    }

    /// Bulk goes where the VM is that it is for, or to all hosts while nobody knows.
    private void pass(NetworkWire.Stream stream) {
        if (core.route(port(stream.host()), stream.header(), now())
                instanceof SwitchCore.Passed<SwitchPort>(var header, var to, var _)) {
            to.stream().filter(out -> out.kind() == SwitchPort.Kind.HOST).forEach(out -> {
                HostId host = new HostId(out.name());
                NodeId node = Optional.ofNullable(hosts.get(host)).orElseThrow();
                ground.link()
                        .send(
                                NetworkWire.EDGE_SERVICE,
                                new Endpoint(node, NetworkWire.switchService(host)),
                                new NetworkWire.Stream(
                                        stream.vm(),
                                        host,
                                        stream.epoch(),
                                        header,
                                        stream.milliFrames(),
                                        stream.frameBytes()));
            });
        }
    }

    private boolean isCurrent(VmId vm, HostId host, long epoch) {
        long newest = table.heardFrom(vm, epoch);
        if (newest == epoch) {
            return true;
        }
        refused++;
        ground.recorder().record(new GuestEvent.FrameRefused(vm, host, epoch, newest));
        return false;
    }

    private void deliver(String name, VmId from, Payload payload) {
        ActorRef<Arrived> client = clients.get(name);
        if (client != null) {
            arrived++;
            client.tell(new Arrived(from, payload));
        }
    }

    private long now() {
        return ground.timeline().now();
    }

    private static SwitchPort port(HostId host) {
        return new SwitchPort(SwitchPort.Kind.HOST, host.value());
    }

    private static SwitchPort port(String client) {
        return new SwitchPort(SwitchPort.Kind.CLIENT, client);
    }
}
