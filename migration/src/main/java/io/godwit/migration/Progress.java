package io.godwit.migration;

import io.godwit.history.MigrationEvent.Phase;
import java.util.Optional;

/// How far a migration is, as its source sees it.
///
/// @param phase empty while it is being given up
/// @param round the one under way, from 1; 0 before the first
/// @param bytes charged to the wire so far, in all rounds
/// @param remainingPages of the round under way, that were not sent yet
/// @param bitsPerSecond on the wire in the round under way; 0 before its first page
/// @param dirtyBitsPerSecond what the guest dirtied in the last whole round, as what it costs on the wire
/// @param throttlePercent of its CPU that is taken from the guest
/// @param downtimeNs that was forecast after the last whole round; empty before the first
public record Progress(
        Move move,
        Optional<Phase> phase,
        int round,
        long bytes,
        long remainingPages,
        long bitsPerSecond,
        long dirtyBitsPerSecond,
        int throttlePercent,
        Optional<Long> downtimeNs) {}
