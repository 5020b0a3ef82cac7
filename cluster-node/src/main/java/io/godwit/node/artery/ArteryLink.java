package io.godwit.node.artery;

import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.link.WireCodec;
import io.godwit.link.WireMessage;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The link between processes. It never blocks: what can't be sent soon is lost, and nobody is told.
///
/// What is known of other nodes can grow, and qualities can change, at any time and from any thread.
public final class ArteryLink implements Link {

    /// Below Artery's frame of 256 KiB, above which it drops messages with no more than a line in its log.
    static final int MAX_PAYLOAD_BYTES = 200 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(ArteryLink.class);

    private final NodeId self;
    private final WireCodec codec;
    private final ActorRefResolver resolver;
    private final LinkQuality usual;
    private final SortedMap<NodeId, LinkQuality> qualities;
    private final SortedMap<NodeId, ActorRef<Envelope>> others = new ConcurrentSkipListMap<>();
    private final SortedMap<String, ActorRef<Delivery>> services = new ConcurrentSkipListMap<>();

    ArteryLink(NetworkSetup setup, WireCodec codec, ActorRefResolver resolver) {
        this.self = setup.self();
        this.codec = codec;
        this.resolver = resolver;
        this.usual = setup.usual();
        this.qualities = new ConcurrentSkipListMap<>(setup.qualities());
        setup.directory().forEach(this::learn);
    }

    /// Sends to `node` at this address from now on.
    public void learn(NodeId node, NodeAddress address) {
        others.put(node, resolver.resolveActorRef("pekko://" + ArteryNode.SYSTEM + "@" + address + LinkReceiver.PATH));
    }

    /// Gives the way to `other` this quality from now on.
    public void become(NodeId other, LinkQuality quality) {
        qualities.put(other, quality);
    }

    @Override
    public NodeId self() {
        return self;
    }

    @Override
    public void register(String service, ActorRef<Delivery> receiver) {
        services.put(service, receiver);
    }

    @Override
    public void unregister(String service) {
        services.remove(service);
    }

    /// @throws IllegalArgumentException if the message has no wire form, or is too long: that is a bug of the sender
    @Override
    public void send(String fromService, Endpoint to, WireMessage message) {
        Endpoint from = new Endpoint(self, fromService);
        if (to.node().equals(self)) {
            deliver(from, to, message);
            return;
        }
        byte[] payload = codec.encode(message);
        if (payload.length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(message.getClass().getName() + " to " + to + " has " + payload.length
                    + " bytes; at most " + MAX_PAYLOAD_BYTES + " pass");
        }
        ActorRef<Envelope> other = others.get(to.node());
        if (other == null) {
            LOG.debug("no address of {}: a message of {} is lost", to, from);
        } else {
            other.tell(new Envelope(from, to, payload));
        }
    }

    @Override
    public LinkQuality quality(NodeId to) {
        return qualities.getOrDefault(to, usual);
    }

    /// Takes what came from another process.
    void receive(Envelope envelope) {
        if (!envelope.to().node().equals(self)) {
            LOG.warn("{} came to {}", envelope, self);
            return;
        }
        switch (codec.decode(envelope.payload())) {
            case WireCodec.Decoded(var message) -> deliver(envelope.from(), envelope.to(), message);
            case WireCodec.Malformed(var why) -> LOG.warn("{}: {}", envelope, why);
        }
    }

    private void deliver(Endpoint from, Endpoint to, WireMessage message) {
        ActorRef<Delivery> receiver = services.get(to.service());
        if (receiver == null) {
            LOG.debug("nobody takes {} of {}", to, from);
        } else {
            receiver.tell(new Delivery(from, message));
        }
    }
}
