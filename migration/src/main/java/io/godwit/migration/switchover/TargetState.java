package io.godwit.migration.switchover;

import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Phase;
import java.util.Optional;

/// Where a migration stands at its target.
public sealed interface TargetState {

    /// The hypervisor was asked for room.
    record Reserving() implements TargetState {}

    /// Pages come in.
    record Receiving() implements TargetState {}

    /// State and digest of the guest are here; the copy is being completed and checked.
    record Verifying() implements TargetState {}

    /// The copy equals the original. A commit was proposed, and the copy is kept until an abort has won.
    record Prepared() implements TargetState {}

    /// An abort was proposed before it was prepared, or after its commit was refused for good.
    record Aborting(String why) implements TargetState {}

    /// The commit has won: the guest begins here at the new epoch.
    record Resuming(long epoch) implements TargetState {}

    /// The guest runs; the source is being told.
    record Announcing(long epoch) implements TargetState {}

    /// An abort has won: the copy is being freed.
    record Discarding(String why) implements TargetState {}

    record Ended(Outcome outcome, String why) implements TargetState {}

    /// The phase that this state is part of; empty on the ways out of an abort.
    default Optional<Phase> phase() {
        return switch (this) {
            case Reserving() -> Optional.of(Phase.RESERVE);
            case Receiving() -> Optional.of(Phase.PRECOPY);
            case Verifying() -> Optional.of(Phase.SWITCHOVER);
            case Prepared() -> Optional.of(Phase.COMMIT);
            case Resuming _ -> Optional.of(Phase.RESUME);
            case Announcing _ -> Optional.of(Phase.RELEASE);
            case Aborting _, Discarding _, Ended _ -> Optional.empty();
        };
    }
}
