package io.godwit.node.artery;

import io.godwit.link.Delivery;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// `/user/link`: where the envelopes of other nodes arrive, and where drills say what links are like.
final class LinkReceiver {

    static final String NAME = "link";
    static final String PATH = "/user/" + NAME;

    private LinkReceiver() {}

    static Behavior<Envelope> create(ArteryLink link) {
        return Behaviors.setup(context -> {
            ActorRef<Delivery> shapes = context.spawn(shapes(link), ShapeWire.SERVICE);
            link.register(ShapeWire.SERVICE, shapes);
            return Behaviors.receiveMessage(envelope -> {
                link.receive(envelope);
                return Behaviors.same();
            });
        });
    }

    private static Behavior<Delivery> shapes(ArteryLink link) {
        return Behaviors.receiveMessage(delivery -> {
            if (delivery.message() instanceof ShapeWire.Become(var other, var quality)) {
                link.become(other, quality);
            }
            return Behaviors.same();
        });
    }
}
