package io.godwit.drill.file;

import io.godwit.advice.Advice;
import io.godwit.drill.Action.Deed.ScaleBy;
import io.godwit.drill.Drill;
import io.godwit.drill.Expectations;
import io.godwit.drill.Fleet;
import io.godwit.drill.Heal;
import io.godwit.drill.InvariantName;
import io.godwit.drill.Run;
import io.godwit.drill.Steady;
import io.godwit.drill.Topology;
import io.godwit.drill.file.Cells.Cell;
import io.godwit.drill.file.HostCatalog.Capacity;
import io.godwit.drill.file.TimelineSection.Line;
import io.godwit.drill.file.VmsSection.Group;
import io.godwit.guest.WorkloadSpec;
import io.godwit.migration.precopy.Terms;
import io.godwit.permit.PermitSettings;
import io.godwit.time.Seed;
import io.godwit.unit.Durations;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads one cell of a drill file, section by section. Each stage builds on the one before, and tells all that it
/// finds.
final class DrillReader {

    private static final long DEFAULT_SEED = 1;
    private static final Pattern ELAPSED = Pattern.compile("elapsed > (.+)");

    private final Surroundings around;
    private final Problems problems;

    DrillReader(Surroundings around, Problems problems) {
        this.around = around;
        this.problems = problems;
    }

    /// What the first two stages have read.
    private record Fixed(Topology topology, List<Group> groups, Map<String, WorkloadSpec> workloads, Traces traces) {}

    Drill read(Cell cell) {
        var root = new Item("", cell.root(), problems)
                .section(
                        "drill",
                        "name",
                        "matrix",
                        "topology",
                        "permit",
                        "traces",
                        "vms",
                        "workload",
                        "migration",
                        "steady",
                        "timeline",
                        "heal",
                        "stop-if",
                        "expect",
                        "advise",
                        "run");
        problems.check(() -> root.require("drill", "drill: v1").says("v1"));
        Optional<String> name = required(root, "name", "name: host-loss", Item::name);
        Optional<Topology> topology = required(
                root,
                "topology",
                "topology: {sites: {a: {racks: {r1: 3}, host: NAME}}}",
                item -> TopologySection.read(item, around.hosts(), problems));
        problems.settle();
        Fixed fixed = guests(root, topology.orElseThrow());
        return new Course(root, fixed, cell).read(name.orElseThrow());
    }

    private Fixed guests(Section root, Topology topology) {
        var traces = new Traces(around.traces());
        root.get("traces").ifPresent(item -> problems.check(() -> traces.read(item)));
        Optional<List<Group>> groups =
                required(root, "vms", "vms: {web: {count: 3, memory: 1GiB}}", item -> new VmsSection(
                                topology, new ImageReader(around.images()), problems)
                        .read(item));
        problems.settle();
        root.get("vms").ifPresent(item -> new CapacityCheck(topology, around.hosts(), groups.orElseThrow(), problems)
                .check(item));
        var workload =
                new WorkloadSection(pageSize(topology), traces, around.hosts().activities(), problems);
        Map<String, WorkloadSpec> workloads = root.get("workload")
                .flatMap(item -> problems.attempt(() -> workload.read(item, groups.orElseThrow())))
                .orElse(Map.of());
        problems.settle();
        return new Fixed(topology, groups.orElseThrow(), workloads, traces);
    }

    private MemorySize pageSize(Topology topology) {
        return topology.workers()
                .flatMap(host -> host.spec().map(spec -> around.hosts().capacity(spec, host.hypervisor())).stream())
                .map(Capacity::pageSize)
                .findFirst()
                .orElseThrow();
    }

    private <T> Optional<T> required(Section section, String key, String example, Function<Item, T> reading) {
        return problems.attempt(() -> reading.apply(section.require(key, example)));
    }

    private <T> T optional(Section section, String key, Function<Item, T> reading, T otherwise) {
        return section.get(key)
                .flatMap(item -> problems.attempt(() -> reading.apply(item)))
                .orElse(otherwise);
    }

    /// The last stage: what is done to the fleet and expected of it.
    private final class Course {

        private final Section root;
        private final Fixed fixed;
        private final Cell cell;

        Course(Section root, Fixed fixed, Cell cell) {
            this.root = root;
            this.fixed = fixed;
            this.cell = cell;
        }

        Drill read(String name) {
            Optional<Duration> permit = root.get("permit").flatMap(item -> problems.attempt(() -> permit(item)));
            MigrationSection migration =
                    optional(root, "migration", MigrationSection::read, MigrationSection.byDefault());
            Optional<Steady> steady =
                    required(root, "steady", "steady: {all: running, within: 2m}", DrillReader::steady);
            Optional<Heal> heal = required(root, "heal", "heal: {at: 1m, settle: 30s}", DrillReader::heal);
            Run run = optional(
                    root,
                    "run",
                    item -> run(item, heal),
                    new Run(DEFAULT_SEED, Run.Clock.ANY, stop(heal), advice(heal)));
            List<Line> lines = optional(
                    root, "timeline", item -> timeline(migration.terms()).read(item), List.of());
            problems.settle();
            var expect = expect(lines, heal.orElseThrow());
            problems.settle();
            var fleet = new Fleet(
                    fixed.topology(), vms(run.seed()), rules(), permit, migration.terms(), migration.limits());
            var steps = lines.stream().map(Line::step).toList();
            return new Drill(name, cell.values(), fleet, steady.orElseThrow(), steps, heal.orElseThrow(), expect, run);
        }

        private TimelineSection timeline(Terms migration) {
            var places = new Places(fixed.topology());
            var guests = new Guests(fixed.groups());
            var deeds = new Deeds(guests, fixed.topology(), around.hosts());
            var actions = new Actions(places, deeds, new Cuts(fixed.topology(), places), migration);
            return new TimelineSection(new Triggers(places, guests), actions, problems);
        }

        private Expectations expect(List<Line> lines, Heal heal) {
            var guests = new Guests(fixed.groups());
            var movements = new Movements(lines, guests);
            new TimelineChecks(movements, heal, new Places(fixed.topology())).check(problems);
            var section = new ExpectSection(guests, fixed.workloads(), movements, problems);
            var steps = lines.stream().map(line -> line.step().id()).toList();
            var otherwise = new Expectations(InvariantName.safety(), Map.of(), ExpectSection.byDefault(heal), steps);
            Expectations expect = optional(root, "expect", item -> section.read(item, heal), otherwise);
            if (expect.eventually().protectedRunning()) {
                problems.check(() -> new QuorumCheck(fixed.topology(), lines).check());
            }
            return expect;
        }

        private Run run(Item item, Optional<Heal> heal) {
            var section = item.section("seed", "clock");
            return new Run(
                    section.get("seed", Item::wholeNumber, DEFAULT_SEED),
                    section.get("clock", clock -> clock.word(Run.Clock.class), Run.Clock.ANY),
                    stop(heal),
                    advice(heal));
        }

        private Optional<Advice> advice(Optional<Heal> heal) {
            var reader = new AdviceReader(around.hosts().advice());
            return root.get("advise")
                    .flatMap(item -> problems.attempt(
                            () -> reader.read(item, heal.map(Heal::end).orElse(Item.LONGEST))));
        }

        private Optional<Duration> stop(Optional<Heal> heal) {
            return root.get("stop-if").flatMap(item -> problems.attempt(() -> stopAfter(item, heal)));
        }

        private List<ScaleBy> rules() {
            return fixed.groups().stream()
                    .flatMap(group -> group.rule().stream())
                    .toList();
        }

        private List<VmSpec> vms(long seed) {
            fixed.traces().shuffle(Seed.of(seed));
            List<VmSpec> vms = new ArrayList<>();
            for (Group group : fixed.groups()) {
                WorkloadSpec workload = fixed.workloads().getOrDefault(group.name(), WorkloadSpec.idle());
                for (int number = 1; number <= group.count(); number++) {
                    vms.add(group.vm(number, fixed.traces().next(workload)));
                }
            }
            return vms;
        }
    }

    private static Duration permit(Item item) {
        Duration length = item.durationAboveZero();
        try {
            return PermitSettings.checked(length);
        } catch (IllegalQuantity outside) {
            throw item.refused("is no length: " + outside.getMessage());
        }
    }

    private static Steady steady(Item item) {
        var section = item.section("all", "protection", "hold", "within");
        boolean allRunning = section.get("all", word -> word.says("running"), false);
        boolean inSync = section.get("protection", word -> word.says("in-sync"), false);
        if (!allRunning && !inSync) {
            throw item.refused("asks for nothing: add all: running");
        }
        Duration within = section.require("within", "within: 2m").durationAboveZero();
        Duration hold = section.get("hold", Item::duration, Duration.ZERO);
        if (hold.compareTo(within) >= 0) {
            throw section.refusedAt("hold", "leaves no time to get there: make it shorter than within");
        }
        return new Steady(allRunning, inSync, hold, within);
    }

    private static Heal heal(Item item) {
        var section = item.section("at", "settle");
        return new Heal(
                section.require("at", "at: 1m").durationAboveZero(),
                section.require("settle", "settle: 30s").durationAboveZero());
    }

    private static Duration stopAfter(Item item, Optional<Heal> heal) {
        List<Item> conditions = item.list();
        if (conditions.size() != 1) {
            throw item.refused("needs exactly one condition: write [elapsed > 15m]");
        }
        var condition = conditions.getFirst();
        Matcher elapsed = ELAPSED.matcher(condition.text());
        if (!elapsed.matches()) {
            throw condition.refused("'" + condition.text() + "' is no condition: write elapsed > 15m");
        }
        Duration stop = condition.with(elapsed.group(1)).durationAboveZero();
        if (heal.filter(end -> stop.compareTo(end.end()) <= 0).isPresent()) {
            throw condition.refused("stops before the drill has settled at "
                    + Durations.format(heal.orElseThrow().end()) + ": write a later time");
        }
        return stop;
    }
}
