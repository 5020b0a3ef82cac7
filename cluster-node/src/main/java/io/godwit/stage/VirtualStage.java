package io.godwit.stage;

import io.godwit.array.ArrayDisk;
import io.godwit.array.ArrayNode;
import io.godwit.array.ArraySettings;
import io.godwit.array.ArraySetup;
import io.godwit.history.Entry;
import io.godwit.history.Recorder;
import io.godwit.host.GuestMaker;
import io.godwit.host.HostMakes;
import io.godwit.identity.HostId;
import io.godwit.link.EmulatedNetwork;
import io.godwit.link.EmulatedNetwork.Way;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.link.WireCodec;
import io.godwit.log.MemoryDisk;
import io.godwit.node.HostNode;
import io.godwit.node.NodePorts;
import io.godwit.node.NodeSetup;
import io.godwit.node.PowerWire;
import io.godwit.time.Seed;
import io.godwit.time.Timeline;
import io.godwit.time.VirtualNode;
import io.godwit.time.VirtualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;

/// A fleet in virtual time: every process is a [VirtualNode] of one world, and the same seed gives the same history.
///
/// Pekko's membership does not run here. Its place is taken by nothing: who is lost is decided by permits alone, on
/// both clocks; membership's observations are only absent.
public final class VirtualStage implements Stage {

    /// What a virtual fleet is made with.
    ///
    /// @param codec with it, every message goes through its bytes
    public record Parts(HostMakes makes, ArraySettings array, GuestMaker guests, Optional<WireCodec> codec) {}

    private final FleetPlan plan;
    private final Parts parts;
    private final Seed seed;
    private final VirtualWorld world = new VirtualWorld();
    private final EmulatedNetwork network;
    private final Map<NodeId, NodeSetup> setups = new TreeMap<>();
    private final Map<NodeId, VirtualNode> nodes = new TreeMap<>();
    private final Map<NodeId, MemoryDisk> disks = new TreeMap<>();
    private final Map<NodeId, Integer> boots = new TreeMap<>();
    private final List<Entry> history = new ArrayList<>();
    private final List<Consumer<Entry>> watchers = new ArrayList<>();
    private final VirtualNode consoleNode;
    private final Link consoleLink;
    private final Recorder consoleRecorder;

    private VirtualStage(FleetPlan plan, Parts parts, Seed seed) {
        this.plan = plan;
        this.parts = parts;
        this.seed = seed;
        this.network = new EmulatedNetwork(
                world,
                seed.child("network"),
                new EmulatedNetwork.Settings(plan.link(plan.console(), plan.console()), Duration.ZERO, parts.codec()));
        plan.setups().forEach(setup -> setups.put(setup.node(), setup));
        shapeAll();
        this.consoleNode = world.start(plan.console().value());
        this.consoleLink = network.attach(consoleNode, plan.console());
        this.consoleRecorder = recorder(plan.console());
    }

    /// A fleet with all of its processes started.
    public static VirtualStage open(FleetPlan plan, Parts parts, Seed seed) {
        var stage = new VirtualStage(plan, parts, seed);
        plan.nodes().forEach(stage::start);
        return stage;
    }

    @Override
    public Timeline timeline() {
        return world.timeline();
    }

    @Override
    public Link link() {
        return consoleLink;
    }

    @Override
    public Recorder recorder() {
        return consoleRecorder;
    }

    @Override
    public <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
        return consoleNode.spawn(behavior, name);
    }

    @Override
    public void start(NodeId node) {
        var boot = boots.merge(node, 1, Integer::sum);
        var process = world.start(node.value());
        nodes.put(node, process);
        var link = network.attach(process, node);
        if (setups.containsKey(node)) {
            process.spawn(HostNode.create(setups.get(node).booted(Integer.toString(boot)), ports(node, link)), "node");
        } else {
            process.spawn(
                    ArrayNode.create(new ArraySetup(
                            node.value(), parts.array(), disk(node).open(), link, world.timeline(), recorder(node))),
                    "array");
        }
    }

    @Override
    public void kill(NodeId node) {
        nodes.get(node).kill();
        disk(node)
                .losePower(seed.child("power")
                        .child(node.value())
                        .child(boots.get(node).toString())
                        .generator());
    }

    @Override
    public void pause(NodeId node) {
        if (isAlive(node)) {
            nodes.get(node).pause();
        }
    }

    @Override
    public void resume(NodeId node) {
        if (isAlive(node)) {
            nodes.get(node).resume();
        }
    }

    @Override
    public boolean isAlive(NodeId node) {
        return nodes.containsKey(node) && nodes.get(node).isAlive();
    }

    @Override
    public void powerOff(HostId host) {
        tellPower(host, new PowerWire.Off(host));
    }

    @Override
    public void powerOn(HostId host) {
        tellPower(host, new PowerWire.On(host));
    }

    @Override
    public void cut(NodeId from, NodeId to) {
        network.cut(new Way(from, to));
    }

    @Override
    public void heal(NodeId from, NodeId to) {
        network.heal(new Way(from, to));
    }

    @Override
    public void shape(NodeId one, NodeId other, LinkQuality quality) {
        network.degrade(new Way(one, other), quality);
        network.degrade(new Way(other, one), quality);
    }

    @Override
    public Traffic traffic(NodeId from, NodeId to) {
        var way = network.traffic().get(new Way(from, to));
        return way == null
                ? new Traffic(0, 0)
                : new Traffic(way.messages() - way.lost() - way.held(), way.lost() + way.held());
    }

    @Override
    public void watch(Consumer<Entry> watcher) {
        watchers.add(watcher);
    }

    @Override
    public List<Entry> history() {
        return Collections.unmodifiableList(history);
    }

    @Override
    public boolean runUntil(BooleanSupplier reached, Duration limit) {
        var there = world.runUntil(reached, world.timeline().now() + limit.toNanos());
        if (!world.failures().isEmpty()) {
            var first = world.failures().getFirst();
            throw new IllegalStateException(
                    world.failures().size() + " actors failed in virtual time, first: " + first, first.cause());
        }
        return there;
    }

    @Override
    public boolean realMembership() {
        return false;
    }

    /// Events so far, and a number that two runs share only if they had the same ones.
    public String fingerprint() {
        return world.events() + "-" + Long.toHexString(world.fingerprint());
    }

    @Override
    public void close() {
        world.close();
    }

    private void tellPower(HostId host, PowerWire message) {
        var node = plan.topology().host(host).orElseThrow().node();
        consoleLink.send("stage", new Endpoint(node, PowerWire.SERVICE), message);
    }

    private NodePorts ports(NodeId node, Link link) {
        return new NodePorts(
                link,
                world.timeline(),
                recorder(node),
                disk(node).open(),
                Props.empty(),
                Optional.empty(),
                parts.guests(),
                parts.makes(),
                port -> ArrayDisk.create(link, port));
    }

    private MemoryDisk disk(NodeId node) {
        return disks.computeIfAbsent(node, _ -> new MemoryDisk());
    }

    private Recorder recorder(NodeId node) {
        var sequence = new long[1];
        return event -> {
            var entry = new Entry(world.timeline().now(), node, sequence[0]++, event);
            history.add(entry);
            watchers.forEach(watcher -> watcher.accept(entry));
        };
    }

    private void shapeAll() {
        var all = new ArrayList<>(plan.nodes());
        all.add(plan.console());
        for (var one : all) {
            for (var other : all) {
                if (!one.equals(other)) {
                    network.degrade(new Way(one, other), plan.link(one, other));
                }
            }
        }
    }
}
