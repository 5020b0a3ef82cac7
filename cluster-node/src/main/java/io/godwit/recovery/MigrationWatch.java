package io.godwit.recovery;

import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.registry.NodeRecord;
import io.godwit.registry.RegistryCommand.AbortMigration;
import io.godwit.registry.VmRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Sees to it that every migration that the registry has noted comes to an end.
///
/// The two sides end it by themselves. What is left to the controller: telling the source that it began, again if the
/// first word was lost, and aborting where a side is gone for good. Where a guest has to end first, its host is told of
/// that before.
final class MigrationWatch {

    /// How often a source is reminded. Reminders cost a message; a source that knows ignores them.
    private static final Duration REMIND = Duration.ofSeconds(2);

    private final Map<MigrationId, Long> remindedNs = new TreeMap<>();

    List<Intent> plan(FleetView view, Predicate<VmId> busy, long nowNs) {
        var intents = new ArrayList<Intent>();
        var live = new TreeMap<MigrationId, Long>();
        for (var vm : view.vms()) {
            vm.migration().ifPresent(migration -> {
                live.put(migration.id(), remindedNs.getOrDefault(migration.id(), Long.MIN_VALUE));
                if (!busy.test(vm.spec().id())) {
                    var id = migration.id();
                    if (isBroken(migration, view)) {
                        intents.add(abort(vm, id));
                    } else if (vm.movesWithoutGuest() && vm.owner().isPresent()) {
                        view.host(migration.source()).ifPresent(host -> intents.add(new Intent.Nudge(host)));
                    } else if (isDue(live.get(id), nowNs)) {
                        live.put(id, nowNs);
                        intents.add(new Intent.Urge(vm));
                    }
                }
            });
        }
        remindedNs.clear();
        remindedNs.putAll(live);
        return intents;
    }

    private static boolean isBroken(VmRecord.Migration migration, FleetView view) {
        return isLost(view.nodeOf(migration.target())) || isLost(view.nodeOf(migration.source()));
    }

    private static Intent abort(VmRecord vm, MigrationId migration) {
        var id = vm.spec().id();
        return new Intent.Settle(id, new AbortMigration(id, vm.epoch(), migration, "a side of it was lost"));
    }

    private static boolean isDue(long lastNs, long nowNs) {
        return lastNs == Long.MIN_VALUE || nowNs - lastNs >= REMIND.toNanos();
    }

    private static boolean isLost(Optional<NodeRecord> node) {
        return node.isEmpty() || node.get().lost();
    }
}
