package io.godwit.recovery;

import io.godwit.identity.HostId;
import io.godwit.placement.HostLoad;
import io.godwit.placement.Placement;
import io.godwit.placement.Placement.Choice;
import io.godwit.recovery.OrderDesk.Ruling;
import io.godwit.registry.RegistryCommand.AbortMigration;
import io.godwit.registry.RegistryCommand.BeginMigration;
import io.godwit.registry.VmRecord;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Orders to move a VM, and to leave it where it is. A refusal names all that stands against the move, so that nobody
/// removes one obstacle only to meet the next.
record MoveDesk(Placement placement) {

    Ruling migrate(VmRecord vm, Optional<HostId> to, FleetView view, List<HostLoad> loads) {
        List<String> reasons = ownReasons(vm, view);
        to.ifPresent(host -> reasons.addAll(reasonsOf(host, vm, loads)));
        if (!reasons.isEmpty()) {
            String where = to.map(host -> " to " + host).orElse("");
            return new Ruling.Refuse(vm.id() + " can't move" + where + ": " + String.join("; ", reasons));
        }
        HostId source = vm.owner().orElseThrow().host();
        List<HostLoad> candidates = loads.stream()
                .filter(load -> !load.id().equals(source))
                .filter(load -> to.isEmpty() || to.get().equals(load.id()))
                .toList();
        return switch (placement.choose(vm.spec(), candidates)) {
            case Choice.Chosen(HostId target) ->
                new Ruling.Propose(
                        List.of(new BeginMigration(vm.id(), vm.epoch(), DrainPlan.migrationOf(vm), source, target)),
                        List.of());
            case Choice.Nowhere(String why) -> new Ruling.Refuse(vm.id() + " can't move: " + why);
        };
    }

    static Ruling cancel(VmRecord vm) {
        return vm.migration()
                .<Ruling>map(migration -> new Ruling.Propose(
                        List.of(new AbortMigration(vm.id(), vm.epoch(), migration.id(), "it was cancelled")),
                        List.of()))
                .orElseGet(() -> new Ruling.Refuse(vm.id() + " is not moving: there is nothing to cancel"));
    }

    /// What keeps the VM from moving anywhere now.
    private static List<String> ownReasons(VmRecord vm, FleetView view) {
        List<String> reasons = new ArrayList<>();
        vm.migration()
                .ifPresent(now -> reasons.add("it is already moving from " + now.source() + " to " + now.target()
                        + " (wait for the end of that, or cancel it)"));
        if (DrainPlan.isChanging(vm)) {
            reasons.add("it is being changed, copied or rebooted (wait for the end of that)");
        }
        if (!view.runs(vm)) {
            reasons.add("it is not running");
        }
        vm.spec()
                .platform()
                .passthrough()
                .ifPresent(device -> reasons.add("it has its host's own " + device
                        + " by passthrough (give it a virtio device, or stop it and start it elsewhere)"));
        if (vm.spec().disk().equals(VmSpec.LOCAL_DISK)) {
            reasons.add("it has its disk on its host's local datastore, which can't move yet");
        }
        return reasons;
    }

    private List<String> reasonsOf(HostId to, VmRecord vm, List<HostLoad> loads) {
        if (vm.owner().filter(owner -> owner.host().equals(to)).isPresent()) {
            return List.of("it is there already");
        }
        return loads.stream()
                .filter(load -> load.id().equals(to))
                .findFirst()
                .map(load -> placement.objections(vm.spec(), load).stream()
                        .map(why -> to + " " + why)
                        .toList())
                .orElseGet(() -> List.of("there is no such host (`godwit hosts` lists them)"));
    }
}
