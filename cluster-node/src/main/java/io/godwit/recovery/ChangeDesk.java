package io.godwit.recovery;

import io.godwit.identity.HostId;
import io.godwit.placement.HostLoad;
import io.godwit.placement.HostLoad.Standing;
import io.godwit.placement.Placement.Choice;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.recovery.OrderDesk.Ruling;
import io.godwit.registry.RegistryCommand;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryCommand.RebootVm;
import io.godwit.registry.RegistryCommand.ReviseVm;
import io.godwit.registry.RegistryCommand.SetDesired;
import io.godwit.registry.VmRecord;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Optional;

/// Rules on orders that change one VM that is there: to start, to reboot, to be another. What a host alone can know,
/// such as the memory that a guest uses, it says itself when the registry asks it.
record ChangeDesk(FleetSettings settings) {

    Ruling start(VmRecord vm, FleetView view, List<HostLoad> loads) {
        if (vm.desired() == Desired.PAUSED) {
            return new Ruling.Refuse(vm.id() + " is paused: `godwit vm resume " + vm.id() + "` lets it go on");
        }
        if (vm.desired() == Desired.RUNNING) {
            return new Ruling.Propose(List.of(), List.of());
        }
        return nowhere(vm, loads)
                .<Ruling>map(why -> new Ruling.Refuse("there is no host for " + vm.id() + ": " + why))
                .orElseGet(() -> OrderDesk.change(vm, view, new SetDesired(vm.id(), Desired.RUNNING)));
    }

    /// Why one that was stopped can't start. One that still ends has its room, and so has one whose disk is on its way.
    private Optional<String> nowhere(VmRecord vm, List<HostLoad> loads) {
        if (vm.owner().isPresent() || vm.movesWithoutGuest()) {
            return Optional.empty();
        }
        if (vm.diskHost().isPresent()) {
            return loads.stream()
                    .filter(load -> load.id().equals(vm.diskHost().get()))
                    .findFirst()
                    .flatMap(load -> withoutItsDisk(vm, load));
        }
        return settings.placement().choose(vm.spec(), loads) instanceof Choice.Nowhere(var why)
                ? Optional.of(why)
                : Optional.empty();
    }

    /// What keeps it from the only host where it can start. It waits for one that says nothing, however long.
    private Optional<String> withoutItsDisk(VmRecord vm, HostLoad load) {
        var back = load.standing() == Standing.DRAINED ? load : load.with(Standing.READY);
        var objections = settings.placement().objections(vm.spec(), back);
        return objections.isEmpty()
                ? Optional.empty()
                : Optional.of(load.id() + ", which has its disk, " + String.join(", ", objections)
                        + "; `godwit vm migrate " + vm.id() + " --mode cold` takes its disk elsewhere");
    }

    Ruling pause(VmRecord vm, FleetView view) {
        return vm.desired() == Desired.STOPPED
                ? new Ruling.Refuse(vm.id() + " is stopped, so nothing of it can pause: `godwit vm start " + vm.id()
                        + "` starts it")
                : OrderDesk.change(vm, view, new SetDesired(vm.id(), Desired.PAUSED));
    }

    Ruling reboot(VmRecord vm, long epoch, FleetView view) {
        RegistryCommand reboot = new RebootVm(vm.id(), epoch);
        boolean known =
                vm.changes().reboot().filter(last -> last.epoch() == epoch).isPresent();
        return known
                ? OrderDesk.change(vm, view, reboot)
                : obstacle(vm, view)
                        .<Ruling>map(Ruling.Refuse::new)
                        .orElseGet(() -> OrderDesk.change(vm, view, reboot));
    }

    Ruling revise(VmRecord vm, Wish.Revise wish, FleetView view, List<HostLoad> loads) {
        VmSpec next = wish.change().of(vm.spec());
        boolean asked = vm.changes().asked().filter(next::equals).isPresent();
        if (asked) {
            return propose(vm, vm.changes().revision() - 1, next, wish);
        }
        if (next.equals(vm.spec())) {
            return new Ruling.Propose(List.of(), List.of());
        }
        if (vm.owner().isPresent() && vm.desired() == Desired.STOPPED) {
            return new Ruling.Refuse(vm.id() + " is being stopped: wait for the end of that");
        }
        Optional<String> misfit = next.platform().memory().misfit(next.kind(), next.memory());
        if (misfit.isPresent()) {
            return new Ruling.Refuse(vm.id() + " can't be that: " + misfit.get());
        }
        return busy(vm).or(() -> wish.byReboot() ? obstacle(vm, view) : Optional.empty())
                .or(() -> noRoom(vm, next, loads))
                .<Ruling>map(Ruling.Refuse::new)
                .orElseGet(() -> propose(vm, vm.changes().revision(), next, wish));
    }

    private static Ruling propose(VmRecord vm, long revision, VmSpec next, Wish.Revise wish) {
        boolean byReboot = wish.byReboot() && vm.owner().isPresent();
        return new Ruling.Propose(List.of(new ReviseVm(vm.id(), revision, next, byReboot)), List.of());
    }

    /// Why its guest can't be rebooted now.
    private static Optional<String> obstacle(VmRecord vm, FleetView view) {
        if (vm.owner().isEmpty() || !view.runs(vm)) {
            return Optional.of(vm.id() + " does not run: `godwit vm start " + vm.id() + "` starts it");
        }
        if (vm.desired() == Desired.PAUSED) {
            return Optional.of(vm.id() + " is paused: `godwit vm resume " + vm.id() + "` lets it go on");
        }
        return vm.desired() == Desired.STOPPED ? Optional.of(vm.id() + " is being stopped") : busy(vm);
    }

    private static Optional<String> busy(VmRecord vm) {
        if (vm.migration().isPresent()) {
            var move = vm.migration().get();
            return Optional.of(vm.id() + " is moving from " + move.source() + " to " + move.target()
                    + ": wait for the end of that");
        }
        return DrainPlan.isChanging(vm)
                ? Optional.of(vm.id() + " is being changed or rebooted: wait for the end of that")
                : Optional.empty();
    }

    /// Why there is no room for it as it is to be: on its host; of one that waits for a host, on any; of one that was
    /// stopped, on any that had nothing else to carry. What asks for no more than it has is not refused for what the
    /// fleet lacks anyway: its host must be one that could carry it, with nothing else.
    private Optional<String> noRoom(VmRecord vm, VmSpec next, List<HostLoad> loads) {
        if (vm.owner().isEmpty() && vm.desired() == Desired.STOPPED) {
            var bare = loads.stream()
                    .map(load -> HostLoad.of(load.host(), Standing.READY, List.of()))
                    .toList();
            return settings.placement().choose(next, bare) instanceof Choice.Nowhere(var why)
                    ? Optional.of("no host could ever carry " + vm.id() + " as it is to be: " + why)
                    : Optional.empty();
        }
        boolean more = asksForMore(vm.spec(), next);
        var places = loads.stream()
                .filter(load -> vm.owner().isEmpty() || vm.isOwnedBy(load.id()))
                .map(load -> more ? without(vm, load) : HostLoad.of(load.host(), Standing.READY, List.of()))
                .toList();
        return switch (settings.placement().choose(next, places)) {
            case Choice.Chosen(var host) -> more ? shortfall(vm, next, host, loads) : Optional.empty();
            case Choice.Nowhere(var why) ->
                Optional.of(
                        vm.owner().isPresent()
                                ? vm.id() + " can't be that where it is: " + why + "; move it first, or ask for less"
                                : vm.id() + " can't be that: " + why + "; ask for less");
        };
    }

    /// Whether it needs room that it has not: of cores, of memory, or of what is reserved of either.
    private static boolean asksForMore(VmSpec now, VmSpec next) {
        return next.vcpus() > now.vcpus()
                || next.memory().compareTo(now.memory()) > 0
                || next.certainMemory().compareTo(now.certainMemory()) > 0
                || next.cpu().reservationNanoCores() > now.cpu().reservationNanoCores();
    }

    /// What would be left out by a loss that the fleet is to tolerate.
    private Optional<String> shortfall(VmRecord vm, VmSpec next, HostId host, List<HostLoad> loads) {
        var after = loads.stream()
                .map(load -> load.id().equals(host) ? without(vm, load).with(next) : load)
                .toList();
        return settings.tolerance().shortfall(settings.placement(), after);
    }

    /// Its own host keeps it, whether or not it takes new ones.
    private static HostLoad without(VmRecord vm, HostLoad load) {
        var others =
                load.vms().stream().filter(other -> !other.id().equals(vm.id())).toList();
        return HostLoad.of(load.host(), vm.isOwnedBy(load.id()) ? Standing.READY : load.standing(), others);
    }
}
