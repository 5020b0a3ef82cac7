package io.godwit.node.artery;

import io.godwit.link.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Gets to know a fleet from some of its nodes, and keeps up with those that join later. It says hello to all seeds
/// all the time: a welcome may be the news of one more node.
public final class Acquaintance {

    public sealed interface Command {}

    private record Came(Delivery delivery) implements Command {}

    private record SayHello() implements Command {}

    /// Often enough that a person who starts a node and looks for it finds it.
    private static final Duration EVERY = Duration.ofMillis(500);

    private Acquaintance() {}

    /// @param welcome told each welcome, by the actor's own thread; its directory is known to the link by then
    public static Behavior<Command> create(
            ArteryLink link, List<NodeAddress> seeds, Consumer<GreetingWire.Welcome> welcome) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            link.register(GreetingWire.NEWCOMER, context.messageAdapter(Delivery.class, Came::new));
            timers.startTimerWithFixedDelay(new SayHello(), Duration.ZERO, EVERY);
            return Behaviors.receiveMessage(command -> {
                switch (command) {
                    case SayHello() -> seeds.forEach(link::hello);
                    case Came(Delivery(var _, GreetingWire.Welcome came)) -> {
                        came.directory().forEach(link::learn);
                        welcome.accept(came);
                    }
                    case Came _ -> {} // nothing else is said to this service
                }
                return Behaviors.same();
            });
        }));
    }
}
