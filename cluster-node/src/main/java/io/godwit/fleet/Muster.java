package io.godwit.fleet;

import io.godwit.link.Delivery;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.recovery.ControlWire;
import io.godwit.recovery.ControlWire.Outcome;
import io.godwit.recovery.Orders;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Waits until a controller leads and all hosts of a new fleet have joined.
final class Muster {

    sealed interface Command {}

    private record Came(Delivery delivery) implements Command {}

    private record Look() implements Command {}

    private static final String SERVICE = "muster";

    /// A person waits for it.
    private static final Duration LOOK = Duration.ofMillis(100);

    private Muster() {}

    static Behavior<Command> create(Link link, List<NodeId> voters, int hosts, Runnable complete) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            Orders orders = new Orders(link, voters, SERVICE, SERVICE);
            link.register(SERVICE, context.messageAdapter(Delivery.class, Came::new));
            timers.startTimerWithFixedDelay(new Look(), Duration.ZERO, LOOK);
            return Behaviors.receiveMessage(command -> {
                switch (command) {
                    case Came(Delivery(var _, ControlWire.Carried answer)) -> orders.carried(answer);
                    case Came _ -> {} // voters that do not lead say so
                    case Look() -> {
                        if (orders.isEmpty()) {
                            orders.show(shown -> look(shown, hosts, complete));
                        } else {
                            orders.repeat();
                        }
                    }
                }
                return Behaviors.same();
            });
        }));
    }

    private static void look(Outcome.Shown shown, int hosts, Runnable complete) {
        boolean allAreUp = shown.view().hosts().size() == hosts
                && shown.view().nodes().stream().noneMatch(node -> node.lost());
        if (allAreUp) {
            complete.run();
        }
    }
}
