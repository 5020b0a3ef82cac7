package io.godwit.migration;

import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.HypervisorCommand;
import io.godwit.host.Lifecycle;
import io.godwit.host.Transfer;
import io.godwit.link.LinkLoad;
import io.godwit.migration.HoldPoint.Hold;
import io.godwit.migration.channel.ChannelNews;
import io.godwit.migration.precopy.FairWay;
import io.godwit.migration.switchover.SourceAction;
import io.godwit.migration.switchover.SourceEvent;
import io.godwit.migration.switchover.SourceMachine;
import io.godwit.migration.switchover.SourceState;
import io.godwit.migration.switchover.Standing;
import io.godwit.migration.switchover.Step;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// Moves one guest away. [SourceMachine] decides; [SourceWork] does what takes more than one step; this actor turns
/// messages into events, and holds at the start of a phase when it is told to.
///
/// It ends at once, as a crash would end it, when its host loses power.
final class MigrationSource {

    /// What may come while a drill holds the migration: a window of credit and some repeats, with room.
    private static final int MAX_STASHED = 10_000;

    sealed interface Command {}

    record FromTarget(MigrationWire.ToSource message) implements Command {}

    record Cancel(String why) implements Command {}

    /// Who shares its link.
    record ShareLink(LinkLoad load) implements Command {}

    /// What is left is to follow the guest.
    record SwitchOver() implements Command {}

    record Proceed() implements Command {}

    record TellProgress(ActorRef<Progress> replyTo) implements Command {}

    /// The host that the guest leaves.
    ///
    /// @param card that it shares with others that leave
    record Leaving(ActorRef<HypervisorCommand> hypervisor, ActorRef<HostCard.Command> card) {}

    private record Tick() implements Command {}

    private record LeaveWire() implements Command {}

    private record FromHost(Transfer.Answer answer) implements Command {}

    private record FromLifecycle(Lifecycle.Answer answer) implements Command {}

    private record LeaderSaid(long request) implements Command {}

    private record RegistrySaid(Standing standing) implements Command {}

    private record FromCard(FairWay.Grant grant) implements Command {}

    private record FromChannel(ChannelNews news) implements Command {}

    private record HostGone() implements Command {}

    private final StashBuffer<Command> stash;
    private final ActorRef<MigrationReport> finished;
    private final SourceWork work;
    private final SourcePace pace;
    private final PhaseGate gate;
    private SourceState state = new SourceState.Reserving();

    private MigrationSource(
            StashBuffer<Command> stash, ActorRef<MigrationReport> finished, SourceWork work, SourcePace pace) {
        this.stash = stash;
        this.finished = finished;
        this.work = work;
        this.pace = pace;
        this.gate = new PhaseGate(work.journal(), work.node().ground().holds());
    }

    /// @param finished is told once, unless the host loses power
    static Behavior<Command> create(
            MigrationNode node, MigrationOrder order, Leaving leaving, ActorRef<MigrationReport> finished) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> Behaviors.withStash(MAX_STASHED, stash -> {
            timers.startTimerWithFixedDelay(new Tick(), node.settings().tick());
            context.watchWith(leaving.hypervisor(), new HostGone());
            Guest guest = guest(context, leaving.hypervisor(), order);
            Journal journal = new Journal(node.ground().recorder(), order.move(), Side.SOURCE);
            SourcePace pace = pace(context, leaving, node, order);
            SourceWork.Ends ends = new SourceWork.Ends(
                    guest,
                    context.messageAdapter(CommitPort.LeaderAnswered.class, it -> new LeaderSaid(it.request())),
                    context.messageAdapter(Standing.class, RegistrySaid::new),
                    context.messageAdapter(ChannelNews.class, FromChannel::new),
                    wake(context, timers),
                    pace,
                    new SourceCores(node, order, guest),
                    new Outlook(order, node.settings().cost(), pace, journal));
            journal.chose(order.terms().mode());
            return new MigrationSource(stash, finished, new SourceWork(node, order, ends, journal), pace).start();
        })));
    }

    private static SourcePace pace(
            ActorContext<Command> context, Leaving leaving, MigrationNode node, MigrationOrder order) {
        var grants = context.messageAdapter(FairWay.Grant.class, FromCard::new);
        return new SourcePace(node, order, new SourcePace.Ways(leaving.card(), grants));
    }

    private static Wake wake(ActorContext<Command> context, TimerScheduler<Command> timers) {
        return new Wake() {
            @Override
            public void after(Duration delay) {
                if (delay.isZero()) {
                    context.getSelf().tell(new LeaveWire());
                } else {
                    timers.startSingleTimer(LeaveWire.class, new LeaveWire(), delay);
                }
            }

            @Override
            public void cancel() {
                timers.cancel(LeaveWire.class);
            }
        };
    }

    private static Guest guest(
            ActorContext<Command> context, ActorRef<HypervisorCommand> hypervisor, MigrationOrder order) {
        return new Guest(
                hypervisor,
                order.move().vm(),
                context.messageAdapter(Transfer.Answer.class, FromHost::new),
                context.messageAdapter(Lifecycle.Answer.class, FromLifecycle::new));
    }

    private Behavior<Command> start() {
        if (gate.enter(state.phase()) == Hold.PARK) {
            return parked(List.of(new SourceAction.AskRoom()));
        }
        work.askRoom();
        return migrating();
    }

    private Behavior<Command> migrating() {
        return Behaviors.receiveMessage(this::onCommand);
    }

    private Behavior<Command> onCommand(Command command) {
        return switch (command) {
            case FromTarget(var message) -> step(work.fromTarget(state, message));
            case FromHost(var answer) -> step(work.fromHost(state, answer));
            case FromLifecycle(var answer) -> step(work.fromLifecycle(state, answer));
            case LeaveWire() -> step(work.leaveWire(state));
            case LeaderSaid(var request) -> step(work.leaderSaid(state, request));
            case RegistrySaid(var standing) -> step(List.of(new SourceEvent.Learned(standing)));
            case FromCard(var grant) -> {
                pace.fromCard(grant);
                yield step(work.begin(state));
            }
            case FromChannel(ChannelNews.Lost(var why)) -> step(List.of(new SourceEvent.Failed(why)));
            case FromChannel(ChannelNews.Arrived _) -> Behaviors.same(); // a source takes no pages
            case Cancel(var why) -> step(List.of(new SourceEvent.Failed(why)));
            case ShareLink(var load) -> {
                pace.shareLink(load);
                yield Behaviors.same();
            }
            case SwitchOver() -> step(work.switchOver(state));
            case Tick() -> step(work.tick(state));
            case TellProgress(var replyTo) -> tell(replyTo);
            case Proceed() -> Behaviors.same(); // nothing is held
            case HostGone() -> Behaviors.stopped();
        };
    }

    private Behavior<Command> step(List<SourceEvent> events) {
        Behavior<Command> next = Behaviors.same();
        for (SourceEvent event : events) {
            Step<SourceState, SourceAction> step = SourceMachine.on(state, event);
            state = step.state();
            next = gate.enter(state.phase()) == Hold.PARK ? parked(step.actions()) : act(step.actions());
        }
        return next;
    }

    private Behavior<Command> act(List<SourceAction> actions) {
        for (SourceAction action : actions) {
            switch (action) {
                case SourceAction.AskRoom() -> work.askRoom();
                case SourceAction.MirrorDisk() -> work.mirrorDisk();
                case SourceAction.BeginCopying() -> work.beginCopying();
                case SourceAction.CopyAgain() -> work.copyDirty();
                case SourceAction.AskLeader() -> work.askLeader();
                case SourceAction.PauseGuest() -> work.pauseGuest();
                case SourceAction.Drain() -> work.drain();
                case SourceAction.ProposeAbort(var why) -> work.proposeAbort(why);
                case SourceAction.Look() -> work.look();
                case SourceAction.GoOn(var epoch, var why) -> work.goOn(epoch, why);
                case SourceAction.Serve(var epoch) -> work.serve(epoch);
                case SourceAction.ReleaseCopy(var epoch) -> work.releaseCopy(epoch);
                case SourceAction.Relinquish() -> work.relinquish();
                case SourceAction.Finish(var outcome, var why) -> {
                    finished.tell(work.finish(outcome, why));
                    return Behaviors.stopped();
                }
            }
        }
        return Behaviors.same();
    }

    private Behavior<Command> tell(ActorRef<Progress> replyTo) {
        replyTo.tell(work.progress(state));
        return Behaviors.same();
    }

    /// Until it may proceed, it does and hears nothing, as if it were slow.
    private Behavior<Command> parked(List<SourceAction> actions) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Proceed() -> {
                Behavior<Command> next = act(actions);
                yield next == Behaviors.<Command>same() ? stash.unstashAll(migrating()) : next;
            }
            case HostGone() -> Behaviors.stopped();
            case Tick() -> Behaviors.same();
            case TellProgress(var replyTo) -> tell(replyTo);
            default -> {
                stash.stash(command);
                yield Behaviors.same();
            }
        });
    }
}
