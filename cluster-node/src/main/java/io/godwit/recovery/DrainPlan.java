package io.godwit.recovery;

import io.godwit.history.FleetEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.registry.HostRecord;
import io.godwit.registry.VmRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Follows cordoned hosts until they are empty. When which VM moves is [MovePlan]'s matter.
///
/// It has not ended while guests that left still fetch pages from the host: who switched it off then would lose them.
///
/// A drain is not kept anywhere: a cordoned host that has VMs is being drained, whoever leads. A VM is tried a bounded
/// number of times in a term; what can't be moved is left and counted.
final class DrainPlan {

    /// A host that is being emptied.
    ///
    /// @param free moves that it may begin now
    /// @param waiting VMs that could
    record Drain(HostRecord host, int free, List<VmRecord> waiting) {}

    private final FleetSettings settings;
    private final Map<VmId, Integer> attempts = new TreeMap<>();
    private final Map<HostId, Integer> carriedAtStart = new TreeMap<>();
    private final Set<HostId> finished = new TreeSet<>();

    DrainPlan(FleetSettings settings) {
        this.settings = settings;
    }

    /// @param intents takes what is to be written down
    List<Drain> plan(FleetView view, Predicate<VmId> busy, List<Intent> intents) {
        var drains = new ArrayList<Drain>();
        for (var host : view.hosts()) {
            if (!host.cordoned()) {
                carriedAtStart.remove(host.host());
                finished.remove(host.host());
            } else {
                drains.add(drain(host, view, busy, intents));
            }
        }
        return drains;
    }

    /// A move of a drain was begun, or could not be.
    void tried(VmRecord vm, HostId host) {
        finished.remove(host);
        attempts.merge(vm.id(), 1, Integer::sum);
    }

    private Drain drain(HostRecord host, FleetView view, Predicate<VmId> busy, List<Intent> intents) {
        var carried = view.vmsOn(host.host());
        if (carriedAtStart.putIfAbsent(host.host(), carried.size()) == null) {
            intents.add(new Intent.Note(new FleetEvent.DrainStarted(host.host())));
        }
        var inFlight = carried.stream()
                .filter(vm -> vm.migration().isPresent()
                        || isUnsettled(vm)
                        || busy.test(vm.spec().id()))
                .count();
        var waiting = carried.stream()
                .filter(vm -> vm.migration().isEmpty()
                        && !isUnsettled(vm)
                        && !busy.test(vm.spec().id())
                        && isMovable(vm, view)
                        && attempts.getOrDefault(vm.spec().id(), 0) < settings.attempts())
                .toList();
        if (inFlight == 0 && waiting.isEmpty() && !view.serves(host.host()) && finished.add(host.host())) {
            var moved = carriedAtStart.get(host.host()) - carried.size();
            intents.add(new Intent.Note(new FleetEvent.DrainFinished(host.host(), moved, carried.size())));
        }
        return new Drain(host, (int) Math.max(0, settings.limits().drain() - inFlight), waiting);
    }

    /// Whether a live migration can take the VM: it runs, and nothing of its disk and its hardware is left behind.
    static boolean isMovable(VmRecord vm, FleetView view) {
        return view.runs(vm)
                && LocalDisks.objection(vm).isEmpty()
                && vm.spec().platform().passthrough().isEmpty();
    }

    /// Whether its host is making it another, or boots it again: then it can't move.
    static boolean isChanging(VmRecord vm) {
        return vm.changes().asked().isPresent()
                || vm.changes().isToReboot()
                || vm.copies().job().isPresent();
    }

    /// Whether it can't move for now, which passes by itself.
    static boolean isUnsettled(VmRecord vm) {
        return isChanging(vm) || isBooting(vm);
    }

    /// Whether its guest has not begun yet: there is nothing to move.
    static boolean isBooting(VmRecord vm) {
        return vm.owner().map(VmRecord.Owner::booting).orElse(false);
    }

    /// Each attempt begins on an epoch of its own, because an abort raises it too: the epoch names the attempt.
    static MigrationId migrationOf(VmRecord vm) {
        return new MigrationId(vm.spec().id() + "@" + vm.epoch());
    }
}
