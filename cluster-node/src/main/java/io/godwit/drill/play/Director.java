package io.godwit.drill.play;

import io.godwit.array.ArrayWire;
import io.godwit.drill.Drill;
import io.godwit.history.Entry;
import io.godwit.link.Delivery;
import io.godwit.recovery.ControlWire;
import io.godwit.recovery.GuestWire;
import io.godwit.recovery.Orders;
import io.godwit.recovery.UseWire;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// Plays one drill, from an empty fleet to the evidence. [Play] knows where the drill stands; this actor is its ears
/// and its clock.
public final class Director {

    public sealed interface Command {}

    /// Gives the drill up; what is known by then is the evidence.
    public record Stop(String why) implements Command {}

    private record Happened(Entry entry) implements Command {}

    private record Delivered(Delivery delivery) implements Command {}

    private record Found(LedgerProbe.Findings findings) implements Command {}

    private record Tick() implements Command {}

    /// A moment of the timetable.
    private record StepDue() implements Command {}

    /// How often a director looks around: fine beside a human's patience, coarse beside a fleet's work.
    private static final Duration TICK = Duration.ofMillis(250);

    /// Looks in a whole drill at most: each asks for the state of the whole fleet.
    private static final int LOOKS = 2_000;

    private final Play play;
    private final TimerScheduler<Command> timers;

    private Director(Play play, TimerScheduler<Command> timers) {
        this.play = play;
        this.timers = timers;
    }

    /// @param done is given the evidence, once
    public static Behavior<Command> create(Scene scene, Consumer<Played> done) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            var findings = context.messageAdapter(LedgerProbe.Findings.class, Found::new);
            var play = new Play(scene, crew(context, findings));
            listen(scene, context);
            timers.startTimerWithFixedDelay(new Tick(), Duration.ZERO, tick(scene.drill()));
            return new Director(play, timers).directing(done);
        }));
    }

    private static Duration tick(Drill drill) {
        var share = drill.heal().end().dividedBy(LOOKS);
        return share.compareTo(TICK) > 0 ? share : TICK;
    }

    private static Play.Crew crew(ActorContext<Command> context, ActorRef<LedgerProbe.Findings> findings) {
        return new Play.Crew() {
            @Override
            public ActorRef<LedgerProbe.Command> hire(Behavior<LedgerProbe.Command> probe, String name) {
                return context.spawn(probe, name);
            }

            @Override
            public ActorRef<LedgerProbe.Findings> ear() {
                return findings;
            }
        };
    }

    private static void listen(Scene scene, ActorContext<Command> context) {
        var deliveries = context.messageAdapter(Delivery.class, Delivered::new);
        scene.stage().link().register(Orders.SERVICE, deliveries);
        scene.stage().link().register(Auditor.SERVICE, deliveries);
        var self = context.getSelf();
        scene.stage().watch(entry -> {
            if (Play.isOfInterest(entry)) {
                self.tell(new Happened(entry));
            }
        });
    }

    private Behavior<Command> directing(Consumer<Played> done) {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Happened(var entry) -> play.happened(entry);
                case Delivered(var delivery) -> delivered(delivery);
                case Found(var findings) -> play.found(findings);
                case Stop(var why) -> play.stop(why);
                case Tick(), StepDue() -> play.look();
            }
            play.nextMoment().ifPresent(delay -> timers.startSingleTimer(StepDue.class, new StepDue(), delay));
            if (play.played().isEmpty()) {
                return Behaviors.same();
            }
            done.accept(play.played().get());
            return Behaviors.stopped();
        });
    }

    private void delivered(Delivery delivery) {
        switch (delivery.message()) {
            case ControlWire.Carried answer -> play.carried(answer);
            case ArrayWire answer -> play.audited(answer);
            case GuestWire.DiskAudited answer -> play.audited(answer);
            case UseWire.Told told -> play.used(told);
            default -> {} // voters that do not lead say so
        }
    }
}
