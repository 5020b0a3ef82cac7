package io.godwit.registry;

import io.godwit.history.Recorder;
import io.godwit.history.RegistryEvent;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.registry.RegistryCalls.Call;
import io.godwit.time.Timeline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// The node's way to the registry: takes the calls of its actors, and repeats each until it is answered. [Outbox]
/// decides what goes where.
public final class RegistryClient {

    /// What the client needs.
    ///
    /// @param client names this process towards the registry; another one for each start
    public record Parts(String client, List<NodeId> voters, Link link, Timeline timeline, Recorder recorder) {}

    private sealed interface Command {}

    private record Called(Call call) implements Command {}

    private record Received(Delivery delivery) implements Command {}

    private record LookAgain() implements Command {}

    /// The service that answers come to.
    static final String SERVICE = "registry-client";

    /// How often unanswered calls are looked at, while there are any.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final Parts parts;
    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Outbox outbox;
    private final Map<CommandId, Call> callers = new LinkedHashMap<>();

    private RegistryClient(Parts parts, ActorContext<Command> context, TimerScheduler<Command> timers) {
        this.parts = parts;
        this.context = context;
        this.timers = timers;
        this.outbox = new Outbox(parts.client(), parts.voters());
    }

    public static Behavior<Call> create(Parts parts) {
        Behavior<Command> behavior = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            RegistryClient client = new RegistryClient(parts, context, timers);
            parts.link().register(SERVICE, context.messageAdapter(Delivery.class, Received::new));
            return client.working();
        }));
        return Behaviors.transformMessages(Call.class, behavior, calls -> calls.match(Call.class, Called::new));
    }

    private Behavior<Command> working() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Called(Call call) -> take(call);
                case Received(Delivery(Endpoint from, RegistryWire message)) -> onMessage(from.node(), message);
                case Received(Delivery delivery) ->
                    context.getLog().warn("Not for the registry's client: {}", delivery);
                case LookAgain() -> {}
            }
            outbox.due(parts.timeline().now()).forEach(this::send);
            keepLooking();
            return Behaviors.same();
        });
    }

    private void take(Call call) {
        CommandId id =
                switch (call) {
                    case RegistryCalls.Submit submit ->
                        invoked(outbox.add(submit.command()), RegistryWords.of(submit.command()));
                    case RegistryCalls.Ask ask -> invoked(outbox.add(ask.query()), RegistryWords.of(ask.query()));
                };
        callers.put(id, call);
    }

    private CommandId invoked(CommandId id, String what) {
        parts.recorder().record(new RegistryEvent.Invoked(RegistryWords.of(id), what));
        return id;
    }

    private void onMessage(NodeId from, RegistryWire message) {
        switch (message) {
            case RegistryWire.Submitted(CommandId id, RegistryAnswer answer) -> {
                if (outbox.answered(id)) {
                    Call call = returned(id, RegistryWords.of(answer));
                    call.replyTo().tell(new RegistryCalls.Answered(call.token(), answer));
                }
            }
            case RegistryWire.Answered(CommandId id, RegistryView view) -> {
                if (outbox.answered(id)) {
                    parts.recorder().record(new RegistryEvent.Saw(RegistryWords.of(id), view.index()));
                    Call call = returned(id, RegistryWords.of(view));
                    call.replyTo().tell(new RegistryCalls.Seen(call.token(), view));
                }
            }
            case RegistryWire.NotLeader(CommandId id, var leader) ->
                outbox.turnedAway(id, from, leader, parts.timeline().now()).ifPresent(this::send);
            default -> context.getLog().warn("Not for the registry's client: {} from {}", message, from);
        }
    }

    private Call returned(CommandId id, String answer) {
        parts.recorder().record(new RegistryEvent.Returned(RegistryWords.of(id), answer));
        Call call = callers.remove(id);
        if (call == null) {
            throw new IllegalStateException("nobody called " + id);
        }
        return call;
    }

    private void send(Outbox.Sending sending) {
        parts.link().send(SERVICE, new Endpoint(sending.to(), RegistryWire.SERVICE), sending.message());
    }

    private void keepLooking() {
        if (outbox.isEmpty()) {
            timers.cancel(LookAgain.class);
        } else if (!timers.isTimerActive(LookAgain.class)) {
            timers.startTimerWithFixedDelay(LookAgain.class, new LookAgain(), LOOK_AGAIN);
        }
    }
}
