package io.godwit.node;

import io.godwit.history.FleetEvent;
import io.godwit.history.PermitEvent;
import io.godwit.history.Recorder;
import io.godwit.identity.HostId;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.permit.PermitHolder;
import io.godwit.permit.PermitSettings;
import io.godwit.permit.PermitWire;
import io.godwit.registry.HostRecord;
import io.godwit.registry.RegistryAnswer;
import io.godwit.registry.RegistryCalls;
import io.godwit.registry.RegistryCommand.JoinNode;
import io.godwit.time.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// A node's standing in the fleet: it joins, keeps its permit alive, and joins anew when it was declared lost.
///
/// A renewal goes to all voters, because only the leader answers with a grant and nobody has to know who that is: a
/// change of leaders then costs no renewal.
public final class NodeAgent {

    public sealed interface Command {}

    private record Delivered(Delivery delivery) implements Command {}

    private record Replied(RegistryCalls.Reply reply) implements Command {}

    private record RenewNow() implements Command {}

    private record ExpiryDue() implements Command {}

    private record LookAround() implements Command {}

    /// What an agent works with.
    ///
    /// @param boot names this process
    /// @param hosts as the registry shall know them
    /// @param dark those that have no power now
    public record Node(
            String boot,
            List<HostRecord> hosts,
            List<NodeId> voters,
            PermitSettings settings,
            PermitHolder permit,
            ActorRef<RegistryCalls.Call> registry,
            SortedMap<HostId, ActorRef<HostFollower.Command>> followers,
            Supplier<List<HostId>> dark) {}

    /// What an agent stands on.
    public record Ground(Link link, Timeline timeline, Recorder recorder) {}

    private final Node node;
    private final Ground ground;
    private final TimerScheduler<Command> timers;
    private final ActorRef<RegistryCalls.Reply> replies;
    private long token;

    private NodeAgent(Node node, Ground ground, ActorContext<Command> context, TimerScheduler<Command> timers) {
        this.node = node;
        this.ground = ground;
        this.timers = timers;
        this.replies = context.messageAdapter(RegistryCalls.Reply.class, Replied::new);
    }

    public static Behavior<Command> create(Node node, Ground ground) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            ground.link().register(PermitWire.HOLDER_SERVICE, context.messageAdapter(Delivery.class, Delivered::new));
            // What a lost message costs at most: no more than a lost permit does.
            timers.startTimerWithFixedDelay(new LookAround(), node.settings().length());
            return new NodeAgent(node, ground, context, timers).join();
        }));
    }

    /// Phase without an incarnation that counts: protected VMs have no effect.
    private Behavior<Command> join() {
        timers.cancel(RenewNow.class);
        token++;
        node.registry()
                .tell(new RegistryCalls.Submit(
                        new JoinNode(ground.link().self(), node.boot(), node.hosts()), token, replies));
        return Behaviors.receiveMessage(command -> switch (command) {
            case Replied(RegistryCalls.Answered(var of, RegistryAnswer.Joined(var _, var incarnation)))
            when of == token -> joined(incarnation);
            case ExpiryDue() -> {
                checkExpiry(node.permit().incarnation());
                yield Behaviors.same();
            }
            case Replied _, Delivered _, RenewNow _, LookAround _ -> Behaviors.same();
        });
    }

    private Behavior<Command> joined(long incarnation) {
        node.permit().incarnate(incarnation);
        ground.recorder().record(new FleetEvent.NodeJoined(ground.link().self(), incarnation));
        node.followers().values().forEach(follower -> follower.tell(new HostFollower.Joined(incarnation)));
        timers.startTimerWithFixedDelay(
                RenewNow.class, new RenewNow(), Duration.ZERO, node.settings().renewEvery());
        return serving(incarnation);
    }

    private Behavior<Command> serving(long incarnation) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case RenewNow() -> {
                renew(incarnation);
                yield Behaviors.same();
            }
            case Delivered(var delivery) -> answered(delivery, incarnation);
            case ExpiryDue() -> {
                checkExpiry(incarnation);
                yield Behaviors.same();
            }
            case LookAround() -> {
                look();
                yield Behaviors.same();
            }
            case Replied _ -> Behaviors.same();
        });
    }

    private void renew(long incarnation) {
        var renewal = new PermitWire.Renew(
                ground.link().self(),
                incarnation,
                ground.timeline().now(),
                node.dark().get());
        for (var voter : node.voters()) {
            ground.link().send(PermitWire.HOLDER_SERVICE, new Endpoint(voter, PermitWire.SERVICE), renewal);
        }
    }

    private Behavior<Command> answered(Delivery delivery, long incarnation) {
        return switch (delivery.message()) {
            case PermitWire.Granted grant -> {
                granted(grant);
                yield Behaviors.same();
            }
            case PermitWire.Revoked(var _, var lost)
            when lost == incarnation -> {
                node.permit().revoked(incarnation);
                checkExpiry(incarnation);
                yield join();
            }
            default -> Behaviors.same(); // voters that do not lead, and answers to older incarnations
        };
    }

    private void granted(PermitWire.Granted grant) {
        var permit = node.permit();
        var wasValid = permit.isValid();
        if (!permit.granted(grant.incarnation(), grant.sentNs(), grant.length())) {
            return;
        }
        ground.recorder()
                .record(new PermitEvent.Received(
                        ground.link().self(), grant.incarnation(), grant.term(), permit.untilNs()));
        timers.startSingleTimer(
                ExpiryDue.class,
                new ExpiryDue(),
                Duration.ofNanos(
                        Math.max(0, permit.untilNs() - ground.timeline().now())));
        if (!wasValid) {
            look();
        }
    }

    private void checkExpiry(long incarnation) {
        if (!node.permit().isValid()) {
            ground.recorder().record(new PermitEvent.Expired(ground.link().self(), incarnation));
            node.followers().values().forEach(follower -> follower.tell(new HostFollower.Isolate()));
        }
    }

    private void look() {
        node.followers().values().forEach(follower -> follower.tell(new HostFollower.Look()));
    }
}
