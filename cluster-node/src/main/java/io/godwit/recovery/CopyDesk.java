package io.godwit.recovery;

import io.godwit.identity.VmId;
import io.godwit.placement.HostLoad;
import io.godwit.placement.Placement.Choice;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.recovery.OrderDesk.Ruling;
import io.godwit.registry.Copies;
import io.godwit.registry.RegistryCommand.BeginCopy;
import io.godwit.registry.RegistryCommand.DropSnapshot;
import io.godwit.registry.RegistryCommand.RestoreVm;
import io.godwit.registry.VmRecord;
import io.godwit.unit.MemorySize;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rules on orders to take a VM as it is, and to let it go back.
record CopyDesk(FleetSettings settings) {

    /// Clones share their source's memory, so that they begin beside it.
    Ruling clone(VmRecord vm, Wish.Clone wish, FleetView view, List<HostLoad> loads) {
        Optional<String> obstacle = obstacle(vm, view).or(() -> taken(wish.names(), view));
        if (obstacle.isPresent()) {
            return new Ruling.Refuse(obstacle.get());
        }
        List<VmSpec> clones =
                wish.names().stream().map(name -> vm.spec().with(name)).toList();
        var beside = new ArrayList<>(
                loads.stream().filter(load -> vm.isOwnedBy(load.id())).toList());
        for (VmSpec clone : clones) {
            switch (settings.placement().choose(clone, beside)) {
                case Choice.Chosen(var host) ->
                    beside.replaceAll(load -> load.id().equals(host) ? load.with(clone) : load);
                case Choice.Nowhere(var why) -> {
                    return new Ruling.Refuse("there is no room for " + clone.id() + " beside " + vm.id()
                            + ", where its memory is: " + why);
                }
            }
        }
        return OrderDesk.change(vm, view, new BeginCopy(vm.id(), vm.epoch(), new Copies.AsClones(clones)));
    }

    Ruling snapshot(VmRecord vm, Wish.Snapshot wish, FleetView view) {
        String name = wish.name();
        if (vm.copies().snapshot(name).isPresent()) {
            return new Ruling.Refuse(vm.id() + " has a snapshot " + name + " already: choose another name");
        }
        return obstacle(vm, view)
                .<Ruling>map(Ruling.Refuse::new)
                .orElseGet(() -> OrderDesk.change(
                        vm, view, new BeginCopy(vm.id(), vm.epoch(), new Copies.AsSnapshot(name, wish.memory()))));
    }

    Ruling revert(VmRecord vm, Wish.Revert wish, FleetView view) {
        if (vm.copies().snapshot(wish.snapshot()).isEmpty()) {
            return new Ruling.Refuse(unknown(vm, wish.snapshot()));
        }
        Optional<MemorySize> memory = vm.copies().snapshot(wish.snapshot()).flatMap(Copies.Snapshot::memory);
        if (memory.filter(kept -> !kept.equals(vm.spec().memory())).isPresent()) {
            return new Ruling.Refuse("snapshot " + wish.snapshot() + " has a memory of " + memory.get() + ", and "
                    + vm.id() + " has " + vm.spec().memory() + " by now: resize it to " + memory.get() + " first");
        }
        if (vm.epoch() > wish.epoch()) {
            return new Ruling.Refuse(vm.id() + " is in epoch " + vm.epoch() + " by now: look before you repeat it");
        }
        return OrderDesk.change(vm, view, new RestoreVm(vm.id(), wish.epoch(), wish.snapshot()));
    }

    static Ruling drop(VmRecord vm, String snapshot, FleetView view) {
        return vm.copies().snapshot(snapshot).isEmpty()
                ? new Ruling.Refuse(unknown(vm, snapshot))
                : OrderDesk.change(vm, view, new DropSnapshot(vm.id(), snapshot));
    }

    private static String unknown(VmRecord vm, String snapshot) {
        return vm.id() + " has no snapshot " + snapshot + ": `godwit vm snapshots " + vm.id() + "` lists them";
    }

    private static Optional<String> obstacle(VmRecord vm, FleetView view) {
        if (!view.runs(vm)) {
            return Optional.of(vm.id() + " does not run: `godwit vm start " + vm.id() + "` starts it");
        }
        if (vm.migration().isPresent() || DrainPlan.isChanging(vm)) {
            return Optional.of(vm.id() + " is moving, being changed or copied: wait for the end of that");
        }
        return Optional.empty();
    }

    private static Optional<String> taken(List<VmId> names, FleetView view) {
        return names.stream()
                .filter(name -> view.vm(name).isPresent())
                .findFirst()
                .map(name -> "there is a VM named " + name + " already: choose another name");
    }
}
