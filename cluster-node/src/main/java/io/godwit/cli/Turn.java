package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.client.DoorClient;
import io.godwit.client.SentEvent;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Waits until a move that waits for its turn begins, or is dropped.
record Turn(Reach reach, DoorClient client, String vm) {

    /// The word of what became of it comes before that many.
    private static final int LOOKS_TO_BELIEVE = 3;

    private static final long LOOK_NS = 500_000_000;

    /// @return the migration that began; empty if none will
    Optional<String> await(Watch watch) {
        int gone = 0;
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
                if (record.has("migration")) {
                    return Optional.of(
                            record.path("migration").path("migration").asText());
                }
                gone = record.has("vm") && !record.has("queued") ? gone + 1 : 0;
                if (gone == LOOKS_TO_BELIEVE) {
                    reach.err().println(vm + " waits no more: `godwit events` says why");
                    return Optional.empty();
                }
            }
        }
    }

    private boolean isAboutMe(SentEvent event, String kind) {
        return event.isAbout("vm", vm) && event.data().path("kind").asText().equals(kind);
    }

    private static JsonNode about(SentEvent event) {
        return event.data().path("about");
    }
}
