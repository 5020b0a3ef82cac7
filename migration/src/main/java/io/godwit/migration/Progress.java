package io.godwit.migration;

import io.godwit.history.MigrationEvent.Phase;
import io.godwit.migration.precopy.HelpUse;
import io.godwit.migration.precopy.Round;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How far a migration is, as its source sees it.
///
/// @param phase empty while it is being given up
/// @param round the one under way, from 1; 0 before the first
/// @param bytes charged to the wire so far, in all rounds
/// @param remainingPages of the round under way, that were not sent yet; of those that follow a guest which runs at its
///     target already, that are not known to be there
/// @param bitsPerSecond on the wire in the round under way; 0 before its first page
/// @param dirtyBitsPerSecond what the guest dirtied in the last whole round, as what it costs on the wire
/// @param throttlePercent of its CPU that is taken from the guest
/// @param disk that goes along
/// @param downtimeNs that was forecast after the last whole round; empty before the first
/// @param help what each help came to so far
public record Progress(
        Move move,
        Optional<Phase> phase,
        int round,
        long bytes,
        long remainingPages,
        long bitsPerSecond,
        long dirtyBitsPerSecond,
        int throttlePercent,
        Optional<Disk> disk,
        Optional<Long> downtimeNs,
        List<HelpUse> help) {

    public Progress {
        help = List.copyOf(help);
    }

    /// @param bytes charged to the wire so far
    /// @param leftBytes that were not read yet
    public record Disk(long bytes, long leftBytes) {}

    /// Of a guest that runs at its target, whose pages follow it.
    ///
    /// @param before rounds that went before it
    static Progress following(Move move, SourceRounds before, SourceDebt debt) {
        Round now = debt.round(before.all().size() + 1);
        return new Progress(
                move,
                Optional.of(Phase.POSTCOPY),
                now.number(),
                bytes(before.all(), Optional.of(now)),
                debt.remaining(),
                now.bitsPerSecond(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                before.help());
    }

    static long bytes(List<Round> whole, Optional<Round> now) {
        return Stream.concat(whole.stream(), now.stream())
                .mapToLong(Round::bytes)
                .sum();
    }

    Progress with(Optional<Disk> other) {
        return new Progress(
                move,
                phase,
                round,
                bytes,
                remainingPages,
                bitsPerSecond,
                dirtyBitsPerSecond,
                throttlePercent,
                other,
                downtimeNs,
                help);
    }
}
