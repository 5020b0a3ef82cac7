package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.client.DoorClient;
import io.godwit.client.SentEvent;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Waits until a move that waits for its turn begins, or is dropped.
record Turn(Reach reach, DoorClient client, String vm) {

    private static final long LOOK_NS = 500_000_000;

    /// @return the migration that began; empty if none will
    Optional<String> await(Watch watch) {
        while (true) {
            Optional<SentEvent> event = watch.next();
            if (event.isEmpty()) {
                LockSupport.parkNanos(LOOK_NS);
            }
            if (event.filter(it -> isAboutMe(it, "MigrationEvent.PhaseEntered")).isPresent()) {
                return Optional.of(about(event.get()).path("migration").asText());
            }
            if (event.filter(it -> isAboutMe(it, "FleetEvent.MoveDropped")).isPresent()) {
                reach.err()
                        .println(vm + " stays where it is: "
                                + about(event.get()).path("why").asText());
                return Optional.empty();
            }
            if (event.filter(it -> !it.isSignOfLife()).isEmpty()) {
                JsonNode record = client.get("/v1/vms/" + Names.inPath(vm)).body();
                if (record.has("vm") && !record.has("queued")) {
                    return begun(record);
                }
            }
        }
    }

    /// What has ended by now has its last migration to show.
    private static Optional<String> begun(JsonNode record) {
        String which = record.has("migration") ? "migration" : "lastMigration";
        return Optional.ofNullable(record.path(which).path("migration").textValue());
    }

    private boolean isAboutMe(SentEvent event, String kind) {
        return event.isAbout("vm", vm) && event.data().path("kind").asText().equals(kind);
    }

    private static JsonNode about(SentEvent event) {
        return event.data().path("about");
    }
}
