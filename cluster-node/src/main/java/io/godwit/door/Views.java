package io.godwit.door;

import io.godwit.door.HostView.State;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.recovery.ControlWire.Outcome.Shown;
import io.godwit.recovery.FleetView;
import io.godwit.registry.GroupRule;
import io.godwit.registry.HostRecord;
import io.godwit.registry.NodeRecord;
import io.godwit.registry.Priority;
import io.godwit.registry.QueuedMove;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.VmRecord;
import io.godwit.unit.Durations;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/// What the registry holds, as a door shows it.
final class Views {

    private final Shown shown;
    private final FleetView fleet;
    private final List<NodeId> voters;

    Views(Shown shown, List<NodeId> voters) {
        this.shown = shown;
        this.fleet = new FleetView(shown.view());
        this.voters = voters;
    }

    List<HostView> hosts() {
        return fleet.hosts().stream().map(this::host).toList();
    }

    Optional<HostView> host(HostId host) {
        return fleet.host(host).map(this::host);
    }

    List<VmView> vms() {
        return fleet.vms().stream().map(this::vm).toList();
    }

    Optional<VmView> vm(VmId vm) {
        return fleet.vm(vm).map(this::vm);
    }

    /// By name.
    List<GroupView> groups() {
        return fleet.vms().stream()
                .map(vm -> vm.spec().group())
                .distinct()
                .sorted()
                .map(this::group)
                .toList();
    }

    /// Those under way, those whose pages follow them, then those that wait, the next one first.
    List<MigrationView> migrations() {
        List<MigrationView> all = new ArrayList<>();
        fleet.vms().forEach(vm -> vm.migration().ifPresent(move -> all.add(moving(vm, move))));
        fleet.vms().forEach(vm -> vm.debt().ifPresent(debt -> all.add(fetching(vm, debt))));
        fleet.vms().stream()
                .filter(vm -> vm.queued().isPresent())
                .sorted(Comparator.<VmRecord, Priority>comparing(
                                vm -> vm.queued().orElseThrow().priority())
                        .thenComparing(vm -> vm.queued().orElseThrow().ticket()))
                .forEach(vm -> all.add(waiting(vm, vm.queued().orElseThrow())));
        return all;
    }

    private static VmView.Moved moved(VmRecord.Settled settled) {
        Optional<String> servedBy = settled.debt().filter(debt -> !debt.lost()).map(debt -> debt.host()
                .value());
        return new VmView.Moved(settled.id().value(), settled.committed(), servedBy);
    }

    private static MigrationView moving(VmRecord vm, VmRecord.Migration move) {
        return new MigrationView(
                vm.id().value(),
                MigrationView.State.MOVING,
                Optional.of(move.id().value()),
                Optional.of(move.source().value()),
                Optional.of(move.target().value()),
                Optional.empty(),
                Optional.empty());
    }

    private static MigrationView fetching(VmRecord vm, VmRecord.Debt debt) {
        return new MigrationView(
                vm.id().value(),
                MigrationView.State.FETCHING,
                vm.settled().map(last -> last.id().value()),
                Optional.of(debt.host().value()),
                vm.owner().map(owner -> owner.host().value()),
                Optional.empty(),
                Optional.empty());
    }

    private static MigrationView waiting(VmRecord vm, QueuedMove wish) {
        return new MigrationView(
                vm.id().value(),
                MigrationView.State.WAITING,
                Optional.empty(),
                vm.owner().map(owner -> owner.host().value()),
                wish.to().map(HostId::value),
                Optional.of(wish.priority()),
                Optional.empty());
    }

    private GroupView group(String name) {
        List<VmRecord> members = fleet.vms().stream()
                .filter(vm -> vm.spec().group().equals(name))
                .toList();
        return new GroupView(
                name,
                members.size(),
                (int) members.stream().filter(fleet::runs).count(),
                shown.view().rules().stream()
                        .filter(rule -> rule.group().equals(name))
                        .map(Views::rule)
                        .findFirst());
    }

    private static GroupView.Rule rule(GroupRule rule) {
        return new GroupView.Rule(
                rule.min(),
                rule.max(),
                new Share(rule.targetPermille() * 1_000_000L).toString(),
                Durations.formatNs(rule.cooldownNs()));
    }

    SortedSet<String> datastores() {
        SortedSet<String> all = new TreeSet<>();
        fleet.hosts().forEach(host -> all.addAll(host.datastores()));
        return all;
    }

    private HostView host(HostRecord host) {
        List<VmSpec> here = specs(vm -> vm.isOwnedBy(host.host()));
        List<VmSpec> coming = specs(vm -> vm.migration()
                .filter(moving -> moving.target().equals(host.host()))
                .isPresent());
        long promised = memoryBytes(here) + memoryBytes(coming);
        Optional<NodeRecord> node = fleet.node(host.node());
        return new HostView(
                host.host().value(),
                host.node().value(),
                host.site(),
                host.rack(),
                state(host, node, here),
                here.size(),
                here.stream().mapToInt(VmSpec::vcpus).sum(),
                host.cores(),
                host.memory(),
                new MemorySize(Math.max(0, host.memory().bytes() - promised)),
                host.datastores(),
                node.map(NodeRecord::incarnation).orElse(0L),
                voters.contains(host.node()),
                shown.leader().equals(host.node()));
    }

    private State state(HostRecord host, Optional<NodeRecord> node, List<VmSpec> here) {
        if (node.isEmpty() || node.get().lost()) {
            return State.LOST;
        }
        if (!host.cordoned()) {
            return State.UP;
        }
        return here.isEmpty() && !fleet.serves(host.host()) ? State.DRAINED : State.DRAINING;
    }

    private List<VmSpec> specs(Predicate<VmRecord> which) {
        return fleet.vms().stream().filter(which).map(VmRecord::spec).toList();
    }

    private static long memoryBytes(List<VmSpec> specs) {
        return specs.stream().mapToLong(vm -> vm.memory().bytes()).sum();
    }

    private VmView vm(VmRecord vm) {
        VmSpec spec = vm.spec();
        return new VmView(
                spec.id().value(),
                spec.group(),
                state(vm),
                vm.owner().map(owner -> owner.host().value()),
                vm.epoch(),
                spec.vcpus(),
                spec.memory(),
                spec.cpu().affinity().map(List::copyOf),
                vm.changes().revision(),
                spec.care().protection(),
                spec.isProtected() ? Optional.of(spec.care().isolation()) : Optional.empty(),
                spec.care().tier(),
                spec.disk(),
                spec.image(),
                vm.migration()
                        .map(moving -> new VmView.Moving(
                                moving.id().value(),
                                moving.source().value(),
                                moving.target().value())),
                vm.settled().map(Views::moved),
                vm.queued().map(waits -> new VmView.Waits(waits.to().map(HostId::value), waits.priority())),
                vm.home().map(HostId::value),
                Optional.of(vm).filter(it -> it.copies().made() > 0).map(CopiesView::of));
    }

    private VmView.State state(VmRecord vm) {
        if (vm.owner().isEmpty()) {
            return vm.desired() == Desired.STOPPED ? VmView.State.STOPPED : VmView.State.WAITING;
        }
        if (!vm.owner().get().running()) {
            return VmView.State.STARTING;
        }
        if (!fleet.runs(vm)) {
            return VmView.State.UNREACHABLE;
        }
        if (vm.desired() == Desired.STOPPED) {
            return VmView.State.STOPPING;
        }
        if (vm.changes().isToReboot()) {
            return VmView.State.REBOOTING;
        }
        if (vm.desired() == Desired.PAUSED) {
            return VmView.State.PAUSED;
        }
        if (vm.debt().isPresent()) {
            return VmView.State.FETCHING;
        }
        if (vm.owner().get().booting()) {
            return VmView.State.BOOTING;
        }
        return vm.migration().isPresent() ? VmView.State.MOVING : VmView.State.RUNNING;
    }
}
