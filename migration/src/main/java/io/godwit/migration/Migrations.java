package io.godwit.migration;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.HypervisorCommand;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.LinkLoad;
import io.godwit.link.NodeId;
import io.godwit.migration.MigrationWire.ToSource;
import io.godwit.migration.MigrationWire.ToTarget;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// The migrations of one node: starts them, and gives each message of the link to the one that it is for.
///
/// A message for a migration that has ended, is unknown or is of another epoch is answered with
/// [MigrationWire.Ended], and counted; such an answer itself never is answered.
public final class Migrations {

    public sealed interface Command {}

    /// Moves a guest of this node away. A repeat for a migration that is known here does nothing; neither does one for
    /// a guest whose last migration has not ended here: repeat it until it is reported.
    public record Begin(MigrationOrder order) implements Command {}

    /// Who goes by the link that this one goes by, itself included. Nothing happens if it has ended.
    public record ShareLink(MigrationId migration, LinkLoad load) implements Command {}

    /// Ends a migration at its source, unless its commit has won. Nothing happens if it has ended.
    public record Cancel(MigrationId migration, String why) implements Command {}

    /// Lets a hybrid migration hand its guest over before its pages, unless the guest stands already.
    public record SwitchOver(MigrationId migration) implements Command {}

    /// Lets a side go on that was held by the [HoldPoint].
    public record Proceed(MigrationId migration, Side side) implements Command {}

    /// Asks a migration's source how far it is. Nobody answers for one that is not under way here.
    public record TellProgress(MigrationId migration, ActorRef<Progress> replyTo) implements Command {}

    /// Asks for the migrations that ended here last, on either side.
    public record TellPast(ActorRef<Past> replyTo) implements Command {}

    /// @param nowNs on this node's clock
    /// @param migrations the newest last
    public record Past(long nowNs, List<PastMigration> migrations) {

        public Past {
            migrations = List.copyOf(migrations);
        }
    }

    /// What would it take if this guest came to a host of this node? Nobody answers for a host that is without power,
    /// or while registry or datastore are silent.
    ///
    /// @param from the node that it would come from
    public record TryArrival(long question, HostId host, VmSpec spec, NodeId from, ActorRef<Arrival> replyTo)
            implements Command {}

    /// What would one more have that left a host of this node? Nobody answers for a host without power.
    ///
    /// @param to the node that it would go to
    public record TellWayOut(long question, HostId host, NodeId to, ActorRef<CardRoom> replyTo) implements Command {}

    public record CountRefusals(ActorRef<RefusedMessages> replyTo) implements Command {}

    private record Arrived(Delivery delivery) implements Command {}

    private record Reported(MigrationReport report) implements Command {}

    private record Gone(MigrationId migration, Side side) implements Command {}

    /// Messages of the link that were not for a migration of this node.
    ///
    /// @param stale of another epoch than the migration's
    public record RefusedMessages(long ended, long unknown, long stale) {}

    private final ActorContext<Command> context;
    private final MigrationNode node;
    private final ActorRef<MigrationReport> finished;
    private final ActorRef<MigrationReport> reports;
    private final RandomGenerator tokens;
    private final Map<MigrationId, Under<MigrationSource.Command>> sources = new TreeMap<>();
    private final Map<MigrationId, Under<MigrationTarget.Command>> targets = new TreeMap<>();
    private final Map<HostId, Card> cards = new TreeMap<>();
    private final EndedMigrations ended = new EndedMigrations();
    private long toEnded;
    private long toUnknown;
    private long stale;

    /// @param mode empty at a target
    private record Under<T>(Move move, Optional<Mode> mode, long beganNs, ActorRef<T> actor) {}

    /// @param hypervisor whose host has it: the same host has another when it was without power
    private record Card(ActorRef<HypervisorCommand> hypervisor, ActorRef<HostCard.Command> actor) {}

    private Migrations(ActorContext<Command> context, MigrationNode node, ActorRef<MigrationReport> finished) {
        this.context = context;
        this.node = node;
        this.finished = finished;
        this.reports = context.messageAdapter(MigrationReport.class, Reported::new);
        this.tokens = node.ground().seed().child("page-channel-tokens").generator();
    }

    /// @param finished hears of each migration that ended here, from either side
    public static Behavior<Command> create(MigrationNode node, ActorRef<MigrationReport> finished) {
        return Behaviors.setup(context -> {
            node.link().register(MigrationWire.SERVICE, context.messageAdapter(Delivery.class, Arrived::new));
            return new Migrations(context, node, finished).routing();
        });
    }

    private Behavior<Command> routing() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Begin(var order) -> begin(order);
                case ShareLink(var migration, var load) -> toSource(migration, new MigrationSource.ShareLink(load));
                case Cancel(var migration, var why) -> toSource(migration, new MigrationSource.Cancel(why));
                case SwitchOver(var migration) -> toSource(migration, new MigrationSource.SwitchOver());
                case Proceed(var migration, var side) -> proceed(migration, side);
                case Arrived(var delivery) -> route(delivery);
                case TellProgress(var migration, var replyTo) ->
                    toSource(migration, new MigrationSource.TellProgress(replyTo));
                case TellPast(var replyTo) -> replyTo.tell(new Past(now(), ended.last()));
                case TryArrival attempt -> tryArrival(attempt);
                case TellWayOut question -> tellWayOut(question);
                case CountRefusals(var replyTo) -> replyTo.tell(new RefusedMessages(toEnded, toUnknown, stale));
                case Reported(var report) -> report(report);
                case Gone(var migration, var side) -> forget(migration, side);
            }
            return Behaviors.same();
        });
    }

    private void begin(MigrationOrder order) {
        Move move = order.move();
        if (sources.containsKey(move.migration())
                || ended.outcome(move.migration(), Side.SOURCE).isPresent()) {
            return;
        }
        if (sources.values().stream().anyMatch(it -> it.move().vm().equals(move.vm()))) {
            context.getLog().info("{} waits for an earlier migration of {}", move.migration(), move.vm());
            return; // whoever ordered it repeats it
        }
        Optional<ActorRef<HypervisorCommand>> hypervisor = node.hypervisors().apply(move.source());
        if (hypervisor.isEmpty()) {
            context.getLog().warn("{} is to leave {}, which has no power", move.vm(), move.source());
            return; // recovery's matter: the guest is gone
        }
        MigrationSource.Leaving leaving =
                new MigrationSource.Leaving(hypervisor.get(), card(move.source(), hypervisor.get()));
        ActorRef<MigrationSource.Command> actor =
                context.spawn(MigrationSource.create(node, order, leaving, reports), "source-" + move.migration());
        context.watchWith(actor, new Gone(move.migration(), Side.SOURCE));
        sources.put(
                move.migration(), new Under<>(move, Optional.of(order.terms().mode()), now(), actor));
    }

    private void route(Delivery delivery) {
        switch (delivery.message()) {
            case MigrationWire.Ended message -> routeEnded(message);
            case MigrationWire.AbortWon message -> routeAbort(delivery.from(), message);
            case MigrationWire.Reserve message when isNew(message.move()) -> receive(delivery.from(), message);
            case ToTarget message -> routeToTarget(delivery.from(), message);
            case ToSource message -> routeToSource(delivery.from(), message);
            default -> context.getLog().warn("not for migrations: {}", delivery);
        }
    }

    private void receive(Endpoint from, MigrationWire.Reserve message) {
        Move move = message.move();
        Optional<ActorRef<HypervisorCommand>> hypervisor = node.hypervisors().apply(move.target());
        if (hypervisor.isEmpty()) {
            answer(from, new MigrationWire.Refused(move, move.target() + " has no power"));
            return;
        }
        TargetWork.Request request = new TargetWork.Request(message, from, tokens.nextLong());
        MigrationTarget.Coming coming =
                new MigrationTarget.Coming(hypervisor.get(), card(move.target(), hypervisor.get()));
        ActorRef<MigrationTarget.Command> actor =
                context.spawn(MigrationTarget.create(node, request, coming, reports), "target-" + move.migration());
        context.watchWith(actor, new Gone(move.migration(), Side.TARGET));
        targets.put(move.migration(), new Under<>(move, Optional.empty(), now(), actor));
    }

    private void tryArrival(TryArrival attempt) {
        var guest = new ArrivalProbe.Guest(attempt.question(), attempt.spec(), attempt.from());
        node.hypervisors()
                .apply(attempt.host())
                .map(it -> new MigrationTarget.Coming(it, card(attempt.host(), it)))
                .ifPresent(it -> context.spawnAnonymous(ArrivalProbe.create(node, it, guest, attempt.replyTo())));
    }

    private void tellWayOut(TellWayOut it) {
        long linkBits = node.link().quality(it.to()).bandwidth().bitsPerSecond();
        var question = new HostCard.TellRoom(it.question(), Side.SOURCE, linkBits, it.replyTo());
        node.hypervisors().apply(it.host()).ifPresent(there -> card(it.host(), there)
                .tell(question));
    }

    private boolean isNew(Move move) {
        return !targets.containsKey(move.migration())
                && ended.outcome(move.migration(), Side.TARGET).isEmpty();
    }

    private void routeToTarget(Endpoint from, ToTarget message) {
        Under<MigrationTarget.Command> under = targets.get(message.move().migration());
        if (under != null && under.move().equals(message.move())) {
            under.actor().tell(new MigrationTarget.FromSource(message));
        } else {
            refuse(from, message.move(), under == null, Side.TARGET);
        }
    }

    private void routeToSource(Endpoint from, ToSource message) {
        Under<MigrationSource.Command> under = sources.get(message.move().migration());
        if (under != null && under.move().equals(message.move())) {
            under.actor().tell(new MigrationSource.FromTarget(message));
        } else {
            refuse(from, message.move(), under == null, Side.SOURCE);
        }
    }

    private void routeEnded(MigrationWire.Ended message) {
        Under<MigrationSource.Command> source = sources.get(message.move().migration());
        if (message.by() == Side.TARGET && source != null && source.move().equals(message.move())) {
            source.actor().tell(new MigrationSource.FromTarget(message));
        }
        Under<MigrationTarget.Command> target = targets.get(message.move().migration());
        if (message.by() == Side.SOURCE && target != null && target.move().equals(message.move())) {
            target.actor().tell(new MigrationTarget.FromSource(message));
        }
    }

    /// What a side that won an abort tells the other: no answer is expected.
    private void routeAbort(Endpoint from, MigrationWire.AbortWon message) {
        switch (message.by()) {
            case SOURCE -> routeToTarget(from, message);
            case TARGET -> routeToSource(from, message);
        }
    }

    private void refuse(Endpoint from, Move move, boolean absent, Side side) {
        Optional<Outcome> outcome = ended.outcome(move.migration(), side);
        if (!absent) {
            stale++;
        } else if (outcome.isPresent()) {
            toEnded++;
        } else {
            toUnknown++;
        }
        answer(from, new MigrationWire.Ended(move, side, absent ? outcome : Optional.empty()));
    }

    private void answer(Endpoint to, MigrationWire message) {
        node.link().send(MigrationWire.SERVICE, to, message);
    }

    private void toSource(MigrationId migration, MigrationSource.Command command) {
        Optional.ofNullable(sources.get(migration)).ifPresent(it -> it.actor().tell(command));
    }

    private void proceed(MigrationId migration, Side side) {
        switch (side) {
            case SOURCE -> toSource(migration, new MigrationSource.Proceed());
            case TARGET ->
                Optional.ofNullable(targets.get(migration))
                        .ifPresent(it -> it.actor().tell(new MigrationTarget.Proceed()));
        }
    }

    private void report(MigrationReport report) {
        MigrationId migration = report.move().migration();
        // It is known here: that an actor is gone comes after all that it told.
        Under<?> under = of(report.side()).get(migration);
        ended.remember(PastMigration.of(report, under.mode(), under.beganNs(), now()));
        forget(migration, report.side());
        finished.tell(report);
    }

    private void forget(MigrationId migration, Side side) {
        Under<?> gone = of(side).remove(migration);
        if (gone != null) {
            HostId host =
                    side == Side.SOURCE ? gone.move().source() : gone.move().target();
            Optional.ofNullable(cards.get(host)).ifPresent(it -> it.actor().tell(new HostCard.Drop(migration, side)));
        }
    }

    private Map<MigrationId, ? extends Under<?>> of(Side side) {
        return side == Side.SOURCE ? sources : targets;
    }

    private long now() {
        return node.ground().timeline().now();
    }

    private ActorRef<HostCard.Command> card(HostId host, ActorRef<HypervisorCommand> hypervisor) {
        Card known = cards.get(host);
        if (known == null || !known.hypervisor().equals(hypervisor)) {
            known = new Card(
                    hypervisor,
                    context.spawnAnonymous(
                            HostCard.create(hypervisor, node.settings().silence())));
            cards.put(host, known);
        }
        return known.actor();
    }
}
