package io.godwit.door;

import io.godwit.registry.Priority;
import java.util.Optional;

/// A move as a door shows it: one under way, or one that waits for its turn.
///
/// @param migration its id, once it is under way
/// @param to empty: the placement chooses when its turn comes
/// @param priority of one that waits
public record MigrationView(
        String vm,
        State state,
        Optional<String> migration,
        Optional<String> from,
        Optional<String> to,
        Optional<Priority> priority) {

    public enum State {
        MOVING,
        WAITING
    }
}
