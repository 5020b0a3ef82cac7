package io.godwit.rehearsal;

import io.godwit.drill.Topology;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.Delivery;
import io.godwit.recovery.ControlWire;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.recovery.FleetView;
import io.godwit.recovery.Orders;
import io.godwit.registry.RegistryView;
import io.godwit.stage.Stage;
import java.time.Duration;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// Makes a fleet that has played ready for the next drill: all nodes up and joined, all hosts open, no VM left.
final class Clearing {

    sealed interface Command {}

    private record Tick() implements Command {}

    private record Delivered(Delivery delivery) implements Command {}

    /// Half of what a person calls at once.
    private static final Duration TICK = Duration.ofMillis(100);

    private final Stage stage;
    private final Topology topology;
    private final Runnable done;
    private final Orders orders;
    private final TreeSet<VmId> destroyed = new TreeSet<>();
    private final TreeSet<HostId> restored = new TreeSet<>();
    private boolean clear;

    private Clearing(Stage stage, Topology topology, String client, Runnable done) {
        this.stage = stage;
        this.topology = topology;
        this.done = done;
        this.orders = new Orders(stage.link(), topology.voters(), client);
    }

    /// @param client names this clearing towards the controller: no two on one fleet share it
    /// @param done called once, by the actor
    static Behavior<Command> create(Stage stage, Topology topology, String client, Runnable done) {
        var clearing = new Clearing(stage, topology, client, done);
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            stage.link().register(Orders.SERVICE, context.messageAdapter(Delivery.class, Delivered::new));
            return clearing.clearing(timers);
        }));
    }

    private Behavior<Command> clearing(TimerScheduler<Command> timers) {
        timers.startTimerWithFixedDelay(new Tick(), Duration.ZERO, TICK);
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Tick() -> look();
                case Delivered(var delivery) -> {
                    if (delivery.message() instanceof ControlWire.Carried answer) {
                        orders.carried(answer);
                    }
                }
            }
            if (!clear) {
                return Behaviors.same();
            }
            done.run();
            return Behaviors.stopped();
        });
    }

    private void look() {
        if (orders.isEmpty()) {
            orders.show(shown -> shown(shown.view()));
        } else {
            orders.repeat();
        }
    }

    private void shown(RegistryView view) {
        var fleet = new FleetView(view);
        var joined = topology.nodes().stream()
                .allMatch(node -> stage.isAlive(node.id())
                        && fleet.node(node.id())
                                .filter(record -> !record.lost())
                                .isPresent());
        for (var host : view.hosts()) {
            if (host.cordoned() && restored.add(host.host())) {
                orders.give(new Wish.Restore(host.host()), _ -> restored.remove(host.host()));
            }
        }
        for (var vm : view.vms()) {
            if (destroyed.add(vm.id())) {
                orders.give(new Wish.Destroy(vm.id()), _ -> {});
            }
        }
        clear = joined && view.vms().isEmpty() && view.hosts().stream().noneMatch(host -> host.cordoned());
    }
}
