package io.godwit.rack;

import io.godwit.device.Disk;
import io.godwit.device.DiskSpec;
import io.godwit.device.LocalDisk;
import io.godwit.history.Event;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.GuestMaker;
import io.godwit.host.HostDescription;
import io.godwit.host.HostInsight;
import io.godwit.host.HostMake;
import io.godwit.host.HostPorts;
import io.godwit.host.HostSpec;
import io.godwit.host.HostTopic;
import io.godwit.host.Hypervisor;
import io.godwit.host.HypervisorCommand;
import io.godwit.host.Lifecycle;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.EmulatedNetwork;
import io.godwit.link.Link;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.migration.HoldPoint;
import io.godwit.migration.MigrationNode;
import io.godwit.migration.MigrationOrder;
import io.godwit.migration.MigrationReport;
import io.godwit.migration.MigrationSettings;
import io.godwit.migration.Migrations;
import io.godwit.migration.Move;
import io.godwit.migration.precopy.Terms;
import io.godwit.time.Seed;
import io.godwit.time.VirtualNode;
import io.godwit.time.VirtualWorld;
import io.godwit.vm.EffectGate;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Hosts in virtual time: each is a node of its own with the hypervisor that fleets have, its VMs, and the migrations
/// that fleets make; between them a link, beside them one datastore, [#ARRAY]. Nobody leads them: whoever opened the
/// rack starts and moves VMs by hand, and lets time pass between.
///
/// *Not modelled*: registry, controller, permits, loss of hosts or messages.
public final class Rack implements AutoCloseable {

    /// The datastore that all hosts reach.
    public static final String ARRAY = "array";

    private static final long INCARNATION = 1;

    /// A command is answered within the instant, or after its datastore did.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// What hosts stand on.
    ///
    /// @param link between any two of them
    /// @param array what the datastore's disks can do together
    public record Ground(Seed seed, GuestMaker guests, LinkQuality link, DiskSpec array) {}

    /// An event, and when it happened.
    public record Seen(long atNs, Event event) {}

    private record Party(
            HostId host,
            VirtualNode node,
            ActorRef<HypervisorCommand> hypervisor,
            ActorRef<Migrations.Command> migrations,
            ActorRef<Object> asker,
            List<Object> answers) {}

    private final Ground ground;
    private final VirtualWorld world = new VirtualWorld();
    private final EmulatedNetwork network;
    private final ActorRef<Disk.Command> array;
    private final Owners owners = new Owners();
    private final Map<HostId, Party> parties = new TreeMap<>();
    private final List<Seen> history = new ArrayList<>();
    private final List<MigrationReport> reports = new ArrayList<>();
    private int migrations;
    private long questions;

    private Rack(Ground ground) {
        this.ground = ground;
        network = new EmulatedNetwork(
                world, ground.seed().child("network"), EmulatedNetwork.Settings.plain(ground.link()));
        array = world.start(ARRAY).spawn(LocalDisk.create(ground.array(), world.timeline(), _ -> {}), ARRAY);
    }

    public static Rack open(Ground ground) {
        return new Rack(ground);
    }

    public void add(HostId host, HostSpec spec) {
        add(host, HostMake.bare(spec));
    }

    public void add(HostId host, HostMake make) {
        var node = world.start(host.value());
        var hypervisor = node.spawn(Hypervisor.create(host, make, ports()), "hypervisor");
        List<Object> answers = new ArrayList<>();
        var settling = node.spawn(
                Migrations.create(
                        migrationNode(host, network.attach(node, nodeOf(host)), hypervisor),
                        node.spawn(collecting(reports), "reports")),
                "migrations");
        parties.put(
                host, new Party(host, node, hypervisor, settling, node.spawn(collecting(answers), "asker"), answers));
    }

    private HostPorts ports() {
        var datastores = new TreeMap<String, ActorRef<Disk.Command>>();
        datastores.put(ARRAY, array);
        return new HostPorts(
                world.timeline(), this::note, EffectGate.open(), ground.guests(), datastores, Optional.empty());
    }

    private MigrationNode migrationNode(HostId host, Link link, ActorRef<HypervisorCommand> hypervisor) {
        return new MigrationNode(
                link,
                Optional.empty(),
                owners,
                asked -> asked.equals(host) ? Optional.of(hypervisor) : Optional.empty(),
                new MigrationNode.Ground(
                        world.timeline(),
                        this::note,
                        HoldPoint.none(),
                        ground.seed().child(host.value())),
                MigrationSettings.byDefault());
    }

    private void note(Event event) {
        history.add(new Seen(world.timeline().now(), event));
    }

    private static NodeId nodeOf(HostId host) {
        return new NodeId(host.value());
    }

    public long nowNs() {
        return world.timeline().now();
    }

    /// Lets time pass.
    public void run(Duration length) {
        world.runUntil(nowNs() + length.toNanos());
        failOnBugs();
    }

    /// All events so far, in their order.
    public List<Seen> history() {
        return Collections.unmodifiableList(history);
    }

    /// Starts a VM, and lets time pass until it runs.
    ///
    /// @return why not, in a sentence; empty if it runs
    public Optional<String> start(HostId host, VmSpec vm) {
        var answer = ask(host, asker -> new Lifecycle.StartVm(vm, 1, INCARNATION, false, asker.narrow()));
        if (answer instanceof Lifecycle.Rejected(var _, var why)) {
            return Optional.of(why.sentence());
        }
        if (!(answer instanceof Lifecycle.Started(var _, var epoch))) {
            throw new IllegalStateException(vm.id() + " was answered " + answer);
        }
        owners.started(vm.id(), host, epoch);
        return Optional.empty();
    }

    /// Begins to move a VM; [#reportOf] tells when that has ended.
    public MigrationId move(VmSpec vm, HostId target, Terms terms) {
        var source = owners.hostOf(vm.id());
        var move = new Move(new MigrationId("m-" + ++migrations), vm.id(), owners.epochOf(vm.id()), source, target);
        owners.begun(move);
        party(source).migrations().tell(new Migrations.Begin(new MigrationOrder(move, vm, nodeOf(target), terms)));
        return move.migration();
    }

    /// How a migration ended at its source; empty while it is under way.
    public Optional<MigrationReport> reportOf(MigrationId migration) {
        return reports.stream()
                .filter(it -> it.side() == Side.SOURCE && it.move().migration().equals(migration))
                .findFirst();
    }

    public HostId hostOf(VmId vm) {
        return owners.hostOf(vm);
    }

    public HostDescription describe(HostId host) {
        return (HostDescription) ask(host, asker -> new Lifecycle.DescribeHost(asker.narrow()));
    }

    /// What a host says about one side of itself.
    public HostInsight inspect(HostId host, HostTopic topic) {
        return ((Lifecycle.Inspected) ask(host, asker -> new Lifecycle.InspectHost(++questions, topic, asker.narrow())))
                .insight();
    }

    /// Ends a VM, and discards its disk.
    public void destroy(VmId vm) {
        var answer = ask(owners.hostOf(vm), asker -> new Lifecycle.DestroyVm(vm, asker.narrow()));
        if (!(answer instanceof Lifecycle.Stopped)) {
            throw new IllegalStateException(vm + " was answered " + answer);
        }
    }

    /// Gives a host an order about one of its VMs, and lets time pass until it is answered. Whoever does so minds
    /// epochs by himself, and neither moves nor destroys that VM by this rack.
    public Lifecycle.Answer order(HostId host, Function<ActorRef<Lifecycle.Answer>, Lifecycle> order) {
        return (Lifecycle.Answer) ask(host, asker -> order.apply(asker.narrow()));
    }

    /// Ends a host as pulling its plug does.
    public void powerOff(HostId host) {
        party(host).node().kill();
        parties.remove(host);
    }

    /// Sends what is made with the asker, and lets time pass until it is answered.
    private Object ask(HostId host, Function<ActorRef<Object>, HypervisorCommand> command) {
        var party = party(host);
        int before = party.answers().size();
        party.hypervisor().tell(command.apply(party.asker()));
        boolean answered = world.runUntil(() -> party.answers().size() > before, nowNs() + PATIENCE.toNanos());
        failOnBugs();
        if (!answered) {
            throw new IllegalStateException(host + " gave no answer");
        }
        return party.answers().getLast();
    }

    private Party party(HostId host) {
        return Optional.ofNullable(parties.get(host))
                .orElseThrow(() -> new IllegalArgumentException("there is no host " + host));
    }

    private void failOnBugs() {
        if (!world.failures().isEmpty()) {
            var first = world.failures().getFirst();
            throw new IllegalStateException("an actor failed in virtual time: " + first, first.cause());
        }
    }

    private static <T> Behavior<T> collecting(List<T> into) {
        return Behaviors.receiveMessage(message -> {
            into.add(message);
            return Behaviors.same();
        });
    }

    @Override
    public void close() {
        world.close();
    }
}
