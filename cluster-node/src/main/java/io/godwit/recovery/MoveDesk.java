package io.godwit.recovery;

import io.godwit.history.FleetEvent;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.identity.HostId;
import io.godwit.migration.precopy.Terms;
import io.godwit.placement.HostLoad;
import io.godwit.placement.Placement;
import io.godwit.placement.Placement.Choice;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.recovery.OrderDesk.Ruling;
import io.godwit.registry.QueuedMove;
import io.godwit.registry.RegistryAnswer;
import io.godwit.registry.RegistryCommand;
import io.godwit.registry.RegistryCommand.AbortMigration;
import io.godwit.registry.RegistryCommand.BeginMigration;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryCommand.DropMove;
import io.godwit.registry.RegistryCommand.MoveHome;
import io.godwit.registry.RegistryCommand.QueueMove;
import io.godwit.registry.VmRecord;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Orders to move a VM, and to leave it where it is. A refusal names all that stands against the move, so that nobody
/// removes one obstacle only to meet the next.
///
/// @param loads hosts with what they carry; what begins is added, as the next choice is made by them too
/// @param places where migrations may begin; what begins takes some
record MoveDesk(Placement placement, FleetView view, List<HostLoad> loads, MovePlaces places) {

    static final String NO_SUCH_HOST = "there is no such host (`godwit hosts` lists them)";

    static final String THERE = "it is there already (name another host, or none)";

    static final String CANCELLED = "it was cancelled";

    /// What a VM would be told now if it came to move.
    sealed interface Turn {

        record Begin(BeginMigration command) implements Turn {}

        /// It starts there next; one that runs ends before. Nothing of it takes a place of others.
        record Restart(MoveHome command) implements Turn {}

        /// All that it lacks is a place: as many migrations as are allowed are in flight.
        record Wait() implements Turn {}

        /// No host takes it now, which may pass.
        record Full(String why) implements Turn {}

        /// @param why all that stands against it
        record Refuse(String why) implements Turn {}
    }

    /// A move that finds others waiting waits too, so that it does not overtake them.
    Ruling migrate(VmRecord vm, Wish.Migrate wish) {
        if (vm.queued().isPresent()) {
            return new Ruling.Refuse(vm.id() + " can't move: its move"
                    + vm.queued().get().to().map(host -> " to " + host).orElse("")
                    + " waits for its turn already (`godwit vm cancel " + vm.id() + "` takes it back)");
        }
        Mode mode = ways().mode(vm, wish.mode(), wish.terms().mode());
        Terms terms = wish.terms().with(mode);
        boolean anybodyWaits =
                view.vms().stream().anyMatch(other -> other.queued().isPresent());
        return switch (turn(vm, wish.to(), terms)) {
            case Turn.Begin(BeginMigration begin)
            when !anybodyWaits -> {
                take(begin, vm.spec());
                yield new Ruling.Propose(List.of(begin), List.of());
            }
            case Turn.Begin _, Turn.Wait _ ->
                new Ruling.Propose(
                        List.of(new QueueMove(vm.id(), vm.epoch(), wish.to(), terms, wish.priority())), List.of());
            case Turn.Restart(MoveHome home) -> {
                if (home.restarts()) {
                    takeRoom(home.to(), vm.spec());
                }
                yield new Ruling.Propose(
                        List.of(home),
                        vm.owner().flatMap(it -> view.host(it.host())).stream().toList());
            }
            case Turn.Full(String why) -> refuse(vm, wish.to(), why);
            case Turn.Refuse(String why) -> refuse(vm, wish.to(), why);
        };
    }

    MoveWays ways() {
        return new MoveWays(view);
    }

    /// What begins has its room and its places from now on.
    void take(BeginMigration begin, VmSpec spec) {
        places.take(begin.source(), begin.target());
        takeRoom(begin.target(), spec);
    }

    void takeRoom(HostId host, VmSpec spec) {
        loads.replaceAll(load -> load.id().equals(host) ? load.with(spec) : load);
    }

    static Ruling refuse(VmRecord vm, Optional<HostId> to, String why) {
        String where = to.map(host -> " to " + host).orElse("");
        return new Ruling.Refuse(vm.id() + " can't move" + where + ": " + why);
    }

    Turn turn(VmRecord vm, Optional<HostId> to, Terms terms) {
        boolean isCold = terms.mode() == Mode.COLD;
        if (isCold && !ColdMoves.bringsDisk(vm)) {
            return new ColdMoves(placement, loads).turn(vm, to);
        }
        List<String> reasons = isCold ? ColdMoves.reasons(vm) : ownReasons(vm, terms.mode());
        to.flatMap(host -> noTarget(host, vm)).ifPresent(why -> reasons.add(0, why));
        Placement fits = placement.with(ways().filters(vm, terms.mode()));
        List<String> objections = to.map(host -> objections(fits, host, vm)).orElse(List.of());
        if (!reasons.isEmpty()) {
            reasons.addAll(objections);
            return new Turn.Refuse(String.join("; ", reasons));
        }
        if (!objections.isEmpty()) {
            return new Turn.Full(String.join("; ", objections));
        }
        HostId source = vm.place().orElseThrow();
        List<HostLoad> candidates = loads.stream()
                .filter(load -> !load.id().equals(source))
                .filter(load -> to.isEmpty() || to.get().equals(load.id()))
                .toList();
        Choice best = fits.choose(vm.spec(), candidates);
        if (best instanceof Choice.Nowhere(String why)) {
            return new Turn.Full(why);
        }
        if (terms.mode() == Mode.RESTART && !vm.hasLocalDisk() && best instanceof Choice.Chosen(HostId target)) {
            return new Turn.Restart(new MoveHome(vm.id(), vm.epoch(), target, true));
        }
        List<HostLoad> free = candidates.stream()
                .filter(load -> places.areFree(source, load.id()))
                .toList();
        return fits.choose(vm.spec(), free) instanceof Choice.Chosen(HostId target)
                ? new Turn.Begin(
                        new BeginMigration(vm.id(), vm.epoch(), DrainPlan.migrationOf(vm), source, target, terms))
                : new Turn.Wait();
    }

    /// Only a hybrid has rounds to break off and a way to go on without them.
    static Ruling switchOver(VmRecord vm) {
        Optional<VmRecord.Migration> move = vm.migration();
        if (move.isEmpty()) {
            return new Ruling.Refuse(vm.id() + notMoving(vm) + ": there is nothing to switch");
        }
        Mode mode = move.get().terms().mode();
        return mode == Mode.HYBRID
                ? new Ruling.Tell(
                        move.get().source(), new HostWire.SwitchOver(move.get().id()))
                : new Ruling.Refuse(vm.id() + " moves by " + mode.word()
                        + ": only a hybrid migration can switch (begin one with --mode hybrid)");
    }

    private static String notMoving(VmRecord vm) {
        if (vm.debt().isPresent()) {
            return " has switched already, and fetches its pages from "
                    + vm.debt().get().host();
        }
        return vm.queued().isPresent() ? " waits for its turn to move" : " is not moving";
    }

    /// A move that waits is over at once; one that is under way, unless its commit has won.
    static Ruling cancel(VmRecord vm) {
        Optional<QueuedMove> queued = vm.queued();
        if (queued.isPresent()) {
            return new Ruling.Propose(List.of(new DropMove(vm.id(), queued.get().ticket(), CANCELLED)), List.of());
        }
        return vm.migration()
                .<Ruling>map(migration -> new Ruling.Propose(
                        List.of(new AbortMigration(vm.id(), vm.epoch(), migration.id(), CANCELLED)), List.of()))
                .orElseGet(() -> new Ruling.Refuse(vm.id() + " is not moving: there is nothing to cancel"));
    }

    /// What keeps the VM from moving anywhere now.
    private List<String> ownReasons(VmRecord vm, Mode mode) {
        List<String> reasons = new ArrayList<>();
        moving(vm).ifPresent(reasons::add);
        if (DrainPlan.isChanging(vm)) {
            reasons.add("it is being changed, copied or rebooted (wait for the end of that)");
        }
        if (DrainPlan.isBooting(vm)) {
            reasons.add("its guest is still booting (wait for the end of that)");
        }
        vm.debt()
                .ifPresent(debt ->
                        reasons.add("pages of it still follow it from " + debt.host() + " (wait for the end of that)"));
        if (!view.runs(vm)) {
            reasons.add(
                    vm.owner().isEmpty() && vm.desired() == Desired.STOPPED
                            ? "it is not running (one that was stopped moves with --mode cold)"
                            : "it is not running");
        }
        ways().objection(vm, mode).ifPresent(reasons::add);
        vm.spec()
                .platform()
                .passthrough()
                .filter(_ -> mode.movesMemory())
                .ifPresent(device -> reasons.add("it has its host's own " + device
                        + " by passthrough (give it a virtio device, or stop it and start it elsewhere)"));
        LocalDisks.objection(vm).ifPresent(reasons::add);
        return reasons;
    }

    static Optional<String> moving(VmRecord vm) {
        return vm.migration()
                .map(now -> "it is already moving from " + now.source() + " to " + now.target()
                        + " (wait for the end of that, or cancel it)");
    }

    private Optional<String> noTarget(HostId to, VmRecord vm) {
        if (vm.place().equals(Optional.of(to))) {
            return Optional.of(THERE);
        }
        return loads.stream().anyMatch(load -> load.id().equals(to)) ? Optional.empty() : Optional.of(NO_SUCH_HOST);
    }

    /// All that keeps the host from having it now.
    private List<String> objections(Placement fits, HostId to, VmRecord vm) {
        return loads.stream()
                .filter(load -> load.id().equals(to) && !vm.place().equals(Optional.of(to)))
                .flatMap(load -> fits.objections(vm.spec(), load).stream())
                .map(why -> to + " " + why)
                .toList();
    }

    /// What is worth writing down of a move that waits, or has no source.
    static Optional<FleetEvent> noted(RegistryCommand command, RegistryAnswer answer) {
        if (!(answer instanceof RegistryAnswer.VmIs)) {
            return Optional.empty();
        }
        return switch (command) {
            case RegistryCommand.QueueMove(var vm, var _, var to, var _, var priority) ->
                Optional.of(new FleetEvent.MoveQueued(vm, to, priority.name().toLowerCase(Locale.ROOT)));
            case RegistryCommand.DropMove(var vm, var _, var why) -> Optional.of(new FleetEvent.MoveDropped(vm, why));
            case RegistryCommand.MoveHome(var vm, var _, var to, var restarts) ->
                Optional.of(new FleetEvent.Bound(vm, to, restarts));
            default -> Optional.empty();
        };
    }
}
