package io.godwit.migration.switchover;

import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.migration.switchover.Standing.Pages;
import io.godwit.migration.switchover.TargetAction.Announce;
import io.godwit.migration.switchover.TargetAction.Discard;
import io.godwit.migration.switchover.TargetAction.Finish;
import io.godwit.migration.switchover.TargetAction.LetRun;
import io.godwit.migration.switchover.TargetAction.LoseGuest;
import io.godwit.migration.switchover.TargetAction.ProposeAbort;
import io.godwit.migration.switchover.TargetAction.ProposeCommit;
import io.godwit.migration.switchover.TargetAction.Pull;
import io.godwit.migration.switchover.TargetAction.ResumeGuest;
import io.godwit.migration.switchover.TargetAction.StandStill;
import io.godwit.migration.switchover.TargetAction.TellRefusal;
import io.godwit.migration.switchover.TargetAction.TellWhole;
import io.godwit.migration.switchover.TargetAction.Verify;
import io.godwit.migration.switchover.TargetAction.Welcome;
import io.godwit.migration.switchover.TargetEvent.Failed;
import io.godwit.migration.switchover.TargetEvent.GuestGone;
import io.godwit.migration.switchover.TargetEvent.Learned;
import io.godwit.migration.switchover.TargetEvent.PagesGone;
import io.godwit.migration.switchover.TargetEvent.RoomRefused;
import io.godwit.migration.switchover.TargetState.Aborting;
import io.godwit.migration.switchover.TargetState.Announcing;
import io.godwit.migration.switchover.TargetState.Discarding;
import io.godwit.migration.switchover.TargetState.Ended;
import io.godwit.migration.switchover.TargetState.Losing;
import io.godwit.migration.switchover.TargetState.Prepared;
import io.godwit.migration.switchover.TargetState.Pulling;
import io.godwit.migration.switchover.TargetState.Receiving;
import io.godwit.migration.switchover.TargetState.Reserving;
import io.godwit.migration.switchover.TargetState.Resuming;
import io.godwit.migration.switchover.TargetState.Settling;
import io.godwit.migration.switchover.TargetState.Stranded;
import io.godwit.migration.switchover.TargetState.Verifying;

/// The rules of a migration at its target; the diagram is in the package's description.
///
/// *A target never lets the guest run before the registry has said that its commit won, and once prepared it never
/// frees its copy before the registry has said that it can't win any more.*
public final class TargetMachine {

    private TargetMachine() {}

    public static Step<TargetState, TargetAction> on(TargetState state, TargetEvent event) {
        return switch (state) {
            case Reserving() -> reserving(event);
            case Receiving _ ->
                event instanceof TargetEvent.HandedOver
                        ? Step.to(new Verifying(), new Verify())
                        : givingUp(state, event);
            case Verifying() ->
                event instanceof TargetEvent.InPlace
                        ? Step.to(new Prepared(), new ProposeCommit())
                        : givingUp(state, event);
            case Prepared() -> prepared(event);
            case Aborting(var why) ->
                event instanceof Learned(var standing) && isOver(standing) ? discard(standing, why) : Step.to(state);
            case Resuming resuming -> resuming(resuming, event);
            case Pulling(var epoch) -> pulling(epoch, event);
            case Stranded(var epoch) -> stranded(epoch, event);
            case Settling(var epoch) -> settling(epoch, event);
            case Losing(var why) -> event instanceof TargetEvent.CopyReleased ? end(Outcome.LOST, why) : Step.to(state);
            case Announcing _ -> event instanceof TargetEvent.SourceDone ? end(Outcome.COMMITTED, "") : Step.to(state);
            case Discarding(var why) ->
                event instanceof TargetEvent.CopyReleased ? end(Outcome.ABORTED, why) : Step.to(state);
            case Ended _ -> Step.to(state);
        };
    }

    private static Step<TargetState, TargetAction> reserving(TargetEvent event) {
        return switch (event) {
            case TargetEvent.RoomReserved(var bringsDisk) -> Step.to(new Receiving(bringsDisk), new Welcome());
            case RoomRefused(var why) ->
                Step.to(new Ended(Outcome.REFUSED, why), new TellRefusal(why), new Finish(Outcome.REFUSED, why));
            default -> givingUp(new Reserving(), event);
        };
    }

    private static Step<TargetState, TargetAction> prepared(TargetEvent event) {
        return switch (event) {
            case Learned(Standing.Committed(var epoch, var pages)) ->
                Step.to(new Resuming(epoch, pages != Pages.THERE), new ResumeGuest(epoch));
            case Learned(Standing.Refused(var why)) -> Step.to(new Aborting(why), new ProposeAbort(why));
            case Learned(var standing) when isOver(standing) -> discard(standing, "the abort won");
            default -> Step.to(new Prepared());
        };
    }

    private static Step<TargetState, TargetAction> resuming(Resuming state, TargetEvent event) {
        return switch (event) {
            case TargetEvent.GuestRuns() when state.owed() -> Step.to(new Pulling(state.epoch()), new Pull());
            case TargetEvent.GuestRuns(), TargetEvent.CopyReleased() -> announce(state.epoch());
            case GuestGone(var why) -> end(Outcome.COMMITTED, why);
            default -> Step.to(state);
        };
    }

    private static Step<TargetState, TargetAction> pulling(long epoch, TargetEvent event) {
        return switch (event) {
            case TargetEvent.AllHere() -> Step.to(new Settling(epoch), new TellWhole());
            case TargetEvent.SourceSilent() -> Step.to(new Stranded(epoch), new StandStill());
            default -> losing(new Pulling(epoch), event);
        };
    }

    private static Step<TargetState, TargetAction> stranded(long epoch, TargetEvent event) {
        return switch (event) {
            case TargetEvent.AllHere() -> Step.to(new Settling(epoch), new TellWhole(), new LetRun());
            case TargetEvent.SourceHeard() -> Step.to(new Pulling(epoch), new Pull(), new LetRun());
            default -> losing(new Stranded(epoch), event);
        };
    }

    /// How a guest ends that lacks pages.
    private static Step<TargetState, TargetAction> losing(TargetState state, TargetEvent event) {
        return switch (event) {
            case PagesGone(var why) -> lose(why);
            case Learned(Standing.Committed(var _, var pages)) when pages == Pages.LOST -> lose("its source was lost");
            case Learned(Standing.Committed(var _, var pages))
            when pages == Pages.THERE -> end(Outcome.COMMITTED, "another decided over it");
            case Learned(Standing.Superseded(var why)) -> end(Outcome.COMMITTED, why);
            case GuestGone(var why) -> end(Outcome.COMMITTED, why);
            default -> Step.to(state);
        };
    }

    private static Step<TargetState, TargetAction> lose(String why) {
        return Step.to(new Losing(why), new LoseGuest());
    }

    private static Step<TargetState, TargetAction> settling(long epoch, TargetEvent event) {
        return switch (event) {
            case Learned(Standing.Committed(var _, var pages)) when pages == Pages.THERE -> announce(epoch);
            case Learned(Standing.Superseded(var why)) -> end(Outcome.COMMITTED, why);
            default -> Step.to(new Settling(epoch));
        };
    }

    private static Step<TargetState, TargetAction> announce(long epoch) {
        return Step.to(new Announcing(epoch), new Announce(epoch));
    }

    /// What ends a migration before it was prepared.
    private static Step<TargetState, TargetAction> givingUp(TargetState state, TargetEvent event) {
        return switch (event) {
            case Failed(var why) -> Step.to(new Aborting(why), new ProposeAbort(why));
            case Learned(var standing) when isOver(standing) -> discard(standing, "the source gave up");
            default -> Step.to(state);
        };
    }

    /// Whether this side's copy is of no use any more. A commit that this side did not win by being prepared is not its
    /// own: whole memory is what makes it one.
    private static boolean isOver(Standing standing) {
        return switch (standing) {
            case Standing.Aborted _, Standing.Superseded _, Standing.Committed _ -> true;
            case Standing.Open _, Standing.Refused _ -> false;
        };
    }

    private static Step<TargetState, TargetAction> discard(Standing standing, String why) {
        return Step.to(new Discarding(why), new Discard(standing, why));
    }

    private static Step<TargetState, TargetAction> end(Outcome outcome, String why) {
        return Step.to(new Ended(outcome, why), new Finish(outcome, why));
    }
}
