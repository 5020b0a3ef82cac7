package io.godwit.migration.switchover;

import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.migration.switchover.SourceAction.AskLeader;
import io.godwit.migration.switchover.SourceAction.BeginCopying;
import io.godwit.migration.switchover.SourceAction.CopyAgain;
import io.godwit.migration.switchover.SourceAction.Drain;
import io.godwit.migration.switchover.SourceAction.Finish;
import io.godwit.migration.switchover.SourceAction.GoOn;
import io.godwit.migration.switchover.SourceAction.Look;
import io.godwit.migration.switchover.SourceAction.MirrorDisk;
import io.godwit.migration.switchover.SourceAction.PauseGuest;
import io.godwit.migration.switchover.SourceAction.ProposeAbort;
import io.godwit.migration.switchover.SourceAction.ReleaseCopy;
import io.godwit.migration.switchover.SourceAction.Relinquish;
import io.godwit.migration.switchover.SourceAction.Serve;
import io.godwit.migration.switchover.SourceEvent.Failed;
import io.godwit.migration.switchover.SourceEvent.GrewAgain;
import io.godwit.migration.switchover.SourceEvent.GuestGone;
import io.godwit.migration.switchover.SourceEvent.Learned;
import io.godwit.migration.switchover.SourceEvent.NewsMissing;
import io.godwit.migration.switchover.SourceEvent.NotConverging;
import io.godwit.migration.switchover.SourceEvent.Refused;
import io.godwit.migration.switchover.SourceEvent.SmallEnough;
import io.godwit.migration.switchover.SourceState.Aborting;
import io.godwit.migration.switchover.SourceState.AskingLeader;
import io.godwit.migration.switchover.SourceState.AwaitingCommit;
import io.godwit.migration.switchover.SourceState.Copying;
import io.godwit.migration.switchover.SourceState.Draining;
import io.godwit.migration.switchover.SourceState.Ended;
import io.godwit.migration.switchover.SourceState.GoingOn;
import io.godwit.migration.switchover.SourceState.Mirroring;
import io.godwit.migration.switchover.SourceState.Pausing;
import io.godwit.migration.switchover.SourceState.Releasing;
import io.godwit.migration.switchover.SourceState.Relinquishing;
import io.godwit.migration.switchover.SourceState.Reserving;
import io.godwit.migration.switchover.SourceState.Serving;
import io.godwit.migration.switchover.Standing.Pages;

/// The rules of a migration at its source; the diagram is in the package's description.
///
/// *A source never lets its guest go on, once it told it to pause, before the registry has said that an abort won.* It
/// gives up only by proposing an abort, in every phase, so that the registry's record of the migration always ends. An
/// event that was overtaken, such as an answer that came after the abort, changes nothing.
public final class SourceMachine {

    private SourceMachine() {}

    public static Step<SourceState, SourceAction> on(SourceState state, SourceEvent event) {
        return switch (state) {
            case Reserving() -> reserving(event);
            case Mirroring() ->
                switch (event) {
                    case SourceEvent.DiskFollows() -> Step.to(new Copying(), new BeginCopying());
                    case SourceEvent.DiskIsThere() -> Step.to(new Draining(), new Drain());
                    default -> givingUp(state, false, event);
                };
            case Copying() -> copying(event);
            case AskingLeader() -> askingLeader(event);
            case Pausing() ->
                event instanceof SourceEvent.GuestPaused
                        ? Step.to(new Draining(), new Drain())
                        : givingUp(state, true, event);
            case Draining() ->
                event instanceof SourceEvent.HandedOver ? Step.to(new AwaitingCommit()) : givingUp(state, true, event);
            case AwaitingCommit() -> awaitingCommit(event);
            case Aborting aborting -> aborting(aborting, event);
            case GoingOn(var _, var outcome, var why) ->
                switch (event) {
                    case SourceEvent.GuestRuns(), SourceEvent.DiskStays() -> end(outcome, why);
                    case GuestGone(var gone) -> end(outcome, why + "; " + gone);
                    default -> Step.to(state);
                };
            case Serving(var epoch) -> serving(epoch, event);
            case Releasing _ -> event instanceof SourceEvent.CopyReleased ? end(Outcome.COMMITTED, "") : Step.to(state);
            case Relinquishing(var outcome, var why) ->
                event instanceof SourceEvent.CopyReleased ? end(outcome, why) : Step.to(state);
            case Ended _ -> Step.to(state);
        };
    }

    private static Step<SourceState, SourceAction> reserving(SourceEvent event) {
        return switch (event) {
            case SourceEvent.Reserved(var bringsDisk) ->
                bringsDisk ? Step.to(new Mirroring(), new MirrorDisk()) : Step.to(new Copying(), new BeginCopying());
            case Refused(var why) -> abort(false, Outcome.REFUSED, why);
            default -> givingUp(new Reserving(), false, event);
        };
    }

    private static Step<SourceState, SourceAction> copying(SourceEvent event) {
        return switch (event) {
            case SmallEnough() -> Step.to(new AskingLeader(), new AskLeader());
            case NotConverging(var why) -> abort(false, Outcome.NOT_CONVERGED, why);
            default -> givingUp(new Copying(), false, event);
        };
    }

    private static Step<SourceState, SourceAction> askingLeader(SourceEvent event) {
        return switch (event) {
            case SmallEnough() -> Step.to(new Pausing(), new PauseGuest());
            case GrewAgain() -> Step.to(new Copying(), new CopyAgain());
            case NotConverging(var why) -> abort(false, Outcome.NOT_CONVERGED, why);
            default -> givingUp(new AskingLeader(), false, event);
        };
    }

    private static Step<SourceState, SourceAction> awaitingCommit(SourceEvent event) {
        return switch (event) {
            case Learned(Standing.Committed(var epoch, var pages)) -> committed(epoch, pages);
            case NewsMissing() -> Step.to(new AwaitingCommit(), new Look());
            default -> givingUp(new AwaitingCommit(), true, event);
        };
    }

    private static Step<SourceState, SourceAction> committed(long epoch, Pages pages) {
        return pages == Pages.THERE
                ? Step.to(new Releasing(epoch), new ReleaseCopy(epoch))
                : Step.to(new Serving(epoch), new Serve(epoch));
    }

    /// Nothing but the registry's word frees what a target may still need; a copy that nobody can need is no loss.
    private static Step<SourceState, SourceAction> serving(long epoch, SourceEvent event) {
        return switch (event) {
            case Learned(Standing.Committed(var _, var pages)) when pages == Pages.THERE -> committed(epoch, pages);
            case Learned(Standing.Superseded _) -> committed(epoch, Pages.THERE);
            case NewsMissing(), Failed _ -> Step.to(new Serving(epoch), new Look());
            default -> Step.to(new Serving(epoch));
        };
    }

    /// What ends a migration in every phase before the registry was asked to end it.
    private static Step<SourceState, SourceAction> givingUp(SourceState state, boolean paused, SourceEvent event) {
        return switch (event) {
            case Failed(var why) -> abort(paused, Outcome.ABORTED, why);
            case GuestGone(var why) -> abort(paused, Outcome.ABORTED, why);
            case Learned(Standing.Committed _) -> abort(paused, Outcome.ABORTED, "a commit was announced too early");
            case Learned(Standing.Aborted(var epoch)) -> goOn(epoch, Outcome.ABORTED, "the target gave up");
            case Learned(Standing.Superseded(var why)) -> superseded(paused, Outcome.ABORTED, why);
            default -> Step.to(state);
        };
    }

    private static Step<SourceState, SourceAction> aborting(Aborting state, SourceEvent event) {
        return switch (event) {
            case Learned(Standing.Committed(var epoch, var pages)) -> committed(epoch, pages);
            case Learned(Standing.Aborted(var epoch)) -> goOn(epoch, state.outcome(), state.why());
            case Learned(Standing.Superseded(var why)) ->
                superseded(state.paused(), state.outcome(), state.why() + "; " + why);
            default -> Step.to(state);
        };
    }

    private static Step<SourceState, SourceAction> abort(boolean paused, Outcome outcome, String why) {
        return Step.to(new Aborting(paused, outcome, why), new ProposeAbort(why));
    }

    private static Step<SourceState, SourceAction> goOn(long epoch, Outcome outcome, String why) {
        return Step.to(new GoingOn(epoch, outcome, why), new GoOn(epoch, why));
    }

    /// A guest that this migration told to stand still is nobody else's to free; one that runs is its host's to stop.
    private static Step<SourceState, SourceAction> superseded(boolean paused, Outcome outcome, String why) {
        return paused ? Step.to(new Relinquishing(outcome, why), new Relinquish()) : end(outcome, why);
    }

    private static Step<SourceState, SourceAction> end(Outcome outcome, String why) {
        return Step.to(new Ended(outcome, why), new Finish(outcome, why));
    }
}
