package io.godwit.verdict;

import io.godwit.drill.Objective;
import io.godwit.unit.Durations;
import io.godwit.verdict.ObjectiveRow.Unit;
import io.godwit.verdict.ObjectiveRow.Worst;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Compares what was measured with what was asked for. What was not measured is missed.
final class Objectives {

    private final List<VmRow> vms;
    private final List<MigrationRow> migrations;
    private final Misbehaviours misbehaviours;

    Objectives(List<VmRow> vms, List<MigrationRow> migrations, Misbehaviours misbehaviours) {
        this.vms = vms;
        this.migrations = migrations;
        this.misbehaviours = misbehaviours;
    }

    List<ObjectiveRow> rows(Map<String, List<Objective>> asked) {
        var rows = new ArrayList<ObjectiveRow>();
        asked.forEach((group, objectives) -> objectives.forEach(objective -> rows.add(row(group, objective))));
        return rows;
    }

    private ObjectiveRow row(String group, Objective objective) {
        return switch (objective) {
            case Objective.Rto(var percentile, var limit) ->
                timed(group, objective, limit.toNanos(), new Taken(recoveries(group), percentile));
            case Objective.Rpo(var limit) -> timed(group, objective, limit.toNanos(), new Taken(points(group), 100));
            case Objective.Outage(var percentile, var limit) ->
                timed(group, objective, limit.toNanos(), new Taken(outages(group), percentile));
            case Objective.OutageOfMigrations(var percentile, var limit) ->
                timed(
                        group,
                        objective,
                        limit.toNanos(),
                        new Taken(ofMigrations(group, MigrationRow::outageNs), percentile));
            case Objective.DowntimeOfMigrations(var percentile, var limit) ->
                timed(
                        group,
                        objective,
                        limit.toNanos(),
                        new Taken(ofMigrations(group, MigrationRow::downtimeNs), percentile));
            case Objective.TimeOfMigrations(var percentile, var limit) ->
                timed(
                        group,
                        objective,
                        limit.toNanos(),
                        new Taken(ofMigrations(group, MigrationRow::tookNs), percentile));
            case Objective.LostWrites(var limit) -> lost(group, objective, limit);
            case Objective.While it -> metered(group, it);
        };
    }

    /// Numbers, and which of them counts.
    private record Taken(Measurements numbers, int percentile) {}

    private Measurements recoveries(String group) {
        return new Measurements(of(group).stream()
                .flatMap(vm -> vm.recoveries().stream().map(it -> Measurements.of(vm.vm(), it.rtoNs())))
                .toList());
    }

    private Measurements points(String group) {
        return new Measurements(of(group).stream()
                .flatMap(vm -> vm.lost().stream().map(it -> Measurements.of(vm.vm(), it.ifAudited(it.rpoNs()))))
                .toList());
    }

    private Measurements outages(String group) {
        return new Measurements(of(group).stream()
                .filter(vm -> vm.acknowledged().isPresent())
                .map(vm -> Measurements.of(vm.vm(), vm.longestOutageNs()))
                .toList());
    }

    private Measurements ofMigrations(String group, Function<MigrationRow, Optional<Long>> measured) {
        var names = of(group).stream().map(VmRow::vm).toList();
        return new Measurements(migrations.stream()
                .filter(it -> names.contains(it.vm()) && it.moved())
                .map(it -> Measurements.of(it.vm(), measured.apply(it)))
                .toList());
    }

    private List<VmRow> of(String group) {
        return vms.stream().filter(vm -> vm.group().equals(group)).toList();
    }

    private static ObjectiveRow timed(String group, Objective objective, long limitNs, Taken taken) {
        var numbers = taken.numbers();
        if (numbers.isEmpty()) {
            return unmeasured(group, objective, Unit.NS, limitNs);
        }
        var measured = numbers.percentile(taken.percentile());
        boolean reached = measured.filter(it -> it <= limitNs).isPresent();
        var sentence = group + " " + objective.word() + " is "
                + measured.map(Durations::roughlyNs).orElse("without end") + ", "
                + (reached ? "within " : "not within ") + objective.bound() + "; worst is " + named(numbers.worst());
        return new ObjectiveRow(
                group,
                objective.word(),
                objective.bound(),
                Unit.NS,
                false,
                limitNs,
                numbers.each().size(),
                measured,
                Optional.of(numbers.worst()),
                reached ? Standing.PASSED : Standing.MISSED,
                sentence);
    }

    private ObjectiveRow lost(String group, Objective objective, long limit) {
        var numbers = new Measurements(of(group).stream()
                .flatMap(vm -> vm.lost().stream().map(it -> Measurements.of(vm.vm(), it.ifAudited(it.writes()))))
                .toList());
        if (numbers.isEmpty()) {
            return unmeasured(group, objective, Unit.WRITES, limit);
        }
        boolean known = numbers.worst().value().isPresent();
        boolean reached = known && numbers.sum() <= limit;
        var sentence = known
                ? group + " lost " + numbers.sum() + " acknowledged writes, " + (reached ? "within " : "not within ")
                        + limit
                : "the disk of " + numbers.worst().vm() + " could not be read: nobody knows what " + group + " lost";
        return new ObjectiveRow(
                group,
                objective.word(),
                objective.bound(),
                Unit.WRITES,
                false,
                limit,
                numbers.each().size(),
                known ? Optional.of(numbers.sum()) : Optional.empty(),
                Optional.of(numbers.worst()),
                reached ? Standing.PASSED : Standing.MISSED,
                sentence);
    }

    /// The VM that is furthest from it decides.
    private ObjectiveRow metered(String group, Objective.While asked) {
        boolean floor = asked.side() == Objective.Side.AT_LEAST;
        Unit unit = asked.figure() == Objective.Figure.CPU ? Unit.PERMILLE_OF_VCPUS : Unit.MILLI_PER_SECOND;
        var figures = new ArrayList<Worst>();
        of(group).forEach(vm -> misbehaviours
                .during(vm.vm(), asked)
                .ifPresent(value -> figures.add(new Worst(vm.vm(), Optional.of(value)))));
        var byValue = Comparator.comparingLong((Worst it) -> it.value().orElseThrow());
        var furthest = figures.stream().min(floor ? byValue : byValue.reversed());
        if (furthest.isEmpty()) {
            return unmeasured(group, asked, unit, asked.limit());
        }
        long value = furthest.get().value().orElseThrow();
        boolean reached = floor ? value >= asked.limit() : value <= asked.limit();
        return new ObjectiveRow(
                group,
                asked.word(),
                asked.bound(),
                unit,
                floor,
                asked.limit(),
                figures.size(),
                furthest.get().value(),
                furthest,
                reached ? Standing.PASSED : Standing.MISSED,
                group + " " + asked.word() + " is " + unit.words(value) + " of "
                        + furthest.get().vm() + ", " + (reached ? "" : "not ") + asked.bound());
    }

    private static ObjectiveRow unmeasured(String group, Objective objective, Unit unit, long limit) {
        return new ObjectiveRow(
                group,
                objective.word(),
                objective.bound(),
                unit,
                false,
                limit,
                0,
                Optional.empty(),
                Optional.empty(),
                Standing.MISSED,
                group + " " + objective.word() + " was never measured: nothing happened that it is about");
    }

    private static String named(Worst worst) {
        return worst.vm() + " with " + worst.value().map(Durations::roughlyNs).orElse("no end");
    }
}
