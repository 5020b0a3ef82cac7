package io.godwit.array;

import io.godwit.device.Disk;
import io.godwit.device.Disk.Numbered;
import io.godwit.device.DiskClaim;
import io.godwit.device.DiskSpec;
import io.godwit.history.ArrayEvent;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.link.Delivery;
import io.godwit.link.EmulatedNetwork;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.link.WireCodec;
import io.godwit.link.WireMessage;
import io.godwit.log.LogDevice;
import io.godwit.log.MemoryDisk;
import io.godwit.time.Seed;
import io.godwit.time.VirtualNode;
import io.godwit.time.VirtualWorld;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// An array and its hosts in virtual time, what the array wrote down and answered, and what the hosts were told.
final class ArrayFleet implements AutoCloseable {

    static final NodeId ARRAY = new NodeId("array-1");
    static final Duration LINK_LATENCY = Duration.ofNanos(100_000);
    static final Duration DISK_LATENCY = Duration.ofMillis(2);
    static final Duration OPERATION = Duration.ofNanos(500_000);

    /// Slow, so that faults strike between a write and its force, and with a short log.
    static final ArraySettings SETTINGS = new ArraySettings(
            "test",
            new DiskSpec("pool", Bandwidth.parse("1GiB/s"), EventRate.parse("2000/s"), DISK_LATENCY, "a test"),
            MemorySize.ofKibibytes(4));

    private static final WireCodec CODEC = new WireCodec(List.of(ArrayWire.class));

    /// Hears what happens as it happens, in the array's order and in the hosts'.
    interface Witness {

        default void recorded(ArrayEvent event) {}

        default void answered(ArrayWire.Answer answer) {}

        default void told(NodeId host, Disk.Answer answer) {}
    }

    /// A disk that is asked through its process's actor, and a probe for the answers.
    private record Seat(ActorRef<Disk.Command> disk, ActorRef<Disk.Answer> ear) {}

    final VirtualWorld world = new VirtualWorld();
    final Seed seed;
    final EmulatedNetwork network;
    final MemoryDisk disk = new MemoryDisk();
    final List<ArrayEvent> events = new ArrayList<>();
    final List<Disk.Answer> told = new ArrayList<>();
    final Map<NodeId, VirtualNode> nodes = new LinkedHashMap<>();
    private final Map<NodeId, Seat> seats = new LinkedHashMap<>();
    private final UnaryOperator<LogDevice> wrapped;
    private Witness witness = new Witness() {};
    private long lastRequest;
    private int boots;

    /// @param wrapped what the array has in the place of its device
    ArrayFleet(long seed, UnaryOperator<LogDevice> wrapped) {
        this.seed = Seed.of(seed);
        this.wrapped = wrapped;
        LinkQuality usual = new LinkQuality(LINK_LATENCY, Bandwidth.parse("100Gbit"));
        this.network = new EmulatedNetwork(
                world,
                this.seed.child("network"),
                new EmulatedNetwork.Settings(usual, Duration.ZERO, Optional.of(CODEC)));
    }

    static ArrayFleet plain() {
        return new ArrayFleet(1, device -> device);
    }

    void witnessedBy(Witness chosen) {
        witness = chosen;
    }

    void startArray() {
        VirtualNode node = world.start(ARRAY.value());
        nodes.put(ARRAY, node);
        Link link = new Tapped(network.attach(node, ARRAY));
        ArraySetup setup = new ArraySetup("a", SETTINGS, wrapped.apply(disk.open()), link, world.timeline(), event -> {
            if (event instanceof ArrayEvent itsOwn) {
                events.add(itsOwn);
                witness.recorded(itsOwn);
            }
        });
        node.spawn(ArrayNode.create(setup), "array");
    }

    /// `kill -9`: what the process wrote is with the operating system.
    void killArray() {
        nodes.get(ARRAY).kill();
        disk.killProcess();
    }

    void losePower() {
        nodes.get(ARRAY).kill();
        disk.losePower(seed.child("power@" + now()).generator());
    }

    NodeId startHost(String name) {
        NodeId host = new NodeId(name);
        VirtualNode node = world.start(name);
        nodes.put(host, node);
        Link link = network.attach(node, host);
        var port = new ArrayDisk.Port(ARRAY, "disk-a-" + ++boots);
        ActorRef<Disk.Answer> ear = node.spawn(
                Behaviors.receiveMessage(answer -> {
                    told.add(answer);
                    witness.told(host, answer);
                    return Behaviors.same();
                }),
                "ear");
        seats.put(host, new Seat(node.spawn(ArrayDisk.create(link, port), "disk"), ear));
        return host;
    }

    long open(NodeId host, VmId vm, long epoch) {
        seats.get(host)
                .disk()
                .tell(new Disk.Open(++lastRequest, vm, epoch, seats.get(host).ear()));
        return lastRequest;
    }

    long write(NodeId host, VmId vm, long epoch, long number) {
        Numbered what = new Numbered("c", number, 7 * number);
        seats.get(host)
                .disk()
                .tell(new Disk.Write(
                        ++lastRequest, vm, epoch, what, seats.get(host).ear()));
        return lastRequest;
    }

    long discard(NodeId host, VmId vm, long epoch) {
        seats.get(host)
                .disk()
                .tell(new Disk.Discard(++lastRequest, vm, epoch, seats.get(host).ear()));
        return lastRequest;
    }

    long freeze(NodeId host, VmId vm, long epoch, CopyId copy) {
        seats.get(host)
                .disk()
                .tell(new Disk.Freeze(
                        ++lastRequest, vm, epoch, copy, seats.get(host).ear()));
        return lastRequest;
    }

    /// Forgotten unless it is repeated.
    long claim(NodeId host, VmId vm, long epoch, Optional<DiskClaim> bulk) {
        seats.get(host)
                .disk()
                .tell(new Disk.Claim(
                        ++lastRequest, vm, epoch, bulk, seats.get(host).ear()));
        return lastRequest;
    }

    long audit(NodeId host, VmId vm) {
        seats.get(host)
                .disk()
                .tell(new Disk.Audit(++lastRequest, vm, seats.get(host).ear()));
        return lastRequest;
    }

    /// The answer to a request; runs until it is there.
    Disk.Answer answer(long request) {
        if (!world.runUntil(() -> find(request).isPresent(), now() + 10_000_000_000L)) {
            throw new AssertionError("request " + request + " has no answer after 10 s");
        }
        return find(request).orElseThrow();
    }

    Optional<Disk.Answer> find(long request) {
        return told.stream().filter(answer -> answer.request() == request).findFirst();
    }

    /// Takes the disk away from the array and reads what is on it.
    List<ArrayEntry> readLog() {
        try {
            return ArrayLog.open(disk.open(), 1).entries();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    void run(Duration duration) {
        world.runUntil(now() + duration.toNanos());
    }

    long now() {
        return world.timeline().now();
    }

    @Override
    public void close() {
        world.close();
    }

    /// The array's link, heard.
    private final class Tapped implements Link {

        private final Link link;

        private Tapped(Link link) {
            this.link = link;
        }

        @Override
        public NodeId self() {
            return link.self();
        }

        @Override
        public void register(String service, ActorRef<Delivery> receiver) {
            link.register(service, receiver);
        }

        @Override
        public void unregister(String service) {
            link.unregister(service);
        }

        @Override
        public void send(String fromService, Endpoint to, WireMessage message) {
            if (message instanceof ArrayWire.Answer answer) {
                witness.answered(answer);
            }
            link.send(fromService, to, message);
        }

        @Override
        public LinkQuality quality(NodeId to) {
            return link.quality(to);
        }
    }
}
