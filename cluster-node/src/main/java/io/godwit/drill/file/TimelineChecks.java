package io.godwit.drill.file;

import io.godwit.drill.Action;
import io.godwit.drill.Action.Deed;
import io.godwit.drill.Heal;
import io.godwit.drill.Step;
import io.godwit.drill.Topology.Host;
import io.godwit.drill.Trigger;
import io.godwit.drill.VmChoice;
import io.godwit.drill.file.TimelineSection.Line;
import io.godwit.drill.file.VmsSection.Group;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.unit.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What steps ask of each other, of the guests and of the heal, and cannot have.
final class TimelineChecks {

    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final Heal heal;
    private final Movements movements;
    private final Places places;

    TimelineChecks(Movements movements, Heal heal, Places places) {
        movements.lines().forEach(line -> lines.put(line.step().id(), line));
        this.heal = heal;
        this.movements = movements;
        this.places = places;
    }

    void check(Problems problems) {
        for (Line line : lines.values()) {
            problems.check(() -> checkTimes(line));
            problems.check(() -> checkTrigger(line));
            problems.check(() -> checkCrash(line));
            problems.check(() -> checkRestore(line));
            problems.check(() -> checkDestroy(line));
            problems.check(() -> checkImport(line));
        }
    }

    private void checkTimes(Line line) {
        Optional<Duration> earliest = earliest(line);
        if (earliest.isEmpty()) {
            return;
        }
        if (earliest.get().compareTo(heal.at()) >= 0) {
            throw line.item()
                    .refused("comes at " + Durations.format(earliest.get()) + ", not before the heal at "
                            + Durations.format(heal.at()) + ": move it or the heal");
        }
        Optional<Duration> end = lasting(line.step().action()).map(earliest.get()::plus);
        if (end.filter(time -> time.compareTo(heal.at()) > 0).isPresent()) {
            throw line.item()
                    .refused("lasts until " + Durations.format(end.get()) + ", beyond the heal at "
                            + Durations.format(heal.at()) + ": shorten it or heal later");
        }
    }

    private static Optional<Duration> lasting(Action action) {
        return switch (action) {
            case Action.Migrate _, Action.Drain _, Action.Restore _, Action.Order _, Action.CrashGuest _ ->
                Optional.empty();
            case Action.Kill(var _, var back) -> back;
            case Action.PowerOff(var _, var back) -> back;
            case Action.Crash(var _, var _, var back) -> back;
            case Action.Pause(var _, var lasting) -> lasting;
            case Action.Partition(var _, var lasting) -> lasting;
            case Action.Degrade(var _, var _, var lasting) -> lasting;
            case Action.Misbehave(var _, var _, var lasting) -> lasting;
        };
    }

    /// The drill time before which a step cannot come; empty when it follows an event.
    private Optional<Duration> earliest(Line line) {
        Duration delay = Duration.ZERO;
        Set<String> seen = new LinkedHashSet<>();
        Line current = line;
        while (current.step().trigger() instanceof Trigger.After(var before, var wait)) {
            if (!seen.add(current.step().id())) {
                throw line.item()
                        .refused("waits for itself (" + String.join(" after ", seen) + "): give one of them at:");
            }
            delay = delay.plus(wait);
            if (!lines.containsKey(before)) {
                throw current.item()
                        .refused("comes after '" + before + "', and there is no such step: "
                                + Nearest.remedy(before, lines.keySet()));
            }
            current = lines.get(before);
        }
        return current.step().trigger() instanceof Trigger.At(var time)
                ? Optional.of(time.plus(delay))
                : Optional.empty();
    }

    private void checkTrigger(Line line) {
        if (!(line.step().trigger() instanceof Trigger.When(var moment))) {
            return;
        }
        switch (moment) {
            case Trigger.MigrationEnters(Trigger.First(), var _) -> requireMigration(line, groups());
            case Trigger.MigrationEnters(Trigger.FirstOf(var name), var _) ->
                requireMigration(line, groups().filter(group -> group.name().equals(name)));
            case Trigger.MigrationEnters(Trigger.Of(var vm), var _) ->
                requireMigration(line, groups().filter(group -> Guests.isOf(vm, group)));
            case Trigger.MigrationEnds(var vm) ->
                requireMigration(line, groups().filter(group -> Guests.isOf(vm, group)));
            case Trigger.HostDrained(var host) -> requireDrain(line, host);
            case Trigger.HostLost _ -> {
                if (!movements.mayTakeHostsAway()) {
                    throw line.item().refused("waits for a loss, and no step takes a host away: add a kill or a pause");
                }
            }
            case Trigger.AllRunning _, Trigger.HostUnderPressure _, Trigger.ControllerElected _ -> {}
        }
    }

    private void requireMigration(Line line, Stream<Group> candidates) {
        String id = line.step().id();
        if (candidates.noneMatch(group -> movements.mayMigrate(group, id))) {
            throw line.item()
                    .refused(
                            "waits for a migration, and no other step makes one: add a migrate or drain that moves it");
        }
    }

    private Stream<Group> groups() {
        return movements.guests().groups().stream();
    }

    private void requireDrain(Line line, HostId host) {
        if (!mayDrain(host)) {
            throw line.item().refused("needs a drain of host " + host + ", and no step drains it: add one before");
        }
    }

    private boolean mayDrain(HostId host) {
        return lines.values().stream()
                .anyMatch(line -> line.step().action() instanceof Action.Drain(var choice, var _)
                        && places.possible(choice).stream().map(Host::id).anyMatch(host::equals));
    }

    private static void checkCrash(Line line) {
        Step step = line.step();
        boolean inMigration = step.trigger() instanceof Trigger.When(Trigger.MigrationEnters _);
        if (step.action() instanceof Action.Crash && !inMigration) {
            throw line.item()
                    .refused("crashes a party of a migration and does not say of which: add when: first migration"
                            + " enters commit");
        }
    }

    /// A VM of no group is there only if a step makes it.
    private void checkDestroy(Line line) {
        if (line.step().action() instanceof Action.Order(VmChoice.Named(var vm), Deed.Destroy())
                && groups().noneMatch(group -> vm.value().startsWith(group.name() + "-"))
                && lines.values().stream().noneMatch(other -> makes(other.step().action(), vm))) {
            throw line.item()
                    .refused(
                            "destroys " + vm + ", which is of no group, and no step makes it: name another VM, or clone"
                                    + " one as " + vm);
        }
    }

    private void checkImport(Line line) {
        if (line.step().action() instanceof Action.Order(var _, Deed.Import(var file, var _, var _))
                && lines.values().stream()
                        .noneMatch(other -> exports(other.step().action(), file))) {
            throw line.item()
                    .refused("brings the file " + file + ", and no step exports one of that name: export it before");
        }
    }

    private static boolean exports(Action action, String file) {
        return action instanceof Action.Order(var _, Deed.Export(var as, var _)) && as.equals(file);
    }

    private static boolean makes(Action action, VmId vm) {
        return switch (action) {
            case Action.Order(var _, Deed.Clone(var as, var _)) -> as.equals(vm);
            case Action.Order(var _, Deed.Create(var as, var _)) -> as.equals(vm);
            case Action.Order(var _, Deed.Import(var _, var as, var _)) -> as.equals(vm);
            default -> false;
        };
    }

    private void checkRestore(Line line) {
        if (line.step().action() instanceof Action.Restore(var host)) {
            requireDrain(line, host);
        }
    }
}
