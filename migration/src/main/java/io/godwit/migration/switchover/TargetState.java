package io.godwit.migration.switchover;

import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Phase;
import java.util.Optional;

/// Where a migration stands at its target.
public sealed interface TargetState {

    /// The hypervisor was asked for room.
    record Reserving() implements TargetState {}

    /// Pages come in.
    ///
    /// @param bringsDisk whether the VM's disk comes first, and each further write to it meanwhile
    record Receiving(boolean bringsDisk) implements TargetState {}

    /// State and digest of the guest are here; the copy is being completed and checked.
    record Verifying() implements TargetState {}

    /// The copy equals the original. A commit was proposed, and the copy is kept until an abort has won.
    record Prepared() implements TargetState {}

    /// An abort was proposed before it was prepared, or after its commit was refused for good.
    record Aborting(String why) implements TargetState {}

    /// The commit has won: the guest begins here at the new epoch, or the disk becomes the VM's.
    ///
    /// @param owed whether pages follow it
    record Resuming(long epoch, boolean owed) implements TargetState {}

    /// The guest runs, and its pages come: those first that it waits for.
    record Pulling(long epoch) implements TargetState {}

    /// The source can't be heard: the guest stands until it can, or is known to be lost.
    record Stranded(long epoch) implements TargetState {}

    /// All pages are here and are right; the registry is being told.
    record Settling(long epoch) implements TargetState {}

    /// Pages are gone: the guest is being ended.
    record Losing(String why) implements TargetState {}

    /// The guest runs, if there is one; the source is being told.
    record Announcing(long epoch) implements TargetState {}

    /// An abort has won: the copy is being freed.
    record Discarding(String why) implements TargetState {}

    record Ended(Outcome outcome, String why) implements TargetState {}

    /// The phase that this state is part of; empty on the ways out of an abort.
    default Optional<Phase> phase() {
        return switch (this) {
            case Reserving() -> Optional.of(Phase.RESERVE);
            case Receiving(var bringsDisk) -> Optional.of(bringsDisk ? Phase.DISK : Phase.PRECOPY);
            case Verifying() -> Optional.of(Phase.SWITCHOVER);
            case Prepared() -> Optional.of(Phase.COMMIT);
            case Resuming _ -> Optional.of(Phase.RESUME);
            case Pulling _, Stranded _, Settling _ -> Optional.of(Phase.POSTCOPY);
            case Announcing _ -> Optional.of(Phase.RELEASE);
            case Losing _, Aborting _, Discarding _, Ended _ -> Optional.empty();
        };
    }
}
