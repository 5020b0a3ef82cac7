package io.godwit.migration.switchover;

import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Phase;
import java.util.Optional;

/// Where a migration stands at its source.
public sealed interface SourceState {

    /// The target was asked for room.
    record Reserving() implements SourceState {}

    /// Its disk, which is its host's own, goes out; the guest runs, if there is one.
    record Mirroring() implements SourceState {}

    /// Rounds of pages go out; the guest runs.
    record Copying() implements SourceState {}

    /// Little enough is left, and the registry's leader was asked whether it answers; the guest runs.
    record AskingLeader() implements SourceState {}

    /// The guest was told to stand still.
    record Pausing() implements SourceState {}

    /// The guest stands; its last pages and its state go out. Of a VM without one, what its disk is.
    record Draining() implements SourceState {}

    /// All was handed over: from here on only the registry decides.
    record AwaitingCommit() implements SourceState {}

    /// An abort was proposed; the answer is not here.
    ///
    /// @param paused whether the guest was told to stand still
    /// @param outcome what it comes to if the abort wins
    record Aborting(boolean paused, Outcome outcome, String why) implements SourceState {}

    /// The abort has won: the guest goes on here at the new epoch, or the disk stays.
    record GoingOn(long epoch, Outcome outcome, String why) implements SourceState {}

    /// The commit has won, and the target, where the guest runs, lacks pages: they go out. The copy is no guest's any
    /// more.
    record Serving(long epoch) implements SourceState {}

    /// The commit has won: the copy is being freed.
    record Releasing(long epoch) implements SourceState {}

    /// Something else decided over the VM: the guest that stands here on this migration's word is being freed.
    record Relinquishing(Outcome outcome, String why) implements SourceState {}

    record Ended(Outcome outcome, String why) implements SourceState {}

    /// The phase that this state is part of; empty on the ways out of an abort.
    default Optional<Phase> phase() {
        return switch (this) {
            case Reserving() -> Optional.of(Phase.RESERVE);
            case Mirroring() -> Optional.of(Phase.DISK);
            case Copying(), AskingLeader() -> Optional.of(Phase.PRECOPY);
            case Pausing(), Draining() -> Optional.of(Phase.SWITCHOVER);
            case AwaitingCommit() -> Optional.of(Phase.COMMIT);
            case Serving _ -> Optional.of(Phase.POSTCOPY);
            case Releasing _ -> Optional.of(Phase.RELEASE);
            case Aborting _, GoingOn _, Relinquishing _, Ended _ -> Optional.empty();
        };
    }
}
