package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.client.DoorClient;
import io.godwit.client.SentEvent;
import io.godwit.unit.Counted;
import io.godwit.unit.Durations;
import io.godwit.unit.MemorySize;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Follows one migration to its end: by its events, and by the VM's record when a side that would have told has died.
///
/// @param id of the migration
record Course(Reach reach, DoorClient client, String vm, String id) {

    /// Signs of life of the door between two looks at the record.
    private static final int LOOK_EVERY = 4;

    /// The source's own word, which has the numbers, comes before that many.
    private static final int LOOKS_TO_BELIEVE = 2;

    private static final long LOOK_NS = 500_000_000;

    int follow(Watch watch) {
        int quiet = 0;
        int over = 0;
        while (true) {
            Optional<SentEvent> event = watch.next();
            if (event.isEmpty()) {
                LockSupport.parkNanos(LOOK_NS);
            } else if (!event.get().isSignOfLife()) {
                Optional<Integer> end = happened(event.get());
                if (end.isPresent()) {
                    return end.get();
                }
                continue;
            }
            if (++quiet % LOOK_EVERY == 0) {
                over = hasEnded() ? over + 1 : 0;
            }
            if (over == LOOKS_TO_BELIEVE) {
                return ended(JsonNodeFactory.instance.objectNode());
            }
        }
    }

    private Optional<Integer> happened(SentEvent event) {
        if (!event.isAbout("migration", id)) {
            return Optional.empty();
        }
        JsonNode about = event.data().path("about");
        switch (event.data().path("kind").asText()) {
            case "MigrationEvent.Predicted",
                    "MigrationEvent.DiskPredicted",
                    "MigrationEvent.DiskCopied",
                    "MigrationEvent.RoundCompleted",
                    "MigrationEvent.Helped",
                    "MigrationEvent.CpuSpent",
                    "MigrationEvent.StoodStill",
                    "MigrationEvent.Slowed" -> say(event.data().path("text").asText());
            case "MigrationEvent.Aborted" -> say("aborted: " + about.path("why").asText());
            case "MigrationEvent.Finished" -> {
                // The source counts rounds and bytes, and is told how long its guest stood still.
                if (about.path("side").asText().equals("SOURCE")) {
                    return Optional.of(ended(about));
                }
            }
            default -> {} // a phase
        }
        return Optional.empty();
    }

    private boolean hasEnded() {
        JsonNode record = record();
        JsonNode last = record.path("lastMigration");
        boolean itsPagesFollow = isIt(last) && last.has("servedBy");
        return !isIt(record.path("migration")) && !itsPagesFollow;
    }

    private boolean isIt(JsonNode migration) {
        return migration.path("migration").asText().equals(id);
    }

    /// @param about what its last event says; nothing where none came
    private int ended(JsonNode about) {
        JsonNode record = record();
        boolean moved = about.has("outcome")
                ? about.path("outcome").asText().equals("COMMITTED")
                : isIt(record.path("lastMigration"))
                        && record.path("lastMigration").path("committed").asBoolean();
        String outcome = about.path("outcome").asText(moved ? "COMMITTED" : "ABORTED");
        String host = record.path("host").asText("no host");
        if (reach.isJson()) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put("vm", vm)
                    .put("migration", id)
                    .put("outcome", outcome.toLowerCase(Locale.ROOT))
                    .put("host", host);
            body.put("rounds", about.path("rounds").asInt())
                    .put("bytes", about.path("bytes").asLong());
            body.put("downtimeNs", about.path("downtimeNs").asLong());
            past().ifPresent(body::setAll);
            reach.print(body.toString());
        } else {
            reach.print(record.has("host") ? sentence(about, outcome, host) : withoutGuest(record, moved));
        }
        return moved ? 0 : Reach.REFUSED;
    }

    /// Of a VM that is nowhere, as it was stopped or is about to start again.
    private String withoutGuest(JsonNode record, boolean moved) {
        String home = record.path("home").asText("whichever host takes it");
        return moved
                ? vm + " starts on " + home + " next: its disk is there now"
                : vm + " starts on " + home + " next: its move was aborted";
    }

    private String sentence(JsonNode about, String outcome, String host) {
        String rounds = Counted.of(about.path("rounds").asInt(), "round") + ", "
                + new MemorySize(about.path("bytes").asLong()).roughly();
        return switch (outcome) {
            case "COMMITTED" -> vm + " is on " + host + " now" + took(about, rounds);
            case "NOT_CONVERGED" ->
                vm + " stays on " + host + ": it did not converge in " + rounds
                        + ", as it writes faster than its pages travel; raise --downtime-limit or --max-rounds";
            case "LOST" ->
                vm + " has lost its memory: it went on at its target, and pages that were to follow it are gone";
            case "REFUSED" -> vm + " stays on " + host + ": the target refused it";
            default -> vm + " is on " + host + ": the migration was aborted";
        };
    }

    /// A guest that began anew has taken no round along.
    private static String took(JsonNode about, String rounds) {
        if (!about.has("rounds")) {
            return "; its source has died, and with it what it took";
        }
        return about.path("rounds").asInt() == 0
                ? ": it began there, from its disk"
                : ": " + rounds + ", downtime "
                        + Durations.brieflyNs(about.path("downtimeNs").asLong());
    }

    private void say(String line) {
        if (!reach.isJson()) {
            reach.print(line);
        }
    }

    /// What nodes remember of it: the parts of its downtime, and what its helps came to.
    private Optional<ObjectNode> past() {
        return client.get(MigrationsCommand.PATH)
                .body()
                .path("ended")
                .valueStream()
                .filter(this::isIt)
                .findFirst()
                .map(ObjectNode.class::cast);
    }

    private JsonNode record() {
        return client.get("/v1/vms/" + vm).body();
    }
}
