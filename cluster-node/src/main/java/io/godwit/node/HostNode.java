package io.godwit.node;

import io.godwit.array.ArrayDisk;
import io.godwit.device.Disk;
import io.godwit.host.Host;
import io.godwit.host.HostMake;
import io.godwit.host.HostPorts;
import io.godwit.host.HypervisorCommand;
import io.godwit.host.Lifecycle;
import io.godwit.host.LinkPart;
import io.godwit.identity.HostId;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.migration.MigrationNode;
import io.godwit.migration.MigrationOrder;
import io.godwit.migration.MigrationReport;
import io.godwit.migration.MigrationSettings;
import io.godwit.migration.Migrations;
import io.godwit.migration.Move;
import io.godwit.network.NetworkWire;
import io.godwit.network.VirtualSwitch;
import io.godwit.permit.PermitHolder;
import io.godwit.recovery.Controller;
import io.godwit.recovery.HostWire;
import io.godwit.recovery.UseWire;
import io.godwit.registry.HostRecord;
import io.godwit.registry.Priority;
import io.godwit.registry.RegistryCalls;
import io.godwit.registry.RegistryClient;
import io.godwit.registry.RegistryReplica;
import io.godwit.registry.RegistrySettings;
import io.godwit.registry.ReplicaSetup;
import io.godwit.time.Seed;
import io.godwit.virtualization.LifeStep;
import io.godwit.vm.VmSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// A host node: its machines, its part of the registry, and what connects the two. The same on both clocks.
///
/// ```
/// HostNode
///    registry, controller      on voters
///    registry-client           the node's calls to the registry
///    agent                     joins, and keeps the permit
///    commits, migrations
///    host-h1, follower-h1      a machine, and what makes it become what the registry says
///    array-a                   the way to an array
/// ```
public final class HostNode {

    public sealed interface Command {}

    private record Delivered(Delivery delivery) implements Command {}

    private record PowerChanged(Host.Power power) implements Command {}

    private record Ended(MigrationReport report) implements Command {}

    private record Used(Lifecycle.Used used) implements Command {}

    private record Forgot(Lifecycle.Forgot it) implements Command {}

    /// A VM's use takes 200 to 1,300 bytes on a link that passes 200 KiB at once.
    private static final int VMS_A_MESSAGE = 150;

    /// How many may ask at a time; who asked first is forgotten first, and asks again.
    private static final int MAX_CURIOUS = 16;

    private final ActorContext<Command> context;
    private final NodeSetup setup;
    private final NodePorts ports;
    private final Seed seed;
    private final PermitHolder permit;
    private final Holds holds = new Holds();
    private final Map<HostId, ActorRef<HypervisorCommand>> powered = new ConcurrentSkipListMap<>();
    private final Map<HostId, ActorRef<Host.Command>> hosts = new TreeMap<>();
    private final SortedMap<HostId, ActorRef<HostFollower.Command>> followers = new TreeMap<>();
    private final ActorRef<Migrations.Command> migrations;
    private final ActorRef<Lifecycle.Used> uses;
    private final ActorRef<Lifecycle.Forgot> forgotten;

    /// The controller that last had something dropped.
    private Optional<Endpoint> clearer = Optional.empty();

    /// Who asked what VMs use, and is told what is told next.
    private final Set<Endpoint> curious = new LinkedHashSet<>();

    private HostNode(ActorContext<Command> context, NodeSetup setup, NodePorts ports) {
        this.context = context;
        this.setup = setup;
        this.ports = ports;
        this.seed = Seed.of(setup.seed()).child(setup.node().value()).child(setup.boot());
        this.permit = new PermitHolder(ports.timeline());
        var registry = context.spawn(
                RegistryClient.create(new RegistryClient.Parts(
                        setup.node().value() + "/" + setup.boot(),
                        setup.voters(),
                        ports.link(),
                        ports.timeline(),
                        ports.recorder())),
                "registry-client");
        if (setup.voters().contains(setup.node())) {
            vote(registry);
        }
        this.migrations = migrations(registry);
        context.spawn(
                GuestDesk.create(ports.link(), host -> Optional.ofNullable(powered.get(host)), migrations), "guests");
        context.spawn(InsightDesk.create(ports.link(), host -> Optional.ofNullable(powered.get(host))), "insights");
        context.spawn(ProgressDesk.create(ports.link(), migrations), "progress");
        this.forgotten = context.messageAdapter(Lifecycle.Forgot.class, Forgot::new);
        this.uses = context.messageAdapter(Lifecycle.Used.class, Used::new);
        powerUp(registry);
        context.spawn(NodeAgent.create(agent(registry), ground()), "agent");
    }

    public static Behavior<Command> create(NodeSetup setup, NodePorts ports) {
        return Behaviors.setup(context -> {
            var deliveries = context.messageAdapter(Delivery.class, Delivered::new);
            var node = new HostNode(context, setup, ports);
            ports.link().register(HostWire.SERVICE, deliveries);
            ports.link().register(UseWire.SERVICE, deliveries);
            ports.link().register(HoldWire.SERVICE, deliveries);
            ports.link().register(PowerWire.SERVICE, deliveries);
            return node.running();
        });
    }

    private Behavior<Command> running() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Delivered(var delivery) -> delivered(delivery);
                case PowerChanged(var power) -> powerChanged(power);
                case Ended(var report) -> ended(report);
                case Used(var used) -> used(used);
                case Forgot(Lifecycle.Forgot(var host, var vm, var _, var copy)) ->
                    clearer.ifPresent(
                            who -> ports.link().send(HostWire.SERVICE, who, new HostWire.Forgotten(host, vm, copy)));
            }
            return Behaviors.same();
        });
    }

    private void vote(ActorRef<RegistryCalls.Call> registry) {
        var replica = context.spawn(
                RegistryReplica.create(new ReplicaSetup(
                        setup.voters(),
                        setup.boot(),
                        RegistrySettings.byDefault(),
                        ports.link(),
                        ports.registryDisk(),
                        ports.timeline(),
                        seed.child("registry"),
                        ports.recorder())),
                "registry",
                ports.registryProps());
        var office = new Controller.Office(
                ports.link(),
                ports.timeline(),
                ports.recorder(),
                registry,
                setup.policy().settings());
        context.spawn(
                Controller.create(office, subscriber -> replica.tell(new RegistryReplica.Subscribe(subscriber))),
                "controller");
    }

    private ActorRef<Migrations.Command> migrations(ActorRef<RegistryCalls.Call> registry) {
        var commits = context.spawn(Commits.create(registry), "commits");
        var node = new MigrationNode(
                ports.link(),
                ports.pages(),
                Commits.port(commits, permit),
                host -> Optional.ofNullable(powered.get(host)),
                new MigrationNode.Ground(ports.timeline(), ports.recorder(), holds, seed.child("migrations")),
                MigrationSettings.byDefault());
        return context.spawn(
                Migrations.create(node, context.messageAdapter(MigrationReport.class, Ended::new)), "migrations");
    }

    private void powerUp(ActorRef<RegistryCalls.Call> registry) {
        var datastores = new TreeMap<String, ActorRef<Disk.Command>>();
        setup.arrays().forEach((name, node) -> {
            var port = new ArrayDisk.Port(node, "disk-" + name + "-" + setup.boot());
            datastores.put(name, context.spawn(ports.datastore().apply(port), "array-" + name));
        });
        var edges = setup.edges().stream()
                .map(node -> new Endpoint(node, NetworkWire.EDGE_SERVICE))
                .toList();
        var hostPorts = new HostPorts(
                ports.timeline(),
                ports.recorder(),
                _ -> permit.isValid(),
                ports.guests(),
                datastores,
                Optional.of(new VirtualSwitch.Uplink(ports.link(), edges)));
        var power = context.messageAdapter(Host.Power.class, PowerChanged::new);
        for (var machine : setup.hosts()) {
            var id = machine.host();
            var host = context.spawn(Host.create(id, make(machine), hostPorts), "host-" + id);
            followers.put(
                    id,
                    context.spawn(
                            HostFollower.create(new HostFollower.Host(id, registry, permit, boots(machine))),
                            "follower-" + id));
            hosts.put(id, host);
            host.tell(new Host.WatchPower(power));
        }
    }

    private NodeAgent.Node agent(ActorRef<RegistryCalls.Call> registry) {
        var records = setup.hosts().stream().map(this::record).toList();
        return new NodeAgent.Node(
                setup.boot(),
                records,
                setup.voters(),
                setup.policy().permits(),
                permit,
                registry,
                followers,
                this::darkHosts);
    }

    private HostRecord record(NodeSetup.Machine machine) {
        var make = make(machine);
        return new HostRecord(
                machine.host(),
                setup.node(),
                machine.site(),
                machine.rack(),
                make.machine().topology().cores(),
                make.machine().processors().threads(),
                make.promised(),
                make.forGuests(),
                List.copyOf(setup.arrays().keySet()),
                make.abilities().within(setup.policy().baseline()),
                false,
                Priority.NORMAL);
    }

    private Predicate<VmSpec> boots(NodeSetup.Machine machine) {
        var profile = make(machine).hypervisor();
        return vm -> !profile.time(LifeStep.BOOT, vm.kind()).isZero();
    }

    private HostMake make(NodeSetup.Machine machine) {
        return ports.makes().of(machine.spec(), machine.hypervisor());
    }

    private List<HostId> darkHosts() {
        if (powered.size() == hosts.size()) {
            return List.of();
        }
        return hosts.keySet().stream()
                .filter(host -> !powered.containsKey(host))
                .toList();
    }

    private NodeAgent.Ground ground() {
        return new NodeAgent.Ground(ports.link(), ports.timeline(), ports.recorder());
    }

    private void powerChanged(Host.Power power) {
        var follower = followers.get(power.host());
        switch (power) {
            case Host.Powered(var host, var hypervisor) -> {
                powered.put(host, hypervisor);
                follower.tell(new HostFollower.Power(Optional.of(hypervisor)));
            }
            case Host.Dark(var host) -> {
                powered.remove(host);
                follower.tell(new HostFollower.Power(Optional.empty()));
            }
        }
    }

    /// A message holds so many VMs; the rest follow in others.
    private void used(Lifecycle.Used used) {
        for (var from = 0; from == 0 || from < used.vms().size(); from += VMS_A_MESSAGE) {
            var some = used.vms()
                    .subList(from, Math.min(from + VMS_A_MESSAGE, used.vms().size()));
            for (var who : curious) {
                ports.link().send(UseWire.SERVICE, who, new UseWire.Told(used.host(), List.copyOf(some)));
            }
        }
    }

    private void delivered(Delivery delivery) {
        switch (delivery.message()) {
            case HostWire.Look(var host) -> look(host);
            case HostWire.MigrateOut order -> moveOut(order);
            case HostWire.ShareLink(var migration, var load) ->
                migrations.tell(new Migrations.ShareLink(migration, load));
            case HostWire.ShareGuestLink share -> shareLink(share);
            case HostWire.CancelOut(var migration, var why) -> migrations.tell(new Migrations.Cancel(migration, why));
            case HostWire.Forget(var host, var what) -> {
                clearer = Optional.of(delivery.from());
                Optional.ofNullable(powered.get(host))
                        .ifPresent(
                                it -> it.tell(new Lifecycle.Forget(what.vm(), what.epoch(), what.copy(), forgotten)));
            }
            case HostWire.SwitchOver(var migration) -> migrations.tell(new Migrations.SwitchOver(migration));
            case UseWire.Ask() -> {
                curious.remove(delivery.from());
                curious.add(delivery.from());
                if (curious.size() > MAX_CURIOUS) {
                    curious.remove(curious.iterator().next());
                }
                powered.values().forEach(hypervisor -> hypervisor.tell(new Lifecycle.TellUse(uses)));
            }
            case HoldWire.Arm arm -> holds.arm(arm);
            case HoldWire.Disarm(var step) ->
                holds.disarm(step)
                        .forEach(held -> migrations.tell(new Migrations.Proceed(held.migration(), held.side())));
            case PowerWire.Off(var host) -> power(host, new Host.PowerOff());
            case PowerWire.On(var host) -> power(host, new Host.PowerOn());
            default -> context.getLog().warn("{} is not for a host node", delivery);
        }
    }

    private void shareLink(HostWire.ShareGuestLink share) {
        var link = share.towards()
                .map(node -> ports.link().quality(node).bandwidth())
                .map(whole -> new LinkPart.Shared(whole, share.load()));
        Optional.ofNullable(powered.get(share.host())).ifPresent(it -> it.tell(new LinkPart(share.vm(), link)));
    }

    private void moveOut(HostWire.MigrateOut order) {
        var move = new Move(order.migration(), order.vm().id(), order.epoch(), order.source(), order.target());
        migrations.tell(new Migrations.Begin(new MigrationOrder(move, order.vm(), order.targetNode(), order.terms())));
    }

    /// The registry's record of both hosts may have changed; one of them may not be here.
    private void ended(MigrationReport report) {
        look(report.move().source());
        look(report.move().target());
    }

    private void look(HostId host) {
        Optional.ofNullable(followers.get(host)).ifPresent(it -> it.tell(new HostFollower.Look()));
    }

    private void power(HostId host, Host.Command command) {
        Optional.ofNullable(hosts.get(host)).ifPresent(it -> it.tell(command));
    }
}
