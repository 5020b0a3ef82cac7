package io.godwit.live;

import io.godwit.history.Event;
import io.godwit.history.FaultEvent;
import io.godwit.history.FleetEvent;
import io.godwit.history.GuestEvent;
import io.godwit.history.MigrationEvent;
import io.godwit.live.Span.Tone;
import io.godwit.unit.Durations;
import io.godwit.unit.Words;
import java.util.Optional;

/// Says in a few words what is worth a line of its own; most events are not.
final class Tellings {

    /// @param what in a few words, such as `web-3 began to move`
    record Telling(String what, Tone tone) {}

    private Tellings() {}

    static Optional<Telling> of(Event event) {
        return switch (event) {
            case FaultEvent fault -> fault(fault);
            case FleetEvent fleet -> fleet(fleet);
            case MigrationEvent.Finished done -> finished(done);
            case GuestEvent.Started started
            when started.memoryLost() ->
                say(started.vm() + " was started again on " + started.host() + ", epoch " + started.epoch(), Tone.GOOD);
            case GuestEvent.DiskLost lost ->
                say(
                        lost.vm() + " begins on " + lost.host() + " with an empty disk: what it had written is lost",
                        Tone.BAD);
            default -> Optional.empty();
        };
    }

    private static Optional<Telling> fault(FaultEvent fault) {
        return switch (fault) {
            case FaultEvent.Injected it -> say(it.step() + ": " + it.verb() + " " + it.target(), Tone.STRONG);
            case FaultEvent.Bit it -> say(it.step() + ": " + it.evidence(), Tone.PLAIN);
            case FaultEvent.Healed it -> say(it.step() + " is over", Tone.PLAIN);
            case FaultEvent.Failed it -> say(it.step() + " could not be done: " + it.why(), Tone.BAD);
            case FaultEvent.ProcessEnded _ -> Optional.empty();
        };
    }

    private static Optional<Telling> fleet(FleetEvent fleet) {
        return switch (fleet) {
            case FleetEvent.LeaderElected it -> say(it.leader() + " leads, term " + it.term(), Tone.PLAIN);
            case FleetEvent.LostDeclared it ->
                say(it.lost() + " was declared lost: " + Words.of(it.evidence()).replace('-', ' '), Tone.DOUBTFUL);
            case FleetEvent.NodeJoined it -> say(it.joined() + " joined, incarnation " + it.incarnation(), Tone.PLAIN);
            case FleetEvent.PlacementRefused it ->
                say("there is no host for " + it.vm() + ": " + it.why(), Tone.DOUBTFUL);
            case FleetEvent.DrainFinished it ->
                say(it.host() + " is drained: " + it.moved() + " VMs moved, " + it.left() + " left", Tone.GOOD);
            default -> Optional.empty();
        };
    }

    /// One that was stopped stood for nobody.
    private static String downtime(long downtimeNs) {
        return downtimeNs == 0 ? "" : ", down for " + Durations.brieflyNs(downtimeNs);
    }

    private static Optional<Telling> finished(MigrationEvent.Finished done) {
        return switch (done.outcome()) {
            case COMMITTED ->
                done.side() == MigrationEvent.Side.TARGET
                        ? say(done.vm() + " has moved" + downtime(done.downtimeNs()), Tone.GOOD)
                        : Optional.empty();
            case ABORTED -> say("the move of " + done.vm() + " was aborted", Tone.DOUBTFUL);
            case LOST -> say(done.vm() + " has lost its memory: pages that were to follow it are gone", Tone.DOUBTFUL);
            case NOT_CONVERGED ->
                say(done.vm() + " stays: its move did not converge in " + done.rounds() + " rounds", Tone.DOUBTFUL);
            case REFUSED -> say("the move of " + done.vm() + " was refused", Tone.DOUBTFUL);
        };
    }

    private static Optional<Telling> say(String what, Tone tone) {
        return Optional.of(new Telling(what, tone));
    }
}
