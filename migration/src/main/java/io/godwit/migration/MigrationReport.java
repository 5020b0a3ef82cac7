package io.godwit.migration;

import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.migration.precopy.Downtime;
import io.godwit.migration.precopy.HelpUse;
import io.godwit.migration.precopy.Round;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A migration that has ended, as one side of it saw it.
///
/// @param epoch the VM's epoch by this migration's end, if this side learned it
/// @param why in words for people; empty if it committed and nothing was odd
/// @param rounds of copying, the last one with the guest standing; empty at a target
/// @param help what each help came to; empty at a target
/// @param downtime if it committed and this side was told
/// @param disk what it took to bring the disk along; empty at a target, or if it stayed where it was
/// @param traffic what was under way to and from the guest when it stood still
public record MigrationReport(
        Move move,
        Side side,
        Outcome outcome,
        OptionalLong epoch,
        String why,
        List<Round> rounds,
        List<HelpUse> help,
        Optional<Downtime> downtime,
        Optional<DiskCopy> disk,
        Traffic traffic) {

    public MigrationReport {
        rounds = List.copyOf(rounds);
        help = List.copyOf(help);
    }

    /// At a target, which knows neither rounds nor a disk's way.
    MigrationReport(
            Move move,
            Side side,
            Outcome outcome,
            OptionalLong epoch,
            String why,
            Optional<Downtime> downtime,
            Traffic traffic) {
        this(move, side, outcome, epoch, why, List.of(), List.of(), downtime, Optional.empty(), traffic);
    }

    /// What is under way when a guest stands still to be moved.
    ///
    /// @param inFlight writes to its disk without an answer: the target makes them again, and a disk takes each once
    /// @param missedFrames frames that came for it at the source while it stood there; whoever sent them repeats them
    public record Traffic(long inFlight, long missedFrames) {}

    public long bytes() {
        return rounds.stream().mapToLong(Round::bytes).sum();
    }
}
