package io.godwit.migration;

import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.HypervisorCommand;
import io.godwit.host.Lifecycle;
import io.godwit.host.Transfer;
import io.godwit.migration.HoldPoint.Hold;
import io.godwit.migration.channel.ChannelNews;
import io.godwit.migration.precopy.FairWay;
import io.godwit.migration.switchover.Standing;
import io.godwit.migration.switchover.Step;
import io.godwit.migration.switchover.TargetAction;
import io.godwit.migration.switchover.TargetEvent;
import io.godwit.migration.switchover.TargetMachine;
import io.godwit.migration.switchover.TargetState;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;

/// Takes one guest in. [TargetMachine] decides; [TargetWork] does what takes more than one step; this actor turns
/// messages into events, and holds at the start of a phase when it is told to.
///
/// It ends at once, as a crash would end it, when its host loses power.
final class MigrationTarget {

    /// What may come while a drill holds the migration: a window of credit and some repeats, with room.
    private static final int MAX_STASHED = 10_000;

    sealed interface Command {}

    record FromSource(MigrationWire.ToTarget message) implements Command {}

    record Proceed() implements Command {}

    /// The host that the guest comes to.
    ///
    /// @param card that it shares with others that come
    record Coming(ActorRef<HypervisorCommand> hypervisor, ActorRef<HostCard.Command> card) {}

    private record FromCard(FairWay.Grant grant) implements Command {}

    private record ArrivalKnown(Arrival arrival) implements Command {}

    private record Tick() implements Command {}

    private record FromHost(Transfer.Answer answer) implements Command {}

    private record FromLifecycle(Lifecycle.Answer answer) implements Command {}

    private record RegistrySaid(Standing standing) implements Command {}

    private record FromChannel(ChannelNews news) implements Command {}

    private record HostGone() implements Command {}

    private final StashBuffer<Command> stash;
    private final ActorRef<MigrationReport> finished;
    private final TargetWork work;
    private final TargetPace pace;
    private final PhaseGate gate;
    private TargetState state = new TargetState.Reserving();

    private MigrationTarget(
            StashBuffer<Command> stash, ActorRef<MigrationReport> finished, TargetWork work, TargetPace pace) {
        this.stash = stash;
        this.finished = finished;
        this.work = work;
        this.pace = pace;
        this.gate = new PhaseGate(work.journal(), work.node().ground().holds());
    }

    /// @param finished is told once, unless the host loses power
    static Behavior<Command> create(
            MigrationNode node, TargetWork.Request request, Coming coming, ActorRef<MigrationReport> finished) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> Behaviors.withStash(MAX_STASHED, stash -> {
            timers.startTimerWithFixedDelay(new Tick(), node.settings().tick());
            context.watchWith(coming.hypervisor(), new HostGone());
            Guest guest = guest(context, coming.hypervisor(), request);
            var grants = context.messageAdapter(FairWay.Grant.class, FromCard::new);
            var pace = new TargetPace(node, request, new TargetPace.Way(coming.card(), grants), guest);
            TargetWork.Ends ends = new TargetWork.Ends(
                    guest,
                    context.messageAdapter(Standing.class, RegistrySaid::new),
                    context.messageAdapter(ChannelNews.class, FromChannel::new),
                    pace);
            Journal journal =
                    new Journal(node.ground().recorder(), request.reserve().move(), Side.TARGET);
            var comer = new ArrivalProbe.Guest(
                    0, request.reserve().spec(), request.source().node());
            var arrivals = context.messageAdapter(Arrival.class, ArrivalKnown::new);
            context.spawn(ArrivalProbe.create(node, coming, comer, arrivals), "arrival");
            TargetWork work = new TargetWork(node, request, ends, journal);
            return new MigrationTarget(stash, finished, work, pace).start();
        })));
    }

    private static Guest guest(
            ActorContext<Command> context, ActorRef<HypervisorCommand> hypervisor, TargetWork.Request request) {
        return new Guest(
                hypervisor,
                request.reserve().move().vm(),
                context.messageAdapter(Transfer.Answer.class, FromHost::new),
                context.messageAdapter(Lifecycle.Answer.class, FromLifecycle::new));
    }

    private Behavior<Command> start() {
        if (gate.enter(state.phase()) == Hold.PARK) {
            return parked(List.of(new TargetAction.AskRoom()));
        }
        work.askRoom();
        return migrating();
    }

    private Behavior<Command> migrating() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case FromSource(var message) -> step(work.fromSource(state, message));
            case FromHost(var answer) -> step(work.fromHost(state, answer));
            case FromLifecycle(var answer) -> step(work.fromLifecycle(state, answer));
            case RegistrySaid(var standing) -> step(List.of(new TargetEvent.Learned(standing)));
            case FromCard(var grant) -> step(pace.fromCard(grant));
            case ArrivalKnown(var arrival) -> {
                pace.expects(arrival.handover());
                yield Behaviors.same();
            }
            case FromChannel(ChannelNews.Arrived(var frame)) -> step(work.arrived(state, frame));
            case FromChannel(ChannelNews.Lost(var why)) -> step(work.channelLost(state, why));
            case Tick() -> step(work.tick(state));
            case Proceed() -> Behaviors.same(); // nothing is held
            case HostGone() -> Behaviors.stopped();
        });
    }

    private Behavior<Command> step(List<TargetEvent> events) {
        Behavior<Command> next = Behaviors.same();
        for (TargetEvent event : events) {
            Step<TargetState, TargetAction> step = TargetMachine.on(state, event);
            state = step.state();
            next = gate.enter(state.phase()) == Hold.PARK ? parked(step.actions()) : act(step.actions());
        }
        return next;
    }

    private Behavior<Command> act(List<TargetAction> actions) {
        for (TargetAction action : actions) {
            switch (action) {
                case TargetAction.AskRoom() -> work.askRoom();
                case TargetAction.Welcome() -> work.welcome();
                case TargetAction.TellRefusal(var why) -> work.tellRefusal(why);
                case TargetAction.Verify() -> work.verify();
                case TargetAction.Pull() -> work.pull();
                case TargetAction.StandStill() -> work.pulling().standStill();
                case TargetAction.LetRun() -> work.pulling().letRun();
                case TargetAction.TellWhole() -> work.pulling().tellWhole();
                case TargetAction.LoseGuest() -> work.pulling().loseGuest();
                case TargetAction.ProposeCommit() -> work.proposeCommit();
                case TargetAction.ProposeAbort(var why) -> work.proposeAbort(why);
                case TargetAction.ResumeGuest(var epoch) -> work.resumeGuest(epoch);
                case TargetAction.Announce _ -> work.announce();
                case TargetAction.Discard(var standing, var _) -> work.discard(standing);
                case TargetAction.Finish(var outcome, var why) -> {
                    finished.tell(work.finish(outcome, why));
                    return Behaviors.stopped();
                }
            }
        }
        return Behaviors.same();
    }

    /// Until it may proceed, it does and hears nothing, as if it were slow.
    private Behavior<Command> parked(List<TargetAction> actions) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Proceed() -> {
                Behavior<Command> next = act(actions);
                yield next == Behaviors.<Command>same() ? stash.unstashAll(migrating()) : next;
            }
            case HostGone() -> Behaviors.stopped();
            case Tick() -> Behaviors.same();
            default -> {
                stash.stash(command);
                yield Behaviors.same();
            }
        });
    }
}
