package io.godwit.migration;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.migration.precopy.Downtime;
import io.godwit.migration.precopy.HelpUse;
import java.util.List;
import java.util.Optional;

/// A migration that has ended, as one side of it tells it to those who ask later: its [MigrationReport] in a bounded
/// form. Both times are on that side's clock.
///
/// @param mode empty at a target
/// @param why in words for people; empty if it committed and nothing was odd
/// @param tookNs from the order, or at a target from the first word of it, to the end
/// @param rounds of copying; 0 at a target
/// @param bytes charged to the wire; 0 at a target
/// @param help what each help came to; empty at a target
/// @param downtime if it committed and this side was told
/// @param disk what it took to bring the disk along; empty at a target, or if it stayed where it was
public record PastMigration(
        Move move,
        Side side,
        Optional<Mode> mode,
        Outcome outcome,
        String why,
        long tookNs,
        long endedNs,
        int rounds,
        long bytes,
        List<HelpUse> help,
        Optional<Downtime> downtime,
        Optional<DiskCopy> disk,
        MigrationReport.Traffic traffic) {

    public PastMigration {
        help = List.copyOf(help);
    }

    static PastMigration of(MigrationReport report, Optional<Mode> mode, long beganNs, long endedNs) {
        return new PastMigration(
                report.move(),
                report.side(),
                mode,
                report.outcome(),
                report.why(),
                endedNs - beganNs,
                endedNs,
                report.rounds().size(),
                report.bytes(),
                report.help(),
                report.downtime(),
                report.disk(),
                report.traffic());
    }
}
