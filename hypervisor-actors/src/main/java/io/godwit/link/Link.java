package io.godwit.link;

import org.apache.pekko.actor.typed.ActorRef;

/// A node's only way to other nodes. It is safe to use from every actor of the node.
///
/// Messages of one pair of nodes arrive in the order they were sent, each at most once. Nobody is told of a loss:
/// whoever
/// needs an answer sends again.
public interface Link {

    /// The node that this link belongs to.
    NodeId self();

    /// Gives the messages for `service` to `receiver` from now on, in place of whoever received them before.
    void register(String service, ActorRef<Delivery> receiver);

    /// Drops the messages for `service` from now on.
    void unregister(String service);

    /// Sends without ever blocking. A message to the own node doesn't leave it, but arrives later too, never within
    /// this
    /// call.
    void send(String fromService, Endpoint to, WireMessage message);

    /// What the way to `to` can do, as of now.
    LinkQuality quality(NodeId to);
}
