package io.godwit.process;

import io.godwit.link.NodeId;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Ends the process when the node's own actor has ended: a node without it would look alive and do nothing.
final class LastActor {

    private record Ended() {}

    private LastActor() {}

    static Behavior<?> create(Behavior<?> own, NodeId node) {
        return Behaviors.<Ended>setup(context -> {
            ActorRef<?> child = context.spawn(own, node.value());
            context.watchWith(child, new Ended());
            return Behaviors.receiveMessage(_ -> {
                context.getLog().error("{} has ended by itself; so does its process", node);
                Runtime.getRuntime().halt(FatalFailures.BROKEN);
                return Behaviors.stopped();
            });
        });
    }
}
