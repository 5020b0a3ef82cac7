package io.godwit.recovery;

import io.godwit.identity.VmId;
import io.godwit.placement.HostLoad;
import io.godwit.placement.Placement.Choice;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.recovery.OrderDesk.Ruling;
import io.godwit.registry.Copies;
import io.godwit.registry.RegistryCommand.BeginCopy;
import io.godwit.registry.RegistryCommand.Desired;
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

    Ruling clone(VmRecord vm, Wish.Clone wish, FleetView view, List<HostLoad> loads) {
        if (isAtRest(vm) || wish.full()) {
            return whole(vm, wish, view, loads);
        }
        return linked(vm, wish, view, loads);
    }

    /// Clones that begin where there is room for them: of all that a VM is, or of the disk of one that was stopped.
    private Ruling whole(VmRecord vm, Wish.Clone wish, FleetView view, List<HostLoad> loads) {
        Optional<String> local = vm.hasLocalDisk()
                ? Optional.of(
                        vm.id() + " has its disk on its host's local datastore, which no other host reads: clone it"
                                + " while it runs, without --full")
                : Optional.empty();
        Optional<String> obstacle = local.or(() -> obstacle(vm, view)).or(() -> taken(wish.names(), view));
        if (obstacle.isPresent()) {
            return new Ruling.Refuse(obstacle.get());
        }
        List<VmSpec> clones =
                wish.names().stream().map(name -> vm.spec().with(name)).toList();
        var fleet = new ArrayList<>(loads);
        for (VmSpec clone : clones) {
            switch (settings.placement().choose(clone, fleet)) {
                case Choice.Chosen(var host) ->
                    fleet.replaceAll(load -> load.id().equals(host) ? load.with(clone) : load);
                case Choice.Nowhere(var why) -> {
                    return new Ruling.Refuse("there is no host for " + clone.id() + ": " + why);
                }
            }
        }
        return OrderDesk.change(
                vm, view, new BeginCopy(vm.id(), vm.epoch(), new Copies.AsWholes(clones, !isAtRest(vm))));
    }

    /// Nobody has it, and nobody will start it unasked: its disk stays as it is.
    private static boolean isAtRest(VmRecord vm) {
        return vm.owner().isEmpty() && vm.desired() == Desired.STOPPED;
    }

    /// Clones share their source's memory, so that they begin beside it.
    private Ruling linked(VmRecord vm, Wish.Clone wish, FleetView view, List<HostLoad> loads) {
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
        if (isAtRest(vm) && wish.memory()) {
            return new Ruling.Refuse(
                    vm.id() + " does not run, and has nothing in memory: leave --memory out, or start it");
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
        if (vm.movesWithoutGuest()) {
            VmRecord.Migration move = vm.migration().orElseThrow();
            return Optional.of(vm.id() + " has its disk on the way from " + move.source() + " to " + move.target()
                    + ", and nothing is taken of it there: wait for the end of that, or end it now (`godwit vm cancel "
                    + vm.id() + "`)" + (vm.desired() == Desired.STOPPED ? ", and start it then" : ""));
        }
        if (isAtRest(vm) && vm.hasLocalDisk()) {
            return Optional.of(vm.id() + " does not run, and its disk is its host's own: `godwit vm start " + vm.id()
                    + "` starts it");
        }
        if (!isAtRest(vm) && !view.runs(vm)) {
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
