package io.godwit.array;

import io.godwit.device.Disk;
import io.godwit.identity.VmId;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// A datastore as a host or an auditor sees it, while it is an array somewhere else. The link may lose either way, so
/// what is not answered is asked again with the same number until it is; answers that come twice are dropped.
///
/// Claims are neither numbered nor repeated here: whoever claims does so again and again, and only the last one counts.
public final class ArrayDisk {

    /// How long an answer may take before the request is repeated; at most twice as long. Long against a slow array's
    /// milliseconds, short against the seconds in which a host's recovery is counted.
    static final Duration REPEAT = Duration.ofMillis(500);

    private sealed interface Input {}

    private record Asked(Disk.Command command) implements Input {}

    private record Received(Delivery delivery) implements Input {}

    private record Repeat() implements Input {}

    private final ActorContext<Input> context;
    private final TimerScheduler<Input> timers;
    private final Link link;
    private final Endpoint array;
    private final String service;
    private final Unanswered unanswered = new Unanswered();

    /// Those that stand, by VM.
    private final Map<VmId, Disk.Claim> claims = new TreeMap<>();

    private ArrayDisk(ActorContext<Input> context, TimerScheduler<Input> timers, Link link, Port port) {
        this.context = context;
        this.timers = timers;
        this.link = link;
        this.array = new Endpoint(port.array(), ArrayWire.SERVICE);
        this.service = port.service();
    }

    /// Where an array is, and where its answers go.
    ///
    /// @param service of the own node. Another one for each disk and each start of the process: an answer to an earlier
    ///     process finds nobody, and isn't taken for the answer to a request of the same number
    public record Port(NodeId array, String service) {}

    public static Behavior<Disk.Command> create(Link link, Port port) {
        Behavior<Input> behavior = Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new ArrayDisk(context, timers, link, port).asking()));
        return Behaviors.transformMessages(
                Disk.Command.class, behavior, matching -> matching.match(Disk.Command.class, Asked::new));
    }

    private Behavior<Input> asking() {
        link.register(service, context.messageAdapter(Delivery.class, Received::new));
        return Behaviors.receive(Input.class)
                .onAnyMessage(input -> {
                    on(input);
                    return Behaviors.same();
                })
                .onSignal(PostStop.class, stopped -> {
                    link.unregister(service);
                    return Behaviors.same();
                })
                .build();
    }

    private void on(Input input) {
        switch (input) {
            case Asked(Disk.Claim claim) -> claim(claim);
            case Asked(var command) -> unanswered.ask(command).forEach(this::send);
            case Received(Delivery(Endpoint from, ArrayWire.Answer answer)) when from.equals(array) -> receive(answer);
            case Received(Delivery(Endpoint from, var other)) ->
                context.getLog().warn("{} waits for {} and got {} of {}", service, array, other, from);
            case Repeat() -> unanswered.overdue().forEach(this::send);
        }
        if (!unanswered.isEmpty() && !timers.isTimerActive(Repeat.class)) {
            timers.startSingleTimer(Repeat.class, new Repeat(), REPEAT);
        }
    }

    private void claim(Disk.Claim claim) {
        if (claim.bulk().isPresent()) {
            claims.put(claim.vm(), claim);
        } else {
            claims.remove(claim.vm());
        }
        link.send(service, array, Translation.onLink(claim, claim.request()));
    }

    private void receive(ArrayWire.Answer answer) {
        switch (answer) {
            case ArrayWire.Granted(var _, var vm, var epoch, var _) -> tellClaimant(vm, epoch, answer);
            case ArrayWire.ClaimRefused(var _, var vm, var epoch, var _) -> tellClaimant(vm, epoch, answer);
            default -> answered(answer);
        }
    }

    /// Only of the claim that stands: others are overtaken.
    private void tellClaimant(VmId vm, long epoch, ArrayWire.Answer answer) {
        Disk.Claim claim = claims.get(vm);
        if (claim != null && claim.epoch() == epoch) {
            claim.replyTo().tell(Translation.onHost(answer, claim.request()));
        }
    }

    private void answered(ArrayWire.Answer answer) {
        unanswered.answered(answer.request()).ifPresent(command -> {
            command.replyTo().tell(Translation.onHost(answer, command.request()));
            unanswered.fill().forEach(this::send);
        });
    }

    private void send(Unanswered.Dispatch dispatch) {
        link.send(service, array, Translation.onLink(dispatch.command(), dispatch.number()));
    }
}
