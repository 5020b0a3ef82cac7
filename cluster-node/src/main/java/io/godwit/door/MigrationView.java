package io.godwit.door;

import io.godwit.migration.Progress;
import io.godwit.registry.Priority;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A move as a door shows it: one under way, or one that waits for its turn.
///
/// @param migration its id, once it is under way
/// @param to empty: the placement chooses when its turn comes
/// @param priority of one that waits
/// @param course of one that is under way; empty while its source does not say
public record MigrationView(
        String vm,
        State state,
        Optional<String> migration,
        Optional<String> from,
        Optional<String> to,
        Optional<Priority> priority,
        Optional<Course> course) {

    /// How far it is.
    ///
    /// @param phase such as `precopy`; empty while it is given up
    /// @param round the one under way
    /// @param bytes sent so far
    /// @param remainingPages of this round
    /// @param disk that goes along
    /// @param downtimeNs expected, after the last whole round
    /// @param help what each help came to so far
    public record Course(
            Optional<String> phase,
            int round,
            long bytes,
            long remainingPages,
            long bitsPerSecond,
            long dirtyBitsPerSecond,
            int throttlePercent,
            Optional<Progress.Disk> disk,
            Optional<Long> downtimeNs,
            List<HelpView> help) {

        static Course of(Progress progress) {
            return new Course(
                    progress.phase().map(phase -> phase.name().toLowerCase(Locale.ROOT)),
                    progress.round(),
                    progress.bytes(),
                    progress.remainingPages(),
                    progress.bitsPerSecond(),
                    progress.dirtyBitsPerSecond(),
                    progress.throttlePercent(),
                    progress.disk(),
                    progress.downtimeNs(),
                    HelpView.of(progress.help()));
        }
    }

    MigrationView with(Course now) {
        return new MigrationView(vm, state, migration, from, to, priority, Optional.of(now));
    }

    public enum State {
        MOVING,
        /// It is at its target, and pages of it still follow.
        FETCHING,
        WAITING
    }
}
