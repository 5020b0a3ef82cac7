package io.godwit.drill.play;

import io.godwit.drill.Action;
import io.godwit.drill.Step;
import io.godwit.history.Entry;
import io.godwit.history.FaultEvent;
import io.godwit.history.FleetEvent;
import io.godwit.history.MigrationEvent;
import io.godwit.history.PermitEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.Endpoint;
import io.godwit.link.NodeId;
import io.godwit.node.HoldWire;
import io.godwit.recovery.ControlWire.Outcome;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.recovery.FleetView;
import io.godwit.recovery.Orders;
import io.godwit.registry.Priority;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The steps of a drill that were taken: carries them out, ends them, and collects the evidence that each was felt.
/// Times are drill times, nanoseconds. Mutable, and owned by the director.
final class Timeline {

    private final Scene scene;
    private final Orders orders;
    private final Chooser chooser;
    private final Injector injector;
    private final Map<String, Strike> strikes = new LinkedHashMap<>();
    private final Map<VmId, Strike> movers = new LinkedHashMap<>();
    private final Map<HostId, Strike> drains = new LinkedHashMap<>();
    private final Turns turns;
    private final Unruly unruly;
    private Optional<NodeId> controller = Optional.empty();
    private long zeroNs;

    Timeline(Scene scene, Orders orders) {
        this.scene = scene;
        this.orders = orders;
        var topology = scene.drill().fleet().topology();
        this.chooser = new Chooser(
                topology,
                scene.arrays(),
                scene.stage().link().self(),
                scene.stage()::isAlive,
                scene.seed().child("choices").generator());
        this.injector = new Injector(scene.stage(), topology, chooser);
        this.unruly = new Unruly(scene.stage(), scene.drill().fleet());
        this.turns = new Turns(chooser, orders, new Portage(scene, orders, this::refused), this::refused);
    }

    /// @param atNs drill time zero, on the console's clock
    void begin(long atNs) {
        zeroNs = atNs;
    }

    void controllerAt(NodeId node) {
        controller = Optional.of(node);
    }

    void take(Timetable.Due due, Optional<FleetView> view, long nowNs) {
        var step = due.step();
        var action = step.action();
        var strike = new Strike(step.id(), action.verb(), action.target(), nowNs);
        strikes.put(step.id(), strike);
        scene.recorder().record(new FaultEvent.Injected(step.id(), action.verb(), action.target()));
        switch (action) {
            case Action.Migrate move -> view.ifPresent(fleet -> migrate(strike, move, fleet));
            case Action.Drain(var choice, var priority) ->
                chooser.host(choice).ifPresent(host -> drain(strike, host, priority));
            case Action.Order(var vms, var deed) -> view.ifPresent(fleet -> turns.take(strike, vms, deed, fleet));
            case Action.Restore(var host) -> order(strike, new Wish.Restore(host), "may have VMs again");
            case Action.Misbehave misbehave ->
                view.ifPresent(fleet -> unruly.begin(
                        strike,
                        misbehave.conduct(),
                        chooser.vms(misbehave.vms(), fleet),
                        misbehave.lasting().map(time -> nowNs + time.toNanos())));
            default -> {
                injector.inject(strike, action, new Injector.Circumstances(due.because(), controller, nowNs));
                noteEnded(strike, action);
            }
        }
        due.because().ifPresent(_ -> disarm(step.id()));
        note(strike);
    }

    /// Ends what has lasted long enough, and looks for evidence.
    void look(long nowNs) {
        for (var strike : strikes.values()) {
            strike.look();
            if (strike.undoAtNs().filter(at -> at <= nowNs).isPresent()) {
                end(strike, nowNs);
            }
            note(strike);
        }
    }

    /// Ends all that lasts.
    void heal(long nowNs) {
        strikes.values().stream().filter(Strike::isLasting).forEach(strike -> end(strike, nowNs));
    }

    OptionalLong nextUndoNs() {
        return strikes.values().stream()
                .flatMap(strike -> strike.undoAtNs().stream())
                .mapToLong(Long::longValue)
                .min();
    }

    /// Whether no drain is still under way. Whether a migration is, the registry knows: a crash may leave none to tell.
    boolean isQuiet() {
        return drains.isEmpty();
    }

    void observe(Entry entry) {
        turns.observe(entry.event());
        switch (entry.event()) {
            case FleetEvent.LeaderElected elected -> {
                controller = Optional.of(elected.leader());
                felt(entry.node(), "another controller was elected");
            }
            case FleetEvent.LostDeclared lost -> felt(lost.lost(), lost.lost().value() + " was declared lost");
            case FleetEvent.NodeSuspected suspected ->
                felt(suspected.suspect(), suspected.suspect().value() + " was missed by the controller");
            case FleetEvent.Unreachable observed ->
                felt(observed.observed(), observed.observed().value() + " was seen unreachable");
            case PermitEvent.Expired expired ->
                felt(expired.holder(), "the permit of " + expired.holder().value() + " ran out");
            case FleetEvent.DrainFinished drained ->
                Optional.ofNullable(drains.remove(drained.host()))
                        .ifPresent(strike -> strike.felt("moved " + drained.moved() + " VMs, left " + drained.left()));
            case MigrationEvent.PhaseEntered entered ->
                Optional.ofNullable(movers.get(entered.vm()))
                        .ifPresent(strike -> strike.felt(entered.vm() + " began to move"));
            case MigrationEvent.Finished finished ->
                Optional.ofNullable(movers.remove(finished.vm()))
                        .ifPresent(strike -> strike.came(finished.vm() + " "
                                + finished.outcome().toString().toLowerCase(Locale.ROOT)));
            default -> {}
        }
    }

    /// What became of each step, also of those that were never taken.
    List<Played.StepTaken> taken(List<Step> all) {
        return all.stream()
                .map(step -> Optional.ofNullable(strikes.get(step.id()))
                        .map(strike -> strike.taken(zeroNs))
                        .orElseGet(() -> new Played.StepTaken(
                                step.id(),
                                step.action().verb(),
                                step.action().target(),
                                Optional.empty(),
                                List.of(),
                                Optional.empty(),
                                Optional.empty())))
                .toList();
    }

    private void migrate(Strike strike, Action.Migrate move, FleetView view) {
        for (var vm : chooser.vms(move.vms(), view)) {
            movers.put(vm, strike);
            orders.give(new Wish.Migrate(vm, move.to(), move.mode(), move.terms(), move.priority()), outcome -> {
                switch (outcome) {
                    case Outcome.Refused(var why) -> refused(strike, why);
                    case Outcome.Accepted(var _, var bound) ->
                        bound.ifPresent(it -> {
                            movers.remove(vm);
                            strike.felt(vm + (it.restarts() ? " restarts on " : " starts next on ") + it.host());
                        });
                    case Outcome.Shown _ -> {}
                }
            });
        }
    }

    private void drain(Strike strike, HostId host, Priority priority) {
        drains.put(host, strike);
        orders.give(new Wish.Drain(host, priority), outcome -> {
            if (outcome instanceof Outcome.Refused(var why)) {
                drains.remove(host);
                refused(strike, why);
            }
        });
    }

    private void order(Strike strike, Wish wish, String done) {
        orders.give(wish, outcome -> {
            if (outcome instanceof Outcome.Refused(var why)) {
                refused(strike, why);
            } else {
                strike.felt(done);
            }
        });
    }

    private void refused(Strike strike, String why) {
        scene.recorder().record(new FaultEvent.Failed(strike.step(), why));
    }

    private void felt(NodeId node, String how) {
        for (var strike : strikes.values()) {
            if (strike.victims().contains(node)) {
                strike.felt(how);
            }
        }
    }

    private void end(Strike strike, long nowNs) {
        strike.end(nowNs);
        scene.recorder().record(new FaultEvent.Healed(strike.step()));
    }

    private void noteEnded(Strike strike, Action action) {
        boolean killed = action instanceof Action.Crash crash && crash.how() == Action.Blow.KILL;
        if (action instanceof Action.Kill || killed) {
            for (var node : strike.victims()) {
                scene.recorder().record(new FaultEvent.ProcessEnded(strike.step(), node));
            }
        }
    }

    private void note(Strike strike) {
        strike.news().ifPresent(evidence -> scene.recorder().record(new FaultEvent.Bit(strike.step(), evidence)));
    }

    /// All nodes hold migrations for a step that strikes one.
    private void disarm(String step) {
        for (var node : scene.drill().fleet().topology().nodes()) {
            scene.stage()
                    .link()
                    .send(Orders.SERVICE, new Endpoint(node.id(), HoldWire.SERVICE), new HoldWire.Disarm(step));
        }
    }
}
