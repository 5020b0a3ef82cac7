package io.godwit.recovery;

import io.godwit.identity.HostId;
import io.godwit.placement.HostLoad;
import io.godwit.placement.Placement;
import io.godwit.placement.Placement.Choice;
import io.godwit.recovery.MoveDesk.Turn;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryCommand.MoveHome;
import io.godwit.registry.VmRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Moves of VMs that were stopped. Such a VM is what the registry has of it and what its datastore has: so on an array
/// a move is one entry of the registry's log, which is there or is not, and nothing of it can be left half done. Its
/// target must be able to carry it. Whether it has room is asked when the VM starts, as it takes none before.
///
/// A disk that is its host's own has to go there: that is a migration, and [MoveDesk] gives it room and a place.
record ColdMoves(Placement placement, List<HostLoad> loads) {

    /// Whether it is a migration. One that has lost its disk with its host brings none.
    static boolean bringsDisk(VmRecord vm) {
        return vm.hasLocalDisk() && (vm.owner().isPresent() || vm.home().isPresent());
    }

    /// Of one that brings no disk.
    Turn turn(VmRecord vm, Optional<HostId> to) {
        List<String> reasons = reasons(vm);
        to.ifPresent(host -> reasons.addAll(0, objections(vm, host)));
        if (reasons.isEmpty()) {
            switch (to.<Choice>map(Choice.Chosen::new).orElseGet(() -> placement.choose(vm.spec(), loads))) {
                case Choice.Chosen(HostId host) -> {
                    return new Turn.Restart(new MoveHome(vm.id(), vm.epoch(), host, false));
                }
                case Choice.Nowhere(String why) -> reasons.add(why);
            }
        }
        return new Turn.Refuse(String.join("; ", reasons));
    }

    /// What keeps the VM from moving cold anywhere now.
    static List<String> reasons(VmRecord vm) {
        List<String> reasons = new ArrayList<>();
        MoveDesk.moving(vm).ifPresent(reasons::add);
        if (vm.migration().isEmpty() && vm.desired() != Desired.STOPPED) {
            reasons.add(
                    vm.owner().isPresent()
                            ? "it has not been stopped, as --mode cold wants it (`godwit vm stop " + vm.id()
                                    + "` first, or leave --mode cold out)"
                            : "it is being started, and a cold move is of one that was stopped");
        } else if (vm.owner().isPresent()) {
            reasons.add("it is still being stopped (wait for the end of that)");
        }
        if (vm.copies().job().isPresent()) {
            reasons.add("a copy of it is being taken (wait for the end of that)");
        }
        LocalDisks.objection(vm).ifPresent(reasons::add);
        return reasons;
    }

    private List<String> objections(VmRecord vm, HostId to) {
        if (vm.home().equals(Optional.of(to))) {
            return List.of("it is to start there already");
        }
        if (vm.isOwnedBy(to)) {
            return List.of(MoveDesk.THERE);
        }
        return loads.stream()
                .filter(load -> load.id().equals(to))
                .findFirst()
                .map(load ->
                        placement.objections(vm.spec(), HostLoad.of(load.host(), load.standing(), List.of())).stream()
                                .map(why -> to + " " + why)
                                .toList())
                .orElse(List.of(MoveDesk.NO_SUCH_HOST));
    }
}
