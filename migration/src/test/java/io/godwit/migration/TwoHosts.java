package io.godwit.migration;

import io.godwit.device.Disk;
import io.godwit.device.FencedBlocks;
import io.godwit.history.Event;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Why;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.GuestMaker;
import io.godwit.host.HostMake;
import io.godwit.host.HostPorts;
import io.godwit.host.HostSpec;
import io.godwit.host.Hypervisor;
import io.godwit.host.HypervisorCommand;
import io.godwit.host.Images;
import io.godwit.host.Lifecycle;
import io.godwit.host.Transfer;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.EmulatedNetwork;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.link.WireCodec;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.network.NetworkWire;
import io.godwit.time.Seed;
import io.godwit.time.VirtualNode;
import io.godwit.time.VirtualWorld;
import io.godwit.vm.EffectGate;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Two hosts, each on a node of its own, a registry beside them, and one guest that moves from the one to the other, in
/// virtual time.
final class TwoHosts implements AutoCloseable {

    static final HostId SOURCE = new HostId("h1");
    static final HostId TARGET = new HostId("h2");
    static final HostId THIRD = new HostId("h3");
    static final VmId VM = new VmId("web-1");
    static final Move MOVE = new Move(new MigrationId("m-1"), VM, 7, SOURCE, TARGET);

    /// What a test replaces, to plant a bug.
    ///
    /// @param opens what it takes to open a disk
    record Plants(
            UnaryOperator<CommitPort> port,
            Map<HostId, UnaryOperator<Behavior<HypervisorCommand>>> hosts,
            HoldPoint holds,
            Duration opens) {

        Plants(UnaryOperator<CommitPort> port, Map<HostId, UnaryOperator<Behavior<HypervisorCommand>>> hosts) {
            this(port, hosts, HoldPoint.none(), Duration.ZERO);
        }

        static Plants none() {
            return new Plants(UnaryOperator.identity(), Map.of());
        }

        /// Disks open only after that.
        static Plants opening(Duration after) {
            return new Plants(UnaryOperator.identity(), Map.of(), HoldPoint.none(), after);
        }

        /// Both sides wait at the start of every phase.
        static Plants holding() {
            return new Plants(
                    UnaryOperator.identity(), Map.of(), (migration, phase, side) -> HoldPoint.Hold.PARK, Duration.ZERO);
        }
    }

    /// Others on both hosts.
    ///
    /// @param memory of hosts that manage theirs, as they promise more than they have
    /// @param neighbours on each host
    /// @param cores that a host has
    record Crowd(Optional<MemoryManagement> memory, int neighbours, int cores) {

        Crowd(MemoryManagement memory, int neighbours) {
            this(Optional.of(memory), neighbours, Scenario.CORES);
        }
    }

    /// One host's side of the world.
    record Party(
            HostId host,
            VirtualNode node,
            Link link,
            TestPort port,
            ActorRef<HypervisorCommand> hypervisor,
            ActorRef<Migrations.Command> migrations,
            ActorRef<Object> asker,
            List<Object> answers) {}

    /// An event and when it happened.
    record Seen(long atNs, HostId host, Event event) {}

    final Scenario scenario;
    final VirtualWorld world = new VirtualWorld();
    final EmulatedNetwork network;
    final TestRegistry registry = new TestRegistry(MOVE);
    final RunningCopies copies = new RunningCopies(world.timeline());
    final List<Seen> history = new ArrayList<>();
    final List<MigrationReport> reports = new ArrayList<>();
    final Party source;
    final Party target;
    final FencedBlocks array = new FencedBlocks();
    final Optional<Session> session;
    private final Plants plants;
    private final Optional<Crowd> crowd;
    private Consumer<Seen> watcher = seen -> {};

    TwoHosts(Scenario scenario, Plants plants) {
        this(scenario, plants, Optional.empty());
    }

    TwoHosts(Scenario scenario, Plants plants, Optional<Crowd> crowd) {
        this.scenario = scenario;
        this.plants = plants;
        this.crowd = crowd;
        network = new EmulatedNetwork(
                world,
                Seed.of(scenario.seed()),
                new EmulatedNetwork.Settings(
                        scenario.link(),
                        Duration.ZERO,
                        Optional.of(new WireCodec(List.of(MigrationWire.class, NetworkWire.class)))));
        session = scenario.serves() ? Optional.of(new Session(this)) : Optional.empty();
        source = party(SOURCE);
        target = party(TARGET);
        source.hypervisor()
                .tell(new Lifecycle.StartVm(vm(), 7, 1, false, source.asker().narrow()));
        for (int number = 0; number < 2 * crowd.map(Crowd::neighbours).orElse(0); number++) {
            Party party = number % 2 == 0 ? source : target;
            VmSpec neighbour = vm().with(new VmId("neighbour-" + number));
            party.hypervisor()
                    .tell(new Lifecycle.StartVm(
                            neighbour, 1, 1, false, party.asker().narrow()));
        }
        world.runUntil(Duration.ofSeconds(1).toNanos());
    }

    static NodeId nodeOf(HostId host) {
        return new NodeId("node-" + host);
    }

    /// Hears each event, in the middle of an actor's step.
    void watch(Consumer<Seen> newWatcher) {
        watcher = newWatcher;
    }

    /// A VM that moves without its guest is stopped before.
    void begin() {
        if (!scenario.terms().mode().movesMemory()) {
            stop();
        }
        source.migrations()
                .tell(new Migrations.Begin(new MigrationOrder(MOVE, vm(), nodeOf(TARGET), scenario.terms())));
    }

    /// Begins, and goes on for a second after both sides have reported.
    void move() {
        begin();
        runUntil(() -> isReported(Side.SOURCE) && isReported(Side.TARGET), Duration.ofSeconds(30));
        world.runUntil(world.timeline().now() + Duration.ofSeconds(1).toNanos());
    }

    void stop() {
        source.hypervisor()
                .tell(new Lifecycle.StopVm(VM, Why.REQUESTED, source.asker().narrow()));
        runUntil(() -> copies.running().isEmpty(), Duration.ofSeconds(1));
    }

    /// A VM that moved without its guest, or did not, starts where it lives.
    void startAgain() {
        Party home = registry.owner().equals(TARGET) ? target : source;
        if (!scenario.terms().mode().movesMemory()
                && home.host().equals(registry.owner())
                && home.node().isAlive()
                && !registry.isOpen()) {
            home.hypervisor()
                    .tell(new Lifecycle.StartVm(
                            vm(), registry.start(), 2, true, home.asker().narrow()));
            runUntil(() -> copies.running().contains(home.host()), Duration.ofSeconds(5));
        }
    }

    void cancel(String why) {
        if (source.node().isAlive()) {
            source.migrations().tell(new Migrations.Cancel(MOVE.migration(), why));
        }
    }

    void proceed(Side side) {
        party(side).migrations().tell(new Migrations.Proceed(MOVE.migration(), side));
    }

    Party party(Side side) {
        return switch (side) {
            case SOURCE -> source;
            case TARGET -> target;
        };
    }

    boolean runUntil(BooleanSupplier reached, Duration atMost) {
        return world.runUntil(reached, world.timeline().now() + atMost.toNanos());
    }

    boolean isReported(Side side) {
        return report(side).isPresent();
    }

    Optional<MigrationReport> report(Side side) {
        return reports.stream().filter(report -> report.side() == side).findFirst();
    }

    <T extends Event> List<T> events(Class<T> kind) {
        return history.stream()
                .map(Seen::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /// Stops the guest where it runs, and answers what it is: how much it wrote and what it holds.
    Transfer.StateCaptured capture(Party party) {
        party.hypervisor()
                .tell(new Lifecycle.PauseVm(VM, Why.REQUESTED, party.asker().narrow()));
        world.drainInstant();
        party.hypervisor().tell(new Transfer.CaptureState(VM, party.asker().narrow()));
        runUntil(() -> party.answers().getLast() instanceof Transfer.StateCaptured, Duration.ofSeconds(1));
        return (Transfer.StateCaptured) party.answers().getLast();
    }

    /// What the VM's disk holds, as its host reaches it.
    List<Disk.Held> held(Party party) {
        if (!scenario.disk().equals(VmSpec.LOCAL_DISK)) {
            return array.held(VM);
        }
        int before = party.answers().size();
        party.hypervisor().tell(new Lifecycle.AuditDisk(VM, party.asker().narrow()));
        runUntil(() -> party.answers().size() > before, Duration.ofSeconds(10));
        return ((Lifecycle.DiskAudited) party.answers().getLast()).held();
    }

    /// In words, as the hypervisor has it: `running`, `paused`, `absent`, ...
    Object describe(Party party) {
        party.hypervisor().tell(new Lifecycle.DescribeVm(VM, party.asker().narrow()));
        world.drainInstant();
        return party.answers().getLast();
    }

    /// That it is gone is known to recovery two seconds later.
    void kill(Party party) {
        party.node().kill();
        copies.died(party.host());
        world.after(Duration.ofSeconds(2), () -> registry.died(party.host(), THIRD));
    }

    @Override
    public void close() {
        world.close();
    }

    private Party party(HostId host) {
        VirtualNode node = world.start(nodeOf(host).value());
        TestPort port = new TestPort(world, node, registry);
        Link link = network.attach(node, nodeOf(host));
        ActorRef<HypervisorCommand> hypervisor = node.spawn(
                plants.hosts()
                        .getOrDefault(host, UnaryOperator.identity())
                        .apply(Hypervisor.create(host, make(), ports(host, node, link))),
                "hypervisor");
        List<Object> answers = new ArrayList<>();
        ActorRef<Migrations.Command> migrations = node.spawn(
                Migrations.create(
                        migrationNode(host, link, plants.port().apply(port), hypervisor),
                        node.spawn(collecting(reports), "reports")),
                "migrations");
        return new Party(
                host, node, link, port, hypervisor, migrations, node.spawn(collecting(answers), "asker"), answers);
    }

    /// Hosts that manage memory ask guests that are said to write.
    private VmSpec vm() {
        return crowd.isEmpty() ? scenario.vm() : scenario.vm().with(scenario.work());
    }

    private HostMake make() {
        HostSpec machine = scenario.host(crowd.map(Crowd::cores).orElse(Scenario.CORES));
        return new HostMake(machine, Scenario.hypervisor()).with(crowd.flatMap(Crowd::memory));
    }

    /// Neighbours go two by two: each has another of its host that writes the same.
    private Workload workload(VmSpec vm) {
        return vm.id().equals(VM)
                ? scenario.workload()
                : scenario.seeded(1_000 + vm.id().value().charAt(vm.id().value().length() - 1) / 4)
                        .workload();
    }

    private MigrationNode migrationNode(
            HostId host, Link link, CommitPort port, ActorRef<HypervisorCommand> hypervisor) {
        return new MigrationNode(
                link,
                Optional.empty(),
                port,
                asked -> asked.equals(host) ? Optional.of(hypervisor) : Optional.empty(),
                new MigrationNode.Ground(
                        world.timeline(),
                        event -> record(host, event),
                        plants.holds(),
                        Seed.of(scenario.seed()).child(host.value())),
                MigrationSettings.byDefault());
    }

    private HostPorts ports(HostId host, VirtualNode node, Link link) {
        TreeMap<String, ActorRef<Disk.Command>> datastores = new TreeMap<>();
        datastores.put(SharedDisk.NAME, node.spawn(SharedDisk.create(array, plants.opens()), "array"));
        GuestMaker guests = new GuestMaker(new Images(List.of(Scenario.BASED, Scenario.FILLED)), this::workload);
        return new HostPorts(
                world.timeline(),
                event -> record(host, event),
                EffectGate.open(),
                guests,
                datastores,
                session.map(_ -> Session.uplink(link)));
    }

    private void record(HostId host, Event event) {
        Seen seen = new Seen(world.timeline().now(), host, event);
        history.add(seen);
        if (!(event instanceof GuestEvent guest) || guest.vm().equals(VM)) {
            copies.see(event);
        }
        watcher.accept(seen);
    }

    private static <T> Behavior<T> collecting(List<T> into) {
        return Behaviors.receiveMessage(message -> {
            into.add(message);
            return Behaviors.same();
        });
    }
}
