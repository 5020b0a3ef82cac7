package io.godwit.link;

import io.godwit.time.Seed;
import io.godwit.time.VirtualNode;
import io.godwit.time.VirtualWorld;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;

/// The links of a fleet in virtual time.
///
/// Every pair of nodes has a lane each way, with its own latency, bandwidth, cuts and degradation. Messages of one pair
/// stay in order. What was sent before its sender was killed still arrives, as it does from a dead process's kernel; it
/// is given to whoever carries the receiver's name when it arrives, and is lost if nobody does. A paused node's
/// messages wait for it. A message to the own node takes no lane.
public final class EmulatedNetwork {

    /// Bytes that a message without a wire form is taken to have: a command of a few ids.
    private static final long NOMINAL_BYTES = 256;

    /// What all lanes have in common.
    ///
    /// @param usual quality of each lane until it is changed
    /// @param jitter up to so much is added to the latency of each message, drawn from the seed; zero for none
    /// @param codec with it, every message goes through its form in bytes, as on JVMs; without it, as it is
    public record Settings(LinkQuality usual, Duration jitter, Optional<WireCodec> codec) {

        public static Settings plain(LinkQuality usual) {
            return new Settings(usual, Duration.ZERO, Optional.empty());
        }
    }

    /// One way between two nodes.
    public record Way(NodeId from, NodeId to) implements Comparable<Way> {

        private static final Comparator<Way> ORDER =
                Comparator.comparing(Way::from).thenComparing(Way::to);

        @Override
        public int compareTo(Way other) {
            return ORDER.compare(this, other);
        }
    }

    private record Parcel(Endpoint from, Endpoint to, WireMessage message) {}

    private final VirtualWorld world;
    private final Settings settings;
    private final RandomGenerator jitter;
    private final RandomGenerator cuts;
    private final Map<Way, Lane<Parcel>> lanes = new LinkedHashMap<>();
    private final Map<NodeId, Attachment> attachments = new LinkedHashMap<>();

    public EmulatedNetwork(VirtualWorld world, Seed seed, Settings settings) {
        this.world = world;
        this.settings = settings;
        this.jitter = seed.child("jitter").generator();
        this.cuts = seed.child("cuts").generator();
    }

    /// Connects a node under an id. A process that comes back under its id takes the place of its predecessor.
    public Link attach(VirtualNode node, NodeId id) {
        Attachment attachment = new Attachment(node, id);
        attachments.put(id, attachment);
        return attachment;
    }

    /// Cuts one way, and lets the seed choose what becomes of the bytes.
    public CutMode cut(Way way) {
        CutMode mode = cuts.nextBoolean() ? CutMode.HOLD : CutMode.LOSE;
        cut(way, mode);
        return mode;
    }

    public void cut(Way way, CutMode mode) {
        lane(way).cut(now(), mode);
    }

    /// Ends a cut. What it held arrives now, late. A way that isn't cut stays as it is.
    public void heal(Way way) {
        Lane<Parcel> lane = lane(way);
        lane.heal(now()).forEach(departure -> deliverLater(lane, departure));
    }

    /// Changes what one way can do for what is sent from now on.
    public void degrade(Way way, LinkQuality quality) {
        lane(way).become(quality);
    }

    /// Gives one way its usual quality back.
    public void restore(Way way) {
        lane(way).become(settings.usual());
    }

    public boolean isCut(Way way) {
        return lane(way).isCut();
    }

    /// What went each way so far, sorted.
    public SortedMap<Way, Traffic> traffic() {
        SortedMap<Way, Traffic> traffic = new TreeMap<>();
        lanes.forEach((way, lane) -> traffic.put(way, lane.traffic()));
        return traffic;
    }

    private long now() {
        return world.timeline().now();
    }

    private Lane<Parcel> lane(Way way) {
        return lanes.computeIfAbsent(way, fresh -> new Lane<>(settings.usual()));
    }

    private void deliverLater(Lane<Parcel> lane, Lane.Departure<Parcel> departure) {
        world.at(departure.arrivalNs(), () -> {
            if (lane.arrive(departure) && !deliver(departure.parcel())) {
                lane.noteLost();
            }
        });
    }

    private boolean deliver(Parcel parcel) {
        Attachment receiver = attachments.get(parcel.to().node());
        return receiver != null && receiver.receive(parcel);
    }

    private long draw() {
        long bound = settings.jitter().toNanos();
        return bound == 0 ? 0 : jitter.nextLong(bound);
    }

    /// The link of one process.
    private final class Attachment implements Link {

        private final VirtualNode node;
        private final NodeId self;
        private final Map<String, ActorRef<Delivery>> services = new LinkedHashMap<>();

        private Attachment(VirtualNode node, NodeId self) {
            this.node = node;
            this.self = self;
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

        @Override
        public void send(String fromService, Endpoint to, WireMessage message) {
            Endpoint from = new Endpoint(self, fromService);
            Optional<byte[]> wire = settings.codec().map(codec -> codec.encode(message));
            long bytes = wire.map(form -> (long) form.length).orElse(NOMINAL_BYTES);
            WireMessage received = wire.map(this::decoded).orElse(message);
            Parcel parcel = new Parcel(from, to, received);
            if (to.node().equals(self)) {
                receive(parcel);
                return;
            }
            Lane<Parcel> lane = lane(new Way(self, to.node()));
            lane.send(now(), parcel, bytes, draw()).ifPresent(departure -> deliverLater(lane, departure));
        }

        @Override
        public LinkQuality quality(NodeId to) {
            return lane(new Way(self, to)).quality();
        }

        private WireMessage decoded(byte[] wire) {
            return switch (settings.codec().orElseThrow().decode(wire)) {
                case WireCodec.Decoded(var message) -> message;
                case WireCodec.Malformed(var why) -> throw new IllegalStateException("our own bytes: " + why);
            };
        }

        private boolean receive(Parcel parcel) {
            ActorRef<Delivery> receiver = services.get(parcel.to().service());
            if (receiver == null || !node.isAlive()) {
                return false;
            }
            receiver.tell(new Delivery(parcel.from(), parcel.message()));
            return true;
        }
    }
}
