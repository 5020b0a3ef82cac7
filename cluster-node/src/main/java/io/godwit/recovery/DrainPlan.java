package io.godwit.recovery;

import io.godwit.history.FleetEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.placement.HostLoad;
import io.godwit.placement.Placement.Choice;
import io.godwit.registry.HostRecord;
import io.godwit.registry.RegistryCommand.BeginMigration;
import io.godwit.registry.VmRecord;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Empties cordoned hosts, a few migrations at a time.
///
/// A drain is not kept anywhere: a cordoned host that has VMs is being drained, whoever leads. A VM is tried a bounded
/// number of times in a term; what can't be moved is left and counted.
final class DrainPlan {

    private final FleetSettings settings;
    private final Map<VmId, Integer> attempts = new TreeMap<>();
    private final Map<HostId, Integer> carriedAtStart = new TreeMap<>();
    private final Set<HostId> finished = new TreeSet<>();

    DrainPlan(FleetSettings settings) {
        this.settings = settings;
    }

    List<Intent> plan(FleetView view, Supplier<List<HostLoad>> loads, Predicate<VmId> busy) {
        var intents = new ArrayList<Intent>();
        var cordoned = view.hosts().stream().anyMatch(HostRecord::cordoned);
        var fleet = cordoned ? new ArrayList<>(loads.get()) : new ArrayList<HostLoad>();
        for (var host : view.hosts()) {
            if (!host.cordoned()) {
                carriedAtStart.remove(host.host());
                finished.remove(host.host());
            } else {
                intents.addAll(drain(host, view, fleet, busy));
            }
        }
        return intents;
    }

    private List<Intent> drain(HostRecord host, FleetView view, List<HostLoad> fleet, Predicate<VmId> busy) {
        var intents = new ArrayList<Intent>();
        var carried = view.vmsOn(host.host());
        if (carriedAtStart.putIfAbsent(host.host(), carried.size()) == null) {
            intents.add(new Intent.Note(new FleetEvent.DrainStarted(host.host())));
        }
        var inFlight = carried.stream()
                .filter(vm -> vm.migration().isPresent()
                        || isChanging(vm)
                        || busy.test(vm.spec().id()))
                .count();
        var waiting = carried.stream()
                .filter(vm -> vm.migration().isEmpty()
                        && !isChanging(vm)
                        && !busy.test(vm.spec().id())
                        && isMovable(vm, view)
                        && attempts.getOrDefault(vm.spec().id(), 0) < settings.attempts())
                .toList();
        if (inFlight == 0 && waiting.isEmpty() && finished.add(host.host())) {
            var moved = carriedAtStart.get(host.host()) - carried.size();
            intents.add(new Intent.Note(new FleetEvent.DrainFinished(host.host(), moved, carried.size())));
        }
        for (var vm : waiting.subList(0, Math.clamp(settings.migrationsPerHost() - inFlight, 0, waiting.size()))) {
            finished.remove(host.host());
            moveOut(vm, host, fleet, intents);
        }
        return intents;
    }

    private void moveOut(VmRecord vm, HostRecord host, List<HostLoad> fleet, List<Intent> intents) {
        var id = vm.spec().id();
        attempts.merge(id, 1, Integer::sum);
        switch (settings.placement().choose(vm.spec(), fleet)) {
            case Choice.Chosen(var target) -> {
                fleet.replaceAll(load -> load.id().equals(target) ? load.with(vm.spec()) : load);
                intents.add(new Intent.Settle(
                        id, new BeginMigration(id, vm.epoch(), migrationOf(vm), host.host(), target)));
            }
            case Choice.Nowhere(var why) -> intents.add(new Intent.Note(new FleetEvent.PlacementRefused(id, why)));
        }
    }

    /// Whether a live migration can take the VM: it runs, and neither its disk nor its hardware is left behind.
    static boolean isMovable(VmRecord vm, FleetView view) {
        return view.runs(vm)
                && !vm.spec().disk().equals(VmSpec.LOCAL_DISK)
                && vm.spec().platform().passthrough().isEmpty();
    }

    /// Whether its host is making it another, or boots it again: then it can't move.
    static boolean isChanging(VmRecord vm) {
        return vm.changes().asked().isPresent()
                || vm.changes().isToReboot()
                || vm.copies().job().isPresent();
    }

    /// Each attempt begins on an epoch of its own, because an abort raises it too: the epoch names the attempt.
    static MigrationId migrationOf(VmRecord vm) {
        return new MigrationId(vm.spec().id() + "@" + vm.epoch());
    }
}
