package io.godwit.registry;

import io.godwit.history.Event;
import io.godwit.history.RegistryEvent;
import io.godwit.link.CutMode;
import io.godwit.link.EmulatedNetwork;
import io.godwit.link.EmulatedNetwork.Way;
import io.godwit.link.Link;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.link.WireCodec;
import io.godwit.log.MemoryDisk;
import io.godwit.time.Seed;
import io.godwit.time.VirtualNode;
import io.godwit.time.VirtualWorld;
import io.godwit.unit.Bandwidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Voters and clients of a registry in virtual time, and all that they wrote down, in the order in which it happened.
final class RegistryFleet implements AutoCloseable {

    /// One line of the history.
    record Noted(long atNs, NodeId node, Event event) {}

    /// What a voter told its subscriber.
    record Told(long atNs, NodeId voter, Leadership leadership) {}

    private static final LinkQuality LINK = new LinkQuality(Duration.ofMillis(1), Bandwidth.parse("10Gbit"));

    private static final WireCodec CODEC = new WireCodec(List.of(RegistryWire.class));

    final VirtualWorld world = new VirtualWorld();
    final Seed seed;
    final EmulatedNetwork network;
    final List<NodeId> voters = new ArrayList<>();
    final List<Noted> history = new ArrayList<>();
    final List<Told> told = new ArrayList<>();
    final Map<Long, RegistryCalls.Reply> replies = new LinkedHashMap<>();
    final Map<NodeId, MemoryDisk> disks = new LinkedHashMap<>();
    final Map<NodeId, VirtualNode> nodes = new LinkedHashMap<>();
    private final Map<NodeId, Link> links = new LinkedHashMap<>();
    private final Map<NodeId, ActorRef<RegistryCalls.Call>> clients = new LinkedHashMap<>();
    private final Map<NodeId, ActorRef<RegistryCalls.Reply>> ears = new LinkedHashMap<>();
    private final RegistrySettings settings;
    private UnaryOperator<Link> planted = UnaryOperator.identity();
    private long token;
    private int boots;

    RegistryFleet(long seed, int voterCount, RegistrySettings settings) {
        this.seed = Seed.of(seed);
        this.settings = settings;
        this.network = new EmulatedNetwork(
                world,
                this.seed.child("network"),
                new EmulatedNetwork.Settings(LINK, Duration.ofMillis(1), Optional.of(CODEC)));
        for (int number = 1; number <= voterCount; number++) {
            voters.add(new NodeId("v" + number));
            disks.put(voters.getLast(), new MemoryDisk());
        }
    }

    static RegistryFleet of(long seed, int voters) {
        return new RegistryFleet(seed, voters, RegistrySettings.byDefault());
    }

    /// Lets every voter that starts from now on use another link than it should.
    void plant(UnaryOperator<Link> bug) {
        planted = bug;
    }

    RegistryFleet startVoters() {
        voters.forEach(this::startVoter);
        return this;
    }

    void startVoter(NodeId voter) {
        VirtualNode node = world.start(voter.value());
        nodes.put(voter, node);
        Link link = planted.apply(network.attach(node, voter));
        links.put(voter, link);
        String boot = "boot-" + ++boots;
        ReplicaSetup setup = new ReplicaSetup(
                voters,
                boot,
                settings,
                link,
                disks.get(voter).open(),
                world.timeline(),
                seed.child(voter.value()).child(boot),
                event -> note(voter, event));
        ActorRef<RegistryReplica.Command> replica = node.spawn(RegistryReplica.create(setup), "registry");
        ActorRef<Leadership> ear = node.spawn(
                Behaviors.receiveMessage(change -> {
                    told.add(new Told(now(), voter, change));
                    return Behaviors.same();
                }),
                "ear");
        replica.tell(new RegistryReplica.Subscribe(ear));
    }

    NodeId startClient(String name) {
        NodeId id = new NodeId(name);
        VirtualNode node = world.start(name);
        nodes.put(id, node);
        var parts = new RegistryClient.Parts(
                name + ".1", voters, network.attach(node, id), world.timeline(), event -> note(id, event));
        clients.put(id, node.spawn(RegistryClient.create(parts), "registry-client"));
        ears.put(
                id,
                node.spawn(
                        Behaviors.receiveMessage(reply -> {
                            replies.put(reply.token(), reply);
                            return Behaviors.same();
                        }),
                        "ear"));
        return id;
    }

    long submit(NodeId client, RegistryCommand command) {
        clients.get(client).tell(new RegistryCalls.Submit(command, ++token, ears.get(client)));
        return token;
    }

    long ask(NodeId client, RegistryQuery query) {
        clients.get(client).tell(new RegistryCalls.Ask(query, ++token, ears.get(client)));
        return token;
    }

    /// The answer to a command; runs until it is there.
    RegistryAnswer answer(long call) {
        runUntilAnswered(call);
        return ((RegistryCalls.Answered) replies.get(call)).answer();
    }

    RegistryView view(long call) {
        runUntilAnswered(call);
        return ((RegistryCalls.Seen) replies.get(call)).view();
    }

    private void runUntilAnswered(long call) {
        if (!world.runUntil(
                () -> replies.containsKey(call), now() + Duration.ofSeconds(60).toNanos())) {
            throw new AssertionError("call " + call + " has no answer after a minute");
        }
    }

    long calls() {
        return token;
    }

    void run(Duration duration) {
        world.runUntil(now() + duration.toNanos());
    }

    /// The voter that said last that it leads and did not take it back, if it is up.
    Optional<NodeId> leader() {
        Map<NodeId, Long> leading = new LinkedHashMap<>();
        for (Told each : told) {
            switch (each.leadership()) {
                case Leadership.Led(long term) -> leading.put(each.voter(), term);
                case Leadership.Retired _ -> leading.remove(each.voter());
                case Leadership.Advanced _ -> {}
            }
        }
        return leading.entrySet().stream()
                .filter(each -> nodes.get(each.getKey()).isAlive())
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    NodeId runUntilLed() {
        int before = told.size();
        world.runUntil(
                () -> told.stream().skip(before).anyMatch(each -> each.leadership() instanceof Leadership.Led),
                now() + Duration.ofSeconds(30).toNanos());
        return leader().orElseThrow(() -> new AssertionError("nobody leads after 30 s"));
    }

    /// `kill -9`: what the process wrote is with the operating system.
    void kill(NodeId voter) {
        nodes.get(voter).kill();
        disks.get(voter).killProcess();
    }

    void losePower(NodeId voter) {
        nodes.get(voter).kill();
        disks.get(voter)
                .losePower(seed.child("power").child(voter + "@" + now()).generator());
    }

    void cut(NodeId from, NodeId to, CutMode mode) {
        network.cut(new Way(from, to), mode);
    }

    void isolate(NodeId node, CutMode mode) {
        for (NodeId other : nodes.keySet()) {
            if (!other.equals(node)) {
                cut(node, other, mode);
                cut(other, node, mode);
            }
        }
    }

    void healAll() {
        for (NodeId from : nodes.keySet()) {
            for (NodeId to : nodes.keySet()) {
                if (!from.equals(to)) {
                    network.heal(new Way(from, to));
                }
            }
        }
    }

    long now() {
        return world.timeline().now();
    }

    private void note(NodeId node, Event event) {
        history.add(new Noted(now(), node, event));
    }

    List<RegistryEvent.Applied> applied(NodeId voter) {
        return history.stream()
                .filter(noted -> noted.node().equals(voter))
                .map(Noted::event)
                .filter(RegistryEvent.Applied.class::isInstance)
                .map(RegistryEvent.Applied.class::cast)
                .toList();
    }

    @Override
    public void close() {
        world.close();
    }
}
