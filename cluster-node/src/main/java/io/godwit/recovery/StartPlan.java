package io.godwit.recovery;

import io.godwit.history.FleetEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.placement.HostLoad;
import io.godwit.placement.Placement.Choice;
import io.godwit.registry.RegistryCommand.Assign;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.VmRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Finds hosts for the VMs that want one: first starts, restarts after a loss, and assignments that nobody confirms.
///
/// Order: tiers ascending, then names. All of a tier is placed before the next one, except VMs that fit nowhere, which
/// hold nobody up. A VM waits until each group it comes after runs as far as it is meant to run.
final class StartPlan {

    /// How long a host that could not start a VM is passed over for it. Long enough for the fleet to change, short
    /// enough for a drill to see the next attempt.
    private static final Duration PASS_OVER = Duration.ofSeconds(10);

    private record Seen(long epoch, long sinceNs) {}

    private record Assigned(long epoch, HostId host) {}

    private final FleetSettings settings;
    private final long term;
    private final Map<VmId, Seen> unconfirmed = new TreeMap<>();
    private final Map<VmId, Assigned> lastAssigned = new TreeMap<>();
    private final Map<VmId, Map<HostId, Long>> failuresNs = new TreeMap<>();
    private final Map<VmId, String> refusals = new TreeMap<>();
    private Optional<FleetView> watched = Optional.empty();
    private List<VmRecord> wanting = List.of();

    StartPlan(FleetSettings settings, long term) {
        this.settings = settings;
        this.term = term;
    }

    /// What a view says for itself is read once: most looks see the same fleet again.
    ///
    /// @param loads as they will be once all proposals in flight are settled
    /// @param busy VMs with a proposal in flight
    List<Intent> plan(FleetView view, Supplier<List<HostLoad>> loads, Predicate<VmId> busy, long nowNs) {
        var intents = new ArrayList<Intent>();
        if (watched.filter(view::equals).isEmpty()) {
            watched = Optional.of(view);
            wanting = view.vms().stream().filter(FleetView::wantsHost).toList();
            watchAssignments(view, nowNs, intents);
        }
        var candidates = candidates(view, nowNs);
        if (candidates.isEmpty()) {
            return intents;
        }
        var fleet = new ArrayList<>(loads.get());
        var blockedAbove = Integer.MAX_VALUE;
        for (var vm : candidates) {
            var tier = vm.spec().care().tier();
            if (tier > blockedAbove) {
                break;
            }
            if (busy.test(vm.spec().id()) || !dependenciesRun(vm, view)) {
                blockedAbove = Math.min(blockedAbove, tier);
                continue;
            }
            place(vm, fleet, nowNs, intents);
        }
        return intents;
    }

    private void place(VmRecord vm, List<HostLoad> fleet, long nowNs, List<Intent> intents) {
        var spec = vm.spec();
        var id = spec.id();
        var open = failuresNs.containsKey(id)
                ? fleet.stream()
                        .filter(load -> !passedOver(id, load.id(), nowNs))
                        .toList()
                : fleet;
        switch (settings.placement().choose(spec, candidates(vm, open))) {
            case Choice.Chosen(var host) -> {
                refusals.remove(id);
                fleet.replaceAll(load -> load.id().equals(host) ? load.with(spec) : load);
                if (vm.epoch() > 0) {
                    intents.add(new Intent.Note(new FleetEvent.RestartDecided(
                            id, vm.epoch() + 1, term, spec.care().tier())));
                }
                lastAssigned.put(id, new Assigned(vm.epoch() + 1, host));
                intents.add(new Intent.Settle(id, new Assign(id, vm.epoch(), host, term)));
            }
            case Choice.Nowhere(var why) -> {
                if (!why.equals(refusals.put(id, why))) {
                    intents.add(new Intent.Note(new FleetEvent.PlacementRefused(id, why)));
                }
            }
        }
    }

    /// A VM starts where its disk is, if that is its host's own, and else at home if that takes it.
    private List<HostLoad> candidates(VmRecord vm, List<HostLoad> open) {
        var disk = vm.diskHost();
        if (disk.isPresent()) {
            return at(disk.get(), open);
        }
        var home = vm.home().map(host -> at(host, open)).orElse(List.of()).stream()
                .filter(load -> settings.placement().objection(vm.spec(), load).isEmpty())
                .toList();
        return home.isEmpty() ? open : home;
    }

    private static List<HostLoad> at(HostId host, List<HostLoad> loads) {
        return loads.stream().filter(load -> load.id().equals(host)).toList();
    }

    private List<VmRecord> candidates(FleetView view, long nowNs) {
        var overdue = unconfirmed.keySet().stream()
                .flatMap(vm -> view.vm(vm).stream())
                .filter(vm -> isOverdue(vm, nowNs));
        return Stream.concat(wanting.stream(), overdue)
                .sorted(Comparator.<VmRecord>comparingInt(vm -> vm.spec().care().tier())
                        .thenComparing(vm -> vm.spec().id()))
                .toList();
    }

    private void watchAssignments(FleetView view, long nowNs, List<Intent> intents) {
        for (var vm : view.vms()) {
            var id = vm.spec().id();
            var owner = vm.owner();
            if (owner.isPresent() && !owner.get().running() && vm.desired() == Desired.RUNNING) {
                var seen = unconfirmed.get(id);
                if (seen == null || seen.epoch() != vm.epoch()) {
                    unconfirmed.put(id, new Seen(vm.epoch(), nowNs));
                    view.host(owner.get().host()).ifPresent(host -> intents.add(new Intent.Nudge(host)));
                }
                continue;
            }
            unconfirmed.remove(id);
            var assigned = lastAssigned.get(id);
            if (assigned != null && owner.isEmpty() && assigned.epoch() == vm.epoch()) {
                lastAssigned.remove(id);
                if (vm.migration().isEmpty()) { // else it ended there to start elsewhere
                    failed(id, assigned.host(), nowNs);
                }
            }
        }
    }

    private boolean isOverdue(VmRecord vm, long nowNs) {
        var seen = unconfirmed.get(vm.spec().id());
        if (seen == null || nowNs - seen.sinceNs() < settings.confirmWithin().toNanos()) {
            return false;
        }
        vm.owner().ifPresent(owner -> failed(vm.spec().id(), owner.host(), nowNs));
        return true;
    }

    private void failed(VmId vm, HostId host, long nowNs) {
        failuresNs.computeIfAbsent(vm, _ -> new TreeMap<>()).put(host, nowNs);
    }

    private boolean passedOver(VmId vm, HostId host, long nowNs) {
        var failedNs = failuresNs.getOrDefault(vm, Map.of()).get(host);
        return failedNs != null && nowNs - failedNs < PASS_OVER.toNanos();
    }

    /// One that still boots does not answer those that come after it.
    private static boolean dependenciesRun(VmRecord vm, FleetView view) {
        var after = vm.spec().care().after();
        return after.isEmpty()
                || view.vms().stream()
                        .filter(other -> other.desired() == Desired.RUNNING
                                && after.contains(other.spec().group()))
                        .allMatch(other -> view.runs(other) && !DrainPlan.isBooting(other));
    }
}
