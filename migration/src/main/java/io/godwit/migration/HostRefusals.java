package io.godwit.migration;

import io.godwit.host.Lifecycle;
import io.godwit.migration.switchover.SourceEvent;
import io.godwit.migration.switchover.SourceState;
import io.godwit.migration.switchover.TargetEvent;
import io.godwit.migration.switchover.TargetState;
import java.util.List;

/// What it means to a side of a migration that its host refuses an order. On the way out, only a refusal of what the
/// way out needs counts; others are answers to what was overtaken.
final class HostRefusals {

    private HostRefusals() {}

    static List<SourceEvent> of(SourceState state, Lifecycle.Illegal illegal) {
        return switch (state) {
            case SourceState.Serving _ -> List.of();
            case SourceState.Releasing _ ->
                Guest.refusedRelease(illegal) ? List.of(new SourceEvent.CopyReleased()) : List.of();
            case SourceState.Relinquishing _ ->
                Guest.refusedRelease(illegal) || Guest.refusedToRun(illegal)
                        ? List.of(new SourceEvent.CopyReleased())
                        : List.of();
            case SourceState.GoingOn _ ->
                Guest.refusedToRun(illegal) ? List.of(new SourceEvent.GuestGone(Guest.sentence(illegal))) : List.of();
            default -> List.of(new SourceEvent.Failed(Guest.sentence(illegal)));
        };
    }

    static List<TargetEvent> of(TargetState state, Lifecycle.Illegal illegal) {
        return switch (state) {
            case TargetState.Discarding _ ->
                Guest.refusedRelease(illegal) ? List.of(new TargetEvent.CopyReleased()) : List.of();
            case TargetState.Resuming _ ->
                Guest.refusedToRun(illegal) ? List.of(new TargetEvent.GuestGone(Guest.sentence(illegal))) : List.of();
            case TargetState.Pulling _, TargetState.Stranded _ -> TargetPull.onIllegal(illegal);
            case TargetState.Losing _ -> List.of(new TargetEvent.CopyReleased());
            case TargetState.Settling _, TargetState.Announcing _ -> List.of();
            default -> List.of(new TargetEvent.Failed(Guest.sentence(illegal)));
        };
    }
}
