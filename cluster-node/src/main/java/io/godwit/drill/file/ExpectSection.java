package io.godwit.drill.file;

import io.godwit.drill.Expectations;
import io.godwit.drill.Expectations.Eventually;
import io.godwit.drill.Heal;
import io.godwit.drill.InvariantName;
import io.godwit.drill.Objective;
import io.godwit.drill.file.VmsSection.Group;
import io.godwit.guest.WorkloadSpec;
import io.godwit.unit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// Reads `expect`, and refuses objectives that cannot be reached or that nothing would measure.
final class ExpectSection {

    private static final List<String> PERCENTILES = List.of("p50", "p90", "p95", "p99", "p100");

    private final Guests guests;
    private final Map<String, WorkloadSpec> workloads;
    private final Movements movements;
    private final Problems problems;

    ExpectSection(Guests guests, Map<String, WorkloadSpec> workloads, Movements movements, Problems problems) {
        this.guests = guests;
        this.workloads = workloads;
        this.movements = movements;
        this.problems = problems;
    }

    Expectations read(Item expect, Heal heal) {
        var section = expect.section("always", "objectives", "eventually", "must-happen");
        return new Expectations(
                section.get("always", ExpectSection::always, InvariantName.safety()),
                section.get("objectives", this::objectives, Map.of()),
                section.get("eventually", item -> eventually(item, heal), byDefault(heal)),
                section.get("must-happen", this::mustHappen, steps()));
    }

    /// What is expected where a drill does not say.
    static Eventually byDefault(Heal heal) {
        return new Eventually(heal.settle(), true, true);
    }

    private static List<InvariantName> always(Item item) {
        List<InvariantName> named =
                item.list().stream().map(ExpectSection::safety).distinct().toList();
        if (named.isEmpty()) {
            throw item.refused("names no invariant: remove it to have all of them checked");
        }
        return named;
    }

    private static InvariantName safety(Item name) {
        InvariantName invariant = name.word(InvariantName.class);
        if (!invariant.isSafety()) {
            throw name.refused("is no matter of safety, and always checked: remove it");
        }
        return invariant;
    }

    private Map<String, List<Objective>> objectives(Item item) {
        Map<String, List<Objective>> objectives = new LinkedHashMap<>();
        for (Item.Named named : item.named()) {
            problems.check(() -> {
                Group group = guests.group(named.item(), named.name());
                objectives.put(group.name(), objectives(named.item(), group));
            });
        }
        return objectives;
    }

    private List<Objective> objectives(Item item, Group group) {
        var section = item.section(
                "rto",
                "rpo",
                "lost-writes",
                "outage",
                "outage-of-migrations",
                "downtime-of-migrations",
                "time-of-migrations",
                "while");
        List<Objective> objectives = new ArrayList<>();
        section.get("rto").ifPresent(rto -> objectives.addAll(percentiles(rto, Objective.Rto::new)));
        section.get("rpo").ifPresent(rpo -> objectives.add(new Objective.Rpo(rpo.duration())));
        section.get("lost-writes").ifPresent(lost -> objectives.add(new Objective.LostWrites(count(lost))));
        section.get("outage").ifPresent(gap -> objectives.addAll(percentiles(gap, Objective.Outage::new)));
        section.get("outage-of-migrations")
                .ifPresent(gap -> objectives.addAll(percentiles(gap, Objective.OutageOfMigrations::new)));
        section.get("downtime-of-migrations")
                .ifPresent(limit -> objectives.addAll(percentiles(limit, Objective.DowntimeOfMigrations::new)));
        section.get("time-of-migrations")
                .ifPresent(limit -> objectives.addAll(percentiles(limit, Objective.TimeOfMigrations::new)));
        for (Objective objective : objectives) {
            requireReachable(section, group, objective);
        }
        var figures = new FiguresReader(movements, workloads.getOrDefault(group.name(), WorkloadSpec.idle()));
        section.get("while").ifPresent(steps -> objectives.addAll(figures.read(steps, group)));
        if (objectives.isEmpty()) {
            throw item.refused("has no objectives: add one like lost-writes: 0");
        }
        return objectives;
    }

    private static long count(Item item) {
        long count = item.wholeNumber();
        if (count < 0) {
            throw item.refused("is negative: write 0 or more");
        }
        return count;
    }

    /// `15s`, which every VM must reach, or `{p95: 15s, p100: 30s}`.
    private static List<Objective> percentiles(Item item, BiFunction<Integer, Duration, Objective> objective) {
        if (!item.isMap()) {
            return List.of(objective.apply(100, item.durationAboveZero()));
        }
        var section = item.section(PERCENTILES.toArray(String[]::new));
        List<Objective> objectives = PERCENTILES.stream()
                .flatMap(key -> section.get(key).stream()
                        .map(limit -> objective.apply(Integer.parseInt(key.substring(1)), limit.durationAboveZero())))
                .toList();
        if (objectives.isEmpty()) {
            throw item.refused("has no percentile: write {p95: 15s}");
        }
        return objectives;
    }

    private void requireReachable(Section section, Group group, Objective objective) {
        boolean needsLedger = !(objective instanceof Objective.DowntimeOfMigrations
                || objective instanceof Objective.TimeOfMigrations);
        if (needsLedger
                && workloads
                        .getOrDefault(group.name(), WorkloadSpec.idle())
                        .ledger()
                        .isEmpty()) {
            throw section.refusedAt(
                    objective.word(),
                    "nothing measures it, since the group has no ledger: add workload: {" + group.name()
                            + ": {ledger: {writes: 10/s}}}");
        }
        switch (objective) {
            case Objective.Rto _, Objective.Rpo _ -> requireRecovery(section, group, objective);
            case Objective.OutageOfMigrations _, Objective.DowntimeOfMigrations _, Objective.TimeOfMigrations _ -> {
                if (!movements.mayMigrate(group, "")) {
                    throw section.refusedAt(
                            objective.word(),
                            "nothing measures it, since no step migrates the group: add a migrate or drain");
                }
            }
            case Objective.LostWrites _, Objective.Outage _, Objective.While _ -> {}
        }
    }

    private void requireRecovery(Section section, Group group, Objective objective) {
        if (!group.first().isProtected()) {
            throw section.refusedAt(
                    objective.word(),
                    "cannot be reached with protect: none, since nobody restarts it: protect the group");
        }
        if (!movements.mayTakeHostsAway()) {
            throw section.refusedAt(
                    objective.word(), "nothing measures it, since no step takes a host away: add a kill or remove it");
        }
    }

    private static Eventually eventually(Item item, Heal heal) {
        var section = item.section("within", "protected", "leftovers");
        Duration within = section.get("within", limit -> within(limit, heal), heal.settle());
        return new Eventually(
                within,
                section.get("protected", word -> word.says("running"), false),
                section.get("leftovers", word -> word.says("none"), false));
    }

    private static Duration within(Item item, Heal heal) {
        if (item.text().equals("settle")) {
            return heal.settle();
        }
        Duration within = item.durationAboveZero();
        if (within.compareTo(heal.settle()) > 0) {
            throw item.refused("is longer than the time to settle, " + Durations.format(heal.settle())
                    + ", after which the drill ends: write settle or less");
        }
        return within;
    }

    private List<String> mustHappen(Item item) {
        return item.list().stream()
                .map(step -> {
                    String id = step.text();
                    if (!steps().contains(id)) {
                        throw step.refused("there is no step '" + id + "': " + Nearest.remedy(id, steps()));
                    }
                    return id;
                })
                .distinct()
                .toList();
    }

    private List<String> steps() {
        return movements.lines().stream().map(line -> line.step().id()).toList();
    }
}
