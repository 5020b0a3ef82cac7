package io.godwit.node.artery;

import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.link.WireCodec;
import io.godwit.link.WireMessage;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The link between processes. It never blocks: what can't be sent soon is lost, and nobody is told.
///
/// What is known of other nodes can grow, and qualities can change, at any time and from any thread. Whoever writes
/// says where it is reached, so that an answer finds its way to a node that nobody here had heard of.
public final class ArteryLink implements Link {

    /// Below Artery's frame of 256 KiB, above which it drops messages with no more than a line in its log.
    static final int MAX_PAYLOAD_BYTES = 200 << 10;

    /// Whoever is at an address, for a newcomer that knows no names yet.
    private static final NodeId ANYONE = new NodeId("*");

    private static final Logger LOG = LoggerFactory.getLogger(ArteryLink.class);

    private final NodeId self;
    private final NodeAddress home;
    private final WireCodec codec;
    private final ActorRefResolver resolver;
    private final LinkQuality usual;
    private final SortedMap<NodeId, LinkQuality> qualities;
    private final SortedMap<NodeId, NodeAddress> addresses = new ConcurrentSkipListMap<>();
    private final SortedMap<NodeId, ActorRef<Envelope>> others = new ConcurrentSkipListMap<>();
    private final SortedMap<String, ActorRef<Delivery>> services = new ConcurrentSkipListMap<>();

    ArteryLink(NetworkSetup setup, WireCodec codec, ActorRefResolver resolver) {
        this.self = setup.self();
        this.home = setup.advertised();
        this.codec = codec;
        this.resolver = resolver;
        this.usual = setup.usual();
        this.qualities = new ConcurrentSkipListMap<>(setup.qualities());
        setup.directory().forEach(this::learn);
    }

    /// Sends to `node` at this address from now on.
    public void learn(NodeId node, NodeAddress address) {
        if (!node.equals(self) && !address.equals(addresses.put(node, address))) {
            others.put(node, at(address));
        }
    }

    /// Where this node and those it knows are reached.
    public SortedMap<NodeId, NodeAddress> directory() {
        SortedMap<NodeId, NodeAddress> all = new TreeMap<>(addresses);
        all.put(self, home);
        return all;
    }

    /// Asks whatever node is at an address what it knows.
    void hello(NodeAddress seed) {
        sendTo(seed, GreetingWire.SERVICE, new GreetingWire.Hello(home));
    }

    /// Answers a newcomer, whose name may be another node's.
    void welcome(NodeAddress newcomer, GreetingWire.Welcome welcome) {
        sendTo(newcomer, GreetingWire.NEWCOMER, welcome);
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
            other.tell(new Envelope(home, from, to, payload));
        }
    }

    @Override
    public LinkQuality quality(NodeId to) {
        return qualities.getOrDefault(to, usual);
    }

    /// Takes what came from another process.
    void receive(Envelope envelope) {
        NodeId to = envelope.to().node();
        if (!to.equals(self) && !to.equals(ANYONE)) {
            LOG.warn("{} came to {}", envelope, self);
            return;
        }
        NodeId from = envelope.from().node();
        if (!addresses.containsKey(from)) {
            learn(from, envelope.home());
        }
        switch (codec.decode(envelope.payload())) {
            case WireCodec.Decoded(var message) -> deliver(envelope.from(), envelope.to(), message);
            case WireCodec.Malformed(var why) -> LOG.warn("{}: {}", envelope, why);
        }
    }

    private void sendTo(NodeAddress address, String service, WireMessage message) {
        Endpoint from = new Endpoint(self, service);
        at(address).tell(new Envelope(home, from, new Endpoint(ANYONE, service), codec.encode(message)));
    }

    private ActorRef<Envelope> at(NodeAddress address) {
        return resolver.resolveActorRef("pekko://" + ArteryNode.SYSTEM + "@" + address + LinkReceiver.PATH);
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
