package io.godwit.node.artery;

import io.godwit.link.Delivery;
import io.godwit.node.FleetFacts;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Tells newcomers and consoles what this node knows of its fleet.
public final class Greeter {

    private Greeter() {}

    public static Behavior<Delivery> create(ArteryLink link, FleetFacts facts) {
        return Behaviors.setup(context -> {
            link.register(GreetingWire.SERVICE, context.getSelf());
            return Behaviors.receiveMessage(delivery -> {
                if (delivery.message() instanceof GreetingWire.Hello(var home)) {
                    link.welcome(home, new GreetingWire.Welcome(link.directory(), facts));
                }
                return Behaviors.same();
            });
        });
    }
}
