package io.godwit.drill.play;

import io.godwit.drill.Action;
import io.godwit.drill.Step;
import io.godwit.drill.Topology;
import io.godwit.drill.Trigger;
import io.godwit.history.Entry;
import io.godwit.history.FleetEvent;
import io.godwit.history.HostEvent;
import io.godwit.history.MigrationEvent;
import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.identity.VmId;
import io.godwit.memory.pressure.Pressure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// Which step's moment has come. Times are drill times, nanoseconds.
final class Timetable {

    /// A step whose moment has come.
    ///
    /// @param because the migration event that it waited for, for steps about "the migration"
    record Due(Step step, Optional<MigrationEvent> because) {}

    private final Topology topology;
    private final Function<VmId, String> groupOf;
    private final Map<String, Step> waiting = new LinkedHashMap<>();
    private final Map<String, Long> takenNs = new LinkedHashMap<>();

    Timetable(List<Step> steps, Topology topology, Function<VmId, String> groupOf) {
        this.topology = topology;
        this.groupOf = groupOf;
        steps.forEach(step -> waiting.put(step.id(), step));
    }

    /// The steps whose time has come; each is due once.
    List<Due> due(long nowNs) {
        var due = new ArrayList<Due>();
        for (var step : List.copyOf(waiting.values())) {
            var at = timeOf(step.trigger());
            if (at.isPresent() && at.getAsLong() <= nowNs) {
                due.add(take(step, nowNs, Optional.empty()));
            }
        }
        return due;
    }

    /// When [#due] next has a step, as far as the clock alone decides.
    OptionalLong nextNs() {
        return waiting.values().stream()
                .map(step -> timeOf(step.trigger()))
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min();
    }

    /// The steps whose moment this event is.
    List<Due> due(Entry entry, long nowNs) {
        var due = new ArrayList<Due>();
        for (var step : List.copyOf(waiting.values())) {
            if (step.trigger() instanceof Trigger.When(var moment) && isMoment(moment, step, entry)) {
                var because = entry.event() instanceof MigrationEvent event
                        ? Optional.of(event)
                        : Optional.<MigrationEvent>empty();
                due.add(take(step, nowNs, because));
            }
        }
        return due;
    }

    /// The steps that wait for all VMs to run.
    List<Due> allRunning(long nowNs) {
        var due = new ArrayList<Due>();
        for (var step : List.copyOf(waiting.values())) {
            if (step.trigger() instanceof Trigger.When(Trigger.AllRunning _)) {
                due.add(take(step, nowNs, Optional.empty()));
            }
        }
        return due;
    }

    boolean isOver() {
        return waiting.isEmpty();
    }

    /// The side whose entry into a phase is the step's moment: the one that the crash is to hit where it has that
    /// phase, or else the one that has it.
    static Side sideOf(Step step, Phase phase) {
        var hitsTarget = step.action() instanceof Action.Crash crash && crash.party() == Action.Party.TARGET;
        return hitsTarget || phase == Phase.RESUME ? Side.TARGET : Side.SOURCE;
    }

    private Due take(Step step, long nowNs, Optional<MigrationEvent> because) {
        waiting.remove(step.id());
        takenNs.put(step.id(), nowNs);
        return new Due(step, because);
    }

    private OptionalLong timeOf(Trigger trigger) {
        return switch (trigger) {
            case Trigger.At(var time) -> OptionalLong.of(time.toNanos());
            case Trigger.After(var step, var delay) ->
                takenNs.containsKey(step) ? OptionalLong.of(takenNs.get(step) + delay.toNanos()) : OptionalLong.empty();
            case Trigger.When _ -> OptionalLong.empty();
        };
    }

    private boolean isMoment(Trigger.Moment moment, Step step, Entry entry) {
        return switch (moment) {
            case Trigger.AllRunning() -> false;
            case Trigger.MigrationEnters(var whose, var phase) ->
                entry.event() instanceof MigrationEvent.PhaseEntered entered
                        && entered.phase() == phase
                        && entered.side() == sideOf(step, phase)
                        && isOf(whose, entered.vm());
            case Trigger.MigrationEnds(var vm) ->
                entry.event() instanceof MigrationEvent.Finished finished
                        && finished.vm().equals(vm);
            case Trigger.HostDrained(var host) ->
                entry.event() instanceof FleetEvent.DrainFinished drained
                        && drained.host().equals(host);
            case Trigger.HostLost(var host) ->
                entry.event() instanceof FleetEvent.LostDeclared lost
                        && topology.host(host)
                                .filter(it -> it.node().equals(lost.lost()))
                                .isPresent();
            case Trigger.HostUnderPressure(var host) ->
                entry.event() instanceof HostEvent.PressureChanged changed
                        && changed.host().equals(host)
                        && changed.pressure().compareTo(Pressure.SOFT) >= 0;
            case Trigger.ControllerElected() -> entry.event() instanceof FleetEvent.LeaderElected;
        };
    }

    private boolean isOf(Trigger.Whose whose, VmId vm) {
        return switch (whose) {
            case Trigger.First() -> true;
            case Trigger.FirstOf(var group) -> groupOf.apply(vm).equals(group);
            case Trigger.Of(var named) -> named.equals(vm);
        };
    }
}
