package io.godwit.fleet;

import io.godwit.link.Delivery;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.recovery.ControlWire;
import io.godwit.recovery.ControlWire.Outcome;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.recovery.Orders;
import io.godwit.registry.NodeRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// Tells the controller of processes that have ended, so that it need not wait for their permits to run out. Whoever
/// started a process knows that it has ended: nothing of it can act any more.
///
/// It goes on telling until the registry has the loss, or a later process of the node.
final class Undertaker {

    sealed interface Command {}

    /// @param boot of the process that has ended
    record Ended(NodeId node, String boot) implements Command {}

    private record Came(Delivery delivery) implements Command {}

    private record Look() implements Command {}

    private static final String SERVICE = "undertaker";

    /// Recovery waits for it.
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Orders orders;
    private final TimerScheduler<Command> timers;
    private final Map<NodeId, String> ended = new TreeMap<>();

    private Undertaker(Orders orders, TimerScheduler<Command> timers) {
        this.orders = orders;
        this.timers = timers;
    }

    static Behavior<Command> create(Link link, List<NodeId> voters) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            link.register(SERVICE, context.messageAdapter(Delivery.class, Came::new));
            return new Undertaker(new Orders(link, voters, SERVICE, SERVICE), timers).watching();
        }));
    }

    private Behavior<Command> watching() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Ended(var node, var boot) -> {
                    ended.put(node, boot);
                    timers.startTimerWithFixedDelay(new Look(), Duration.ZERO, LOOK);
                }
                case Came(Delivery(var _, ControlWire.Carried answer)) -> orders.carried(answer);
                case Came _ -> {} // voters that do not lead say so
                case Look() -> look();
            }
            return Behaviors.same();
        });
    }

    private void look() {
        if (!orders.isEmpty()) {
            orders.repeat();
        } else if (ended.isEmpty()) {
            timers.cancel(new Look());
        } else {
            orders.show(this::shown);
        }
    }

    private void shown(Outcome.Shown shown) {
        ended.keySet()
                .retainAll(shown.view().nodes().stream().map(NodeRecord::node).toList());
        for (NodeRecord record : shown.view().nodes()) {
            String boot = ended.get(record.node());
            if (boot != null) {
                if (record.boot().equals(boot) && !record.lost()) {
                    orders.give(new Wish.ConfirmEnded(record.node(), record.incarnation()), _ -> {});
                } else {
                    ended.remove(record.node());
                }
            }
        }
    }
}
