package io.godwit.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.guest.WorkloadSpec;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.migration.precopy.Terms;
import io.godwit.permit.PermitSettings;
import io.godwit.placement.HostLoad.Standing;
import io.godwit.placement.Placement;
import io.godwit.placement.Tolerance;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.recovery.OrderDesk.Ruling;
import io.godwit.registry.CommandId;
import io.godwit.registry.HostRecord;
import io.godwit.registry.Priority;
import io.godwit.registry.QueuedMove;
import io.godwit.registry.RegistryAnswer;
import io.godwit.registry.RegistryCommand;
import io.godwit.registry.RegistryCommand.AbortMigration;
import io.godwit.registry.RegistryCommand.BeginMigration;
import io.godwit.registry.RegistryCommand.CommitMigration;
import io.godwit.registry.RegistryCommand.Cordon;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryCommand.DropMove;
import io.godwit.registry.RegistryCommand.QueueMove;
import io.godwit.registry.RegistryCommand.SetDesired;
import io.godwit.registry.RegistryQuery;
import io.godwit.registry.RegistryState;
import io.godwit.registry.VmRecord;
import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Abilities;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Two sites of two hosts with VMs that move, a real registry, and a controller's plan of moves whose proposals come to
/// the registry late.
final class MovingFleet {

    private static final int VMS = 12;
    private static final List<String> HOSTS = List.of("a1", "a2", "b1", "b2");
    private static final LinkQuality LINK = new LinkQuality(Duration.ofNanos(200_000), Bandwidth.parse("10Gbit"));

    private final FleetSettings settings;
    private final Duration patience;
    private final RandomGenerator random;
    private final RegistryState state = new RegistryState();
    private final List<RegistryCommand> proposed = new ArrayList<>();
    private final List<BeginMigration> begun = new ArrayList<>();
    private final Map<VmId, QueuedMove> taken = new TreeMap<>();
    private Underway underway = new Underway();
    private MovePlan plan;
    private boolean forgets;
    private boolean settling;
    private long index;
    private long nowNs;
    private int begunAfterWaiting;
    private int dropped;
    private int looksAtALimit;

    private MovingFleet(MoveLimits limits, Duration patience, int seed) {
        this.patience = patience;
        this.random = Seed.of(seed).child("moves").generator();
        this.settings = new FleetSettings(
                new PermitSettings(Duration.ofSeconds(5), Duration.ofMillis(500), 10),
                Placement.spreading(64),
                Tolerance.NONE,
                Duration.ofSeconds(5),
                Duration.ofMillis(250),
                limits,
                3,
                Terms.byDefault());
        this.plan = new MovePlan(settings, patience, _ -> LINK);
    }

    static MovingFleet of(MoveLimits limits, Duration patience, int seed) {
        MovingFleet fleet = new MovingFleet(limits, patience, seed);
        fleet.state.beginTerm(++fleet.index, 1);
        HOSTS.forEach(host -> fleet.apply(new RegistryCommand.JoinNode(node(host), "boot", List.of(host(host)))));
        for (int number = 0; number < VMS; number++) {
            VmSpec vm = vm("vm-" + (char) ('a' + number), 1 + number % 3);
            fleet.apply(new RegistryCommand.CreateVm(vm));
            fleet.start(vm.id(), new HostId(HOSTS.get(number / 4)));
        }
        return fleet;
    }

    /// A bug: it plans as if nothing that it proposed were on its way.
    void forgetProposals() {
        forgets = true;
    }

    /// Something happens, then the controller looks.
    void step() {
        nowNs += random.nextLong(3_000_000_000L);
        VmId vm = new VmId("vm-" + (char) ('a' + random.nextInt(VMS)));
        HostId host = new HostId(HOSTS.get(random.nextInt(HOSTS.size())));
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> wish(vm, random.nextInt(3) == 0 ? Optional.empty() : Optional.of(host), priority());
            case 5, 6, 7 -> end();
            case 8 -> drain(host, priority());
            case 9 -> apply(new Cordon(host, false, Priority.NORMAL));
            case 10 -> record(vm).map(MoveDesk::cancel).ifPresent(this::carryOut);
            case 11 -> turn(vm, host);
            case 12 -> die();
            default -> answer();
        }
        look();
    }

    /// All proposals are answered, what moves arrives, and the controller looks.
    void second() {
        nowNs += 1_000_000_000;
        while (!proposed.isEmpty()) {
            answer();
        }
        end();
        look();
    }

    /// Nobody asks for anything any more, and no host is closed.
    void settle() {
        settling = true;
        HOSTS.forEach(host -> apply(new Cordon(new HostId(host), false, Priority.NORMAL)));
        view().vms().forEach(vm -> vm.queued().ifPresent(_ -> {
            if (vm.owner().isEmpty()) {
                apply(new SetDesired(vm.id(), Desired.RUNNING));
                start(vm.id(), new HostId("a1"));
            }
        }));
    }

    void wish(VmId vm, Optional<HostId> to, Priority priority) {
        record(vm)
                .filter(it -> !underway.concerns(it.id()))
                .ifPresent(it -> carryOut(
                        desk().migrate(it, new Wish.Migrate(vm, to, Optional.empty(), Terms.byDefault(), priority))));
    }

    /// Asks for all moves between two hosts that anybody can ask for, with high priority.
    void flood(HostId from, HostId to) {
        vmsOn(from).stream().skip(1).forEach(vm -> wish(vm, Optional.of(to), Priority.HIGH));
        vmsOn(to).forEach(vm -> wish(vm, Optional.of(from), Priority.HIGH));
    }

    void drain(HostId host, Priority priority) {
        apply(new Cordon(host, true, priority));
    }

    List<VmId> vmsOn(HostId host) {
        return view().vmsOn(host).stream().map(VmRecord::id).toList();
    }

    boolean isOn(VmId vm, HostId host) {
        return record(vm).filter(it -> it.isOwnedBy(host)).isPresent();
    }

    /// In the order in which they began.
    List<BeginMigration> begun() {
        return begun;
    }

    int begunAfterWaiting() {
        return begunAfterWaiting;
    }

    int dropped() {
        return dropped;
    }

    int looksAtALimit() {
        return looksAtALimit;
    }

    long waiting() {
        return view().vms().stream().filter(vm -> vm.queued().isPresent()).count();
    }

    /// Moves that were queued, and neither began nor were dropped.
    int lost() {
        return taken.size();
    }

    void check(String when) {
        MoveLimits limits = settings.limits();
        Map<String, Integer> ends = new TreeMap<>();
        int between = 0;
        for (VmRecord vm : view().vms()) {
            if (vm.migration().isPresent()) {
                ends.merge(vm.migration().get().source().value(), 1, Integer::sum);
                ends.merge(vm.migration().get().target().value(), 1, Integer::sum);
                between += site(vm.migration().get().source())
                                .equals(site(vm.migration().get().target()))
                        ? 0
                        : 1;
            }
        }
        for (var host : ends.entrySet()) {
            assertThat(host.getValue())
                    .as("migrations in flight at %s, %s", host, when)
                    .isLessThanOrEqualTo(limits.host());
            looksAtALimit += host.getValue() == limits.host() ? 1 : 0;
        }
        assertThat(between)
                .as("migrations in flight between the sites, %s", when)
                .isLessThanOrEqualTo(limits.link());
    }

    private void look() {
        FleetView view = view();
        MovePlan.Look look = new MovePlan.Look(
                view,
                () -> view.loads(_ -> Standing.READY, underway.promised(view)),
                this::places,
                underway::concerns,
                nowNs);
        for (Intent intent : plan.plan(look)) {
            switch (intent) {
                case Intent.Settle(var vm, var command) -> propose(vm, command);
                default -> {} // a note
            }
        }
    }

    private void propose(VmId vm, RegistryCommand command) {
        underway.begin(vm, command);
        proposed.add(command);
    }

    private void propose(RegistryCommand command) {
        switch (command) {
            case BeginMigration begin -> propose(begin.vm(), begin);
            default -> proposed.add(command);
        }
    }

    private MoveDesk desk() {
        FleetView view = view();
        return new MoveDesk(
                settings.placement(), view, view.loads(_ -> Standing.READY, underway.promised(view)), places());
    }

    private MovePlaces places() {
        return new MovePlaces(settings.limits(), view(), forgets ? List.of() : underway.moves(view()));
    }

    private void carryOut(Ruling ruling) {
        if (ruling instanceof Ruling.Propose(var commands, var _)) {
            commands.forEach(this::propose);
        }
    }

    private void answer() {
        if (!proposed.isEmpty()) {
            RegistryCommand command = proposed.remove(settling ? 0 : random.nextInt(proposed.size()));
            apply(command);
            switch (command) {
                case BeginMigration begin -> underway.end(begin.vm(), begin);
                case DropMove drop -> underway.end(drop.vm(), drop);
                default -> {}
            }
        }
    }

    private void apply(RegistryCommand command) {
        RegistryAnswer answer = state.apply(++index, new CommandId("test", index), command);
        if (!(answer instanceof RegistryAnswer.VmIs(VmRecord now))) {
            return;
        }
        switch (command) {
            case QueueMove queue -> taken.put(queue.vm(), now.queued().orElseThrow());
            case BeginMigration begin -> {
                begun.add(begin);
                begunAfterWaiting += taken.remove(begin.vm()) == null ? 0 : 1;
            }
            case DropMove drop -> {
                taken.remove(drop.vm());
                dropped++;
            }
            default -> {}
        }
    }

    /// One that moves comes to an end.
    private void end() {
        view().vms().stream()
                .filter(vm -> vm.migration().isPresent())
                .skip(settling ? 0 : random.nextInt(3))
                .findFirst()
                .ifPresent(vm -> {
                    VmRecord.Migration move = vm.migration().orElseThrow();
                    apply(
                            random.nextInt(4) > 0
                                    ? new CommitMigration(vm.id(), vm.epoch(), move.id(), move.target(), 1)
                                    : new AbortMigration(vm.id(), vm.epoch(), move.id(), "drawn"));
                });
    }

    /// A VM stops, or starts again.
    private void turn(VmId id, HostId host) {
        record(id).filter(vm -> vm.migration().isEmpty()).ifPresent(vm -> {
            if (vm.owner().isPresent()) {
                apply(new SetDesired(id, Desired.STOPPED));
                apply(new RegistryCommand.ReportStopped(
                        id, vm.epoch(), vm.owner().get().host(), 1, "drawn"));
            } else {
                apply(new SetDesired(id, Desired.RUNNING));
                start(id, host);
            }
        });
    }

    private void start(VmId id, HostId host) {
        long epoch = record(id).orElseThrow().epoch();
        apply(new RegistryCommand.Assign(id, epoch, host, 1));
        apply(new RegistryCommand.ConfirmStart(id, epoch + 1, host, 1));
    }

    /// What it had proposed is lost or comes before its successor looks.
    private void die() {
        while (!proposed.isEmpty()) {
            RegistryCommand command = proposed.removeFirst();
            if (random.nextBoolean()) {
                apply(command);
            }
        }
        underway = new Underway();
        plan = new MovePlan(settings, patience, _ -> LINK);
    }

    private Priority priority() {
        return List.of(Priority.HIGH, Priority.NORMAL, Priority.LOW).get(random.nextInt(3));
    }

    private Optional<VmRecord> record(VmId vm) {
        return view().vm(vm);
    }

    private FleetView view() {
        return new FleetView(state.view(new RegistryQuery.Everything()));
    }

    private static String site(HostId host) {
        return host.value().substring(0, 1);
    }

    private static NodeId node(String host) {
        return new NodeId("n-" + host);
    }

    private static HostRecord host(String name) {
        return new HostRecord(
                new HostId(name),
                node(name),
                name.substring(0, 1),
                "r1",
                8,
                MemorySize.ofGibibytes(64),
                MemorySize.ofGibibytes(64),
                List.of("array-a"),
                Abilities.bare(),
                false);
    }

    private static VmSpec vm(String name, int gibibytes) {
        return new VmSpec(
                new VmId(name),
                "vm",
                1,
                MemorySize.ofGibibytes(gibibytes),
                VmKind.FULL,
                CpuShare.byDefault(),
                "blank",
                "array-a",
                VmSpec.Care.none(),
                WorkloadSpec.idle());
    }
}
