package io.godwit.migration;

import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.Transfer;
import io.godwit.link.NodeId;
import io.godwit.migration.precopy.HandoverCost;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// Tries what a guest's arrival at a host takes: asks the registry's leader whether it answers, the guest's datastore
/// what it holds, and the host's card for its room, all at once, and changes nothing. Ends when it has told, or when
/// something has not answered for [#PATIENCE].
final class ArrivalProbe {

    /// Whoever waits for longer has lost interest: a prediction is of use while there is something to expect.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    sealed interface Command {}

    private record LeaderSaid() implements Command {}

    private record FromHost(Transfer.Answer answer) implements Command {}

    private record FromCard(CardRoom room) implements Command {}

    private record Overdue() implements Command {}

    /// @param number of the question
    /// @param from the node that the guest would come from
    record Guest(long number, VmSpec spec, NodeId from) {}

    private final MigrationNode node;
    private final ActorRef<Arrival> replyTo;
    private final long beganNs;
    private Optional<Long> registryNs = Optional.empty();
    private Optional<Transfer.ArrivalTried> tried = Optional.empty();
    private Optional<CardRoom> room = Optional.empty();

    private ArrivalProbe(MigrationNode node, ActorRef<Arrival> replyTo) {
        this.node = node;
        this.replyTo = replyTo;
        this.beganNs = now();
    }

    static Behavior<Command> create(
            MigrationNode node, MigrationTarget.Coming host, Guest guest, ActorRef<Arrival> replyTo) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            ask(context, timers, node);
            host.hypervisor()
                    .tell(new Transfer.TryArrival(
                            guest.spec(), context.messageAdapter(Transfer.Answer.class, FromHost::new)));
            long linkBits = node.link().quality(guest.from()).bandwidth().bitsPerSecond();
            host.card()
                    .tell(new HostCard.TellRoom(
                            guest.number(),
                            Side.TARGET,
                            linkBits,
                            context.messageAdapter(CardRoom.class, FromCard::new)));
            return new ArrivalProbe(node, replyTo).waiting();
        }));
    }

    private static void ask(ActorContext<Command> context, TimerScheduler<Command> timers, MigrationNode node) {
        timers.startSingleTimer(new Overdue(), PATIENCE);
        node.registry().ping(1, context.messageAdapter(CommitPort.LeaderAnswered.class, _ -> new LeaderSaid()));
    }

    private Behavior<Command> waiting() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case LeaderSaid() -> {
                registryNs = Optional.of(now() - beganNs);
                yield next();
            }
            case FromHost(Transfer.ArrivalTried it) -> {
                tried = Optional.of(it);
                yield next();
            }
            case FromCard(var it) -> {
                room = Optional.of(it);
                yield next();
            }
            case FromHost _, Overdue() -> Behaviors.stopped(); // the host does not reach the datastore
        });
    }

    private Behavior<Command> next() {
        if (registryNs.isEmpty() || tried.isEmpty() || room.isEmpty()) {
            return Behaviors.same();
        }
        var handover = new HandoverCost(
                0, tried.get().proofNs(), registryNs.get(), tried.get().diskNs());
        replyTo.tell(new Arrival(room.get().question(), handover, room.get()));
        return Behaviors.stopped();
    }

    private long now() {
        return node.ground().timeline().now();
    }
}
