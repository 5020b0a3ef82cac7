package io.godwit.drill.file;

import io.godwit.drill.Trigger;
import io.godwit.drill.Trigger.Moment;
import io.godwit.history.MigrationEvent.Phase;
import io.godwit.unit.Words;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads when a step is taken: `at: 10s`, `after: cut + 40s`, `when: first app migration enters commit`.
final class Triggers {

    private static final Pattern AFTER = Pattern.compile("([^+\\s]+)(?: *\\+ *(.+))?");
    private static final Pattern FIRST_ENTERS = Pattern.compile("first (?:(\\S+) )?migration enters (\\S+)");
    private static final Pattern ENTERS = Pattern.compile("migration of (\\S+) enters (\\S+)");
    private static final Pattern ENDS = Pattern.compile("migration of (\\S+) ends");
    private static final Pattern DRAINED = Pattern.compile("host (\\S+) drained");
    private static final Pattern LOST = Pattern.compile("host (\\S+) lost");
    private static final Pattern PRESSED = Pattern.compile("host (\\S+) under pressure");

    private static final String REMEDY =
            "write one of: all running; first migration enters PHASE; first GROUP migration"
                    + " enters PHASE; migration of VM enters PHASE; migration of VM ends; host NAME drained;"
                    + " host NAME lost; host NAME under pressure; controller elected";

    private final Places places;
    private final Guests guests;

    Triggers(Places places, Guests guests) {
        this.places = places;
        this.guests = guests;
    }

    Trigger read(Section step) {
        var at = step.get("at");
        var after = step.get("after");
        var when = step.get("when");
        long given = Stream.of(at, after, when).filter(Optional::isPresent).count();
        if (given != 1) {
            throw step.refused(
                    "has " + given + " triggers: give exactly one of at: 10s, after: STEP + 5s, when: EVENT");
        }
        return at.<Trigger>map(item -> new Trigger.At(item.duration()))
                .or(() -> after.map(Triggers::after))
                .or(() -> when.map(item -> new Trigger.When(moment(item))))
                .orElseThrow();
    }

    private static Trigger after(Item item) {
        Matcher after = AFTER.matcher(item.text());
        if (!after.matches()) {
            throw item.refused("'" + item.text() + "' names no step: write after: STEP or after: STEP + 5s");
        }
        Duration delay = after.group(2) == null
                ? Duration.ZERO
                : item.with(after.group(2)).duration();
        return new Trigger.After(after.group(1), delay);
    }

    private Moment moment(Item item) {
        String text = item.text();
        if (text.equals("all running")) {
            return new Trigger.AllRunning();
        }
        if (text.equals("controller elected")) {
            return new Trigger.ControllerElected();
        }
        Matcher first = FIRST_ENTERS.matcher(text);
        if (first.matches()) {
            Trigger.Whose whose = first.group(1) == null
                    ? new Trigger.First()
                    : new Trigger.FirstOf(guests.group(item, first.group(1)).name());
            return new Trigger.MigrationEnters(whose, phase(item, first.group(2)));
        }
        Matcher enters = ENTERS.matcher(text);
        if (enters.matches()) {
            var whose = new Trigger.Of(guests.vm(item, enters.group(1)));
            return new Trigger.MigrationEnters(whose, phase(item, enters.group(2)));
        }
        return endOfSomething(item, text);
    }

    private Moment endOfSomething(Item item, String text) {
        Matcher ends = ENDS.matcher(text);
        if (ends.matches()) {
            return new Trigger.MigrationEnds(guests.vm(item, ends.group(1)));
        }
        Matcher drained = DRAINED.matcher(text);
        if (drained.matches()) {
            return new Trigger.HostDrained(places.worker(item, drained.group(1)).id());
        }
        Matcher lost = LOST.matcher(text);
        if (lost.matches()) {
            return new Trigger.HostLost(places.host(item, lost.group(1)).id());
        }
        Matcher pressed = PRESSED.matcher(text);
        if (pressed.matches()) {
            return new Trigger.HostUnderPressure(
                    places.managing(item, pressed.group(1)).id());
        }
        throw item.refused("'" + text + "' is no event that a drill can wait for: " + REMEDY);
    }

    private static Phase phase(Item item, String text) {
        return Words.constant(Phase.class, text)
                .orElseThrow(() -> item.refused(
                        "there is no phase '" + text + "': " + Nearest.remedy(text, Words.all(Phase.class))));
    }
}
