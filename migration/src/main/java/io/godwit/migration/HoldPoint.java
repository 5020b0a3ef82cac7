package io.godwit.migration;

import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.identity.MigrationId;

/// Where a drill lets a side of a migration wait at the start of a phase, until its injector has struck. Phases last
/// less than a millisecond: without a hold, a real process is never hit in the one that is meant.
///
/// Asked once at each phase's start, after the event [io.godwit.history.MigrationEvent.PhaseEntered] was recorded.
@FunctionalInterface
public interface HoldPoint {

    Hold at(MigrationId migration, Phase phase, Side side);

    /// Holds nobody.
    static HoldPoint none() {
        return (migration, phase, side) -> Hold.PASS;
    }

    enum Hold {
        PASS,
        /// Wait for [Migrations.Proceed].
        PARK
    }
}
