package io.godwit.migration;

import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.HypervisorCommand;
import io.godwit.host.ShareCard;
import io.godwit.identity.MigrationId;
import io.godwit.migration.precopy.FairWay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// A host's card as its migrations use it: those that leave share the way out, those that come the way in. What its
/// guests leave of it to them, its hypervisor says. [FairWay] decides.
///
/// It ends when its host loses power.
final class HostCard {

    sealed interface Command {}

    /// From now on a migration can use this.
    ///
    /// @param side that it has here: a source takes the way out, a target the way in
    /// @param replyTo is told of each share
    record Ask(MigrationId migration, Side side, FairWay.Ask what, ActorRef<FairWay.Grant> replyTo)
            implements Command {}

    /// It takes no more than it was given by then.
    record Keeps(MigrationId migration, Side side, long number) implements Command {}

    /// It takes nothing any more.
    record Drop(MigrationId migration, Side side) implements Command {}

    /// What would one more have? Answered when the hypervisor has said what its guests leave.
    ///
    /// @param linkBits what its link passes in a second
    record TellRoom(long question, Side side, long linkBits, ActorRef<CardRoom> replyTo) implements Command {}

    private record FromHost(ShareCard.Shared shared) implements Command {}

    private record Overdue(Side side) implements Command {}

    private record HostGone() implements Command {}

    private static final class Way {
        private final FairWay<MigrationId> shares = new FairWay<>();
        private final Map<MigrationId, ActorRef<FairWay.Grant>> flows = new TreeMap<>();
        private long oneMoreBits;
    }

    private final TimerScheduler<Command> timers;
    private final ActorRef<HypervisorCommand> hypervisor;
    private final ActorRef<ShareCard.Shared> card;
    private final Duration patience;
    private final Way out = new Way();
    private final Way in = new Way();
    private final List<TellRoom> curious = new ArrayList<>();
    private ShareCard.Wish told = ShareCard.Wish.NOTHING;
    private boolean isKnown;

    private HostCard(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ActorRef<HypervisorCommand> hypervisor,
            Duration patience) {
        this.timers = timers;
        this.hypervisor = hypervisor;
        this.card = context.messageAdapter(ShareCard.Shared.class, FromHost::new);
        this.patience = patience;
        context.watchWith(hypervisor, new HostGone());
        hypervisor.tell(new ShareCard(told, card));
    }

    /// @param patience with who does not say that he keeps to a share: until then he is known to be gone
    static Behavior<Command> create(ActorRef<HypervisorCommand> hypervisor, Duration patience) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new HostCard(context, timers, hypervisor, patience).sharing()));
    }

    private Behavior<Command> sharing() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Ask(var migration, var side, var what, var replyTo) -> {
                    way(side).flows.put(migration, replyTo);
                    way(side).shares.ask(migration, what);
                    share(side);
                }
                case Keeps(var migration, var side, var number) -> {
                    way(side).shares.keeps(migration, number);
                    share(side);
                }
                case Drop(var migration, var side) -> {
                    way(side).flows.remove(migration);
                    way(side).shares.drop(migration);
                    share(side);
                }
                case FromHost(var shared) -> fromHost(shared);
                case TellRoom question -> {
                    curious.add(question);
                    tellCurious();
                }
                case Overdue(var side) -> {
                    way(side).shares.keepAll();
                    share(side);
                }
                case HostGone() -> {
                    return Behaviors.stopped();
                }
            }
            return Behaviors.same();
        });
    }

    private void fromHost(ShareCard.Shared shared) {
        isKnown = true;
        out.shares.card(shared.outBits());
        in.shares.card(shared.inBits());
        out.oneMoreBits = shared.oneMoreOutBits();
        in.oneMoreBits = shared.oneMoreInBits();
        share(Side.SOURCE);
        share(Side.TARGET);
        tellCurious();
    }

    private void tellCurious() {
        if (isKnown) {
            curious.forEach(this::tellRoom);
            curious.clear();
        }
    }

    private void tellRoom(TellRoom question) {
        Way way = way(question.side());
        long bits = way.shares.oneMoreBits(way.oneMoreBits, question.linkBits());
        question.replyTo().tell(new CardRoom(question.question(), bits, way.shares.size()));
    }

    private Way way(Side side) {
        return side == Side.SOURCE ? out : in;
    }

    private void share(Side side) {
        wish();
        if (!isKnown) {
            return;
        }
        Way way = way(side);
        way.shares.share().forEach(flow -> way.flows.get(flow).tell(way.shares.grant(flow)));
        if (!way.shares.isWaiting()) {
            timers.cancel(side);
        } else if (!timers.isTimerActive(side)) {
            timers.startSingleTimer(side, new Overdue(side), patience);
        }
    }

    private void wish() {
        var wish =
                new ShareCard.Wish(out.shares.askedBits(), out.shares.size(), in.shares.askedBits(), in.shares.size());
        if (!wish.equals(told)) {
            told = wish;
            hypervisor.tell(new ShareCard(wish, card));
        }
    }
}
