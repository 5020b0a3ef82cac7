package io.godwit.registry;

import io.godwit.identity.HostId;
import io.godwit.migration.precopy.Terms;
import java.util.Optional;

/// A move that somebody asked for, and that waits for its turn.
///
/// @param to empty: the placement chooses when its turn comes
/// @param ticket grows with each that is queued: who came first
public record QueuedMove(Optional<HostId> to, Terms terms, Priority priority, long ticket) {}
