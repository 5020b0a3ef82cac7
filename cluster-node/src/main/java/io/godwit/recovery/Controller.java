package io.godwit.recovery;

import io.godwit.history.FleetEvent;
import io.godwit.history.Recorder;
import io.godwit.link.Delivery;
import io.godwit.link.Link;
import io.godwit.permit.PermitWire;
import io.godwit.registry.Leadership;
import io.godwit.registry.RegistryCalls;
import io.godwit.time.Timeline;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// Places, recovers and drains, in the terms in which its voter leads the registry. It decides; only the registry makes
/// it true.
///
/// One stands beside each replica. It answers orders and renewals of permits only while it leads.
public final class Controller {

    public sealed interface Command {}

    private record Delivered(Delivery delivery) implements Command {}

    private record Led(Leadership change) implements Command {}

    private record Replied(RegistryCalls.Reply reply) implements Command {}

    private record Tick() implements Command {}

    /// What a controller works with.
    ///
    /// @param registry the node's registry client
    public record Office(
            Link link,
            Timeline timeline,
            Recorder recorder,
            ActorRef<RegistryCalls.Call> registry,
            FleetSettings settings) {}

    private final Office office;
    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final ActorRef<RegistryCalls.Reply> replies;

    private Controller(Office office, ActorContext<Command> context, TimerScheduler<Command> timers) {
        this.office = office;
        this.context = context;
        this.timers = timers;
        this.replies = context.messageAdapter(RegistryCalls.Reply.class, Replied::new);
    }

    /// @param subscribe is given the reference that the replica beside it tells of its leadership
    public static Behavior<Command> create(Office office, Consumer<ActorRef<Leadership>> subscribe) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            var deliveries = context.messageAdapter(Delivery.class, Delivered::new);
            office.link().register(ControlWire.SERVICE, deliveries);
            office.link().register(PermitWire.SERVICE, deliveries);
            subscribe.accept(context.messageAdapter(Leadership.class, Led::new));
            return new Controller(office, context, timers).following();
        }));
    }

    private Behavior<Command> following() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Led(Leadership.Led(var term)) -> lead(term);
            case Led(Leadership.Retired _), Led(Leadership.Advanced _) -> Behaviors.same();
            case Delivered(var delivery) -> turnAway(delivery);
            case Replied _, Tick _ -> Behaviors.same();
        });
    }

    private Behavior<Command> lead(long term) {
        office.recorder().record(new FleetEvent.LeaderElected(office.link().self(), term));
        timers.startTimerWithFixedDelay(new Tick(), office.settings().tick());
        var incumbency = new Incumbency(office, term, replies);
        incumbency.look();
        return leading(incumbency);
    }

    private Behavior<Command> leading(Incumbency incumbency) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Led(Leadership.Led(var term)) -> term == incumbency.term() ? Behaviors.same() : lead(term);
            case Led(Leadership.Retired(var term)) -> retire(term, "the registry has another leader");
            case Led(Leadership.Advanced _), Tick() -> {
                incumbency.look();
                yield Behaviors.same();
            }
            case Delivered(var delivery) -> {
                incumbency.delivered(delivery);
                yield Behaviors.same();
            }
            case Replied(var reply) ->
                incumbency.replied(reply) ? Behaviors.same() : retire(incumbency.term(), "its term has passed");
        });
    }

    private Behavior<Command> retire(long term, String why) {
        timers.cancelAll();
        office.recorder().record(new FleetEvent.LeaderRetired(office.link().self(), term, why));
        return following();
    }

    private Behavior<Command> turnAway(Delivery delivery) {
        switch (delivery.message()) {
            case ControlWire.Order order ->
                office.link()
                        .send(
                                ControlWire.SERVICE,
                                delivery.from(),
                                new ControlWire.NotLeader(order.id(), Optional.empty()));
            case PermitWire.Renew _ ->
                office.link().send(PermitWire.SERVICE, delivery.from(), new PermitWire.NotLeader(Optional.empty()));
            default -> context.getLog().warn("{} is not for a controller", delivery);
        }
        return Behaviors.same();
    }
}
