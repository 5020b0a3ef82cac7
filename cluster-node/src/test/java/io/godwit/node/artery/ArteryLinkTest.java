package io.godwit.node.artery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.history.Event;
import io.godwit.history.FleetEvent;
import io.godwit.link.CutMode;
import io.godwit.link.Delivery;
import io.godwit.link.EmulatedNetwork.Way;
import io.godwit.link.Endpoint;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.link.WireCodec;
import io.godwit.link.WireMessage;
import io.godwit.relay.Relays;
import io.godwit.time.MonotonicTimeline;
import io.godwit.time.Timeline;
import io.godwit.unit.Bandwidth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Nodes in one JVM, each on a loopback address of its own, behind relays.
class ArteryLinkTest {

    sealed interface Chirp extends WireMessage {
        record Word(String text) implements Chirp {}

        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Song(byte[] notes) implements Chirp {}
    }

    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");
    private static final List<NodeId> NODES = List.of(A, B, C);
    private static final int PORT = 25_520;

    /// Below those that a run of processes takes, and another one for each test process.
    private static final String SUBNET =
            "127.33." + (1 + ProcessHandle.current().pid() % 250) + ".";

    private static final long PATIENCE_SECONDS = 30;
    private static final LinkQuality USUAL = new LinkQuality(Duration.ofMillis(1), Bandwidth.parse("10Gbit"));

    private final Timeline timeline = MonotonicTimeline.startingNow();
    private final WireCodec codec = new WireCodec(List.of(Chirp.class, ShapeWire.class));
    private final Relays relays = new Relays(timeline);
    private final Deque<ArteryNode> running = new ArrayDeque<>();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @BeforeEach
    void openRelays() throws IOException {
        for (NodeId node : NODES) {
            relays.know(node, InetAddress.getByName(bound(node).host()));
            relays.open(node, socket(advertised(node)), socket(bound(node)));
        }
    }

    @AfterEach
    void close() throws IOException {
        while (!running.isEmpty()) {
            running.pop().close();
        }
        relays.close();
    }

    @Test
    void deliversInOrderWithTheSendersName() throws InterruptedException {
        ArteryNode a = start(A);
        BlockingQueue<Delivery> ears = listen(start(B), "ear");
        for (int i = 0; i < 1000; i++) {
            a.link().send("beak", new Endpoint(B, "ear"), new Chirp.Word("w" + i));
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(ears.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo(new Delivery(new Endpoint(A, "beak"), new Chirp.Word("w" + i)));
        }
    }

    @Test
    void reachesItselfWithoutTheNetwork() throws InterruptedException {
        ArteryNode a = start(A);
        BlockingQueue<Delivery> ears = listen(a, "ear");
        a.link().send("beak", new Endpoint(A, "ear"), new Chirp.Word("to myself"));
        assertThat(ears.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void passesTheLongestPayloadAndRefusesALongerOne() throws InterruptedException {
        ArteryNode a = start(A);
        BlockingQueue<Delivery> ears = listen(start(B), "ear");
        Endpoint ear = new Endpoint(B, "ear");
        int around = codec.encode(new Chirp.Song(new byte[100_000])).length - 100_000;
        int most = ArteryLink.MAX_PAYLOAD_BYTES - around;
        a.link().send("beak", ear, new Chirp.Song(new byte[most]));
        assertThat(ears.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
        assertThatThrownBy(() -> a.link().send("beak", ear, new Chirp.Song(new byte[most + 1])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 204801 bytes; at most 204800 pass");
    }

    @Test
    void losesWhatNobodyTakesOrWhoseReceiverHasNoAddress() throws InterruptedException {
        ArteryNode a = start(A);
        BlockingQueue<Delivery> ears = listen(a, "ear");
        a.link().send("beak", new Endpoint(new NodeId("nowhere"), "ear"), new Chirp.Word("lost"));
        a.link().send("beak", new Endpoint(A, "nobody"), new Chirp.Word("lost"));
        assertReached(a, new Endpoint(A, "ear"), ears, "still alive");
        assertNotHeard(ears, "lost");
    }

    @Test
    void talksAtOnceToAProcessThatWasRestartedAtTheSameAddress() throws InterruptedException {
        ArteryNode a = start(A);
        BlockingQueue<Delivery> hears = listen(a, "ear");
        for (int life = 0; life < 3; life++) {
            ArteryNode b = start(B);
            BlockingQueue<Delivery> ears = listen(b, "ear");
            assertReached(a, new Endpoint(B, "ear"), ears, "life " + life);
            assertReached(b, new Endpoint(A, "ear"), hears, "life " + life);
            running.remove(b);
            b.close();
        }
    }

    @Test
    void holdsOneWayWhileItIsCutAndDeliversAfterTheHeal() throws InterruptedException {
        ArteryNode a = start(A);
        ArteryNode b = start(B);
        BlockingQueue<Delivery> earsOfA = listen(a, "ear");
        BlockingQueue<Delivery> earsOfB = listen(b, "ear");
        assertReached(a, new Endpoint(B, "ear"), earsOfB, "before");
        assertReached(b, new Endpoint(A, "ear"), earsOfA, "before");
        relays.cut(new Way(A, B), CutMode.HOLD);
        a.link().send("beak", new Endpoint(B, "ear"), new Chirp.Word("held"));
        b.link().send("beak", new Endpoint(A, "ear"), new Chirp.Word("free"));
        await(earsOfA, "free");
        assertNotHeard(earsOfB, "held");
        relays.heal(new Way(A, B));
        await(earsOfB, "held");
    }

    @Test
    void talksAgainAfterConnectionsBroke() throws InterruptedException {
        ArteryNode a = start(A);
        BlockingQueue<Delivery> ears = listen(start(B), "ear");
        assertReached(a, new Endpoint(B, "ear"), ears, "before");
        relays.cut(new Way(A, B), CutMode.LOSE);
        a.link().send("beak", new Endpoint(B, "ear"), new Chirp.Word("lost"));
        assertNotHeard(ears, "lost");
        relays.heal(new Way(A, B));
        assertReached(a, new Endpoint(B, "ear"), ears, "after");
    }

    @Test
    void tellsTheQualityItWasGivenAndTheOneADrillSets() {
        ArteryNode a = start(A);
        ArteryNode b = start(B);
        assertThat(a.link().quality(B)).isEqualTo(USUAL);
        LinkQuality worse = new LinkQuality(Duration.ofMillis(200), Bandwidth.parse("50Mbit"));
        b.link().send("drill", new Endpoint(A, ShapeWire.SERVICE), new ShapeWire.Become(B, worse));
        until(() -> a.link().quality(B).equals(worse));
        assertThat(a.link().quality(C)).isEqualTo(USUAL);
    }

    @Test
    void membersLearnOfEachOtherAndRejoinAtTheSameAddressAndSayWhomTheyCannotReach() throws InterruptedException {
        NodeAddress seed = advertised(A);
        ArteryNode a = ArteryNode.start(alone(A, new Membership.Member(List.of())), codec, events::add);
        running.push(a);
        for (int life = 0; life < 2; life++) {
            ArteryNode b = ArteryNode.start(alone(B, new Membership.Member(List.of(seed))), codec, _ -> {});
            running.push(b);
            BlockingQueue<Delivery> ears = listen(b, "ear");
            assertReached(a, new Endpoint(B, "ear"), ears, "member " + life);
            if (life == 0) {
                running.remove(b);
                b.close();
                await(new FleetEvent.Unreachable(B));
            } else {
                await(new FleetEvent.Reachable(B));
            }
        }
    }

    private void await(Event expected) throws InterruptedException {
        Event next = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (next != null && !next.equals(expected)) {
            next = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(next).isEqualTo(expected);
    }

    private static void await(BlockingQueue<Delivery> ears, String word) throws InterruptedException {
        Delivery next = ears.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (next != null && !next.message().equals(new Chirp.Word(word))) {
            next = ears.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(next).as("the word " + word).isNotNull();
    }

    private static void assertNotHeard(BlockingQueue<Delivery> ears, String word) throws InterruptedException {
        Delivery next = ears.poll(300, TimeUnit.MILLISECONDS);
        while (next != null) {
            assertThat(next.message()).isNotEqualTo(new Chirp.Word(word));
            next = ears.poll(300, TimeUnit.MILLISECONDS);
        }
    }

    /// Sends until something arrives, as whoever needs an answer does.
    private void assertReached(ArteryNode from, Endpoint to, BlockingQueue<Delivery> ears, String word)
            throws InterruptedException {
        long end = timeline.now() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        Delivery heard = null;
        while (heard == null && timeline.now() < end) {
            from.link().send("beak", to, new Chirp.Word(word));
            heard = ears.poll(50, TimeUnit.MILLISECONDS);
        }
        assertThat(heard).as("reached " + to).isNotNull();
    }

    private void until(BooleanSupplier reached) {
        long end = timeline.now() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!reached.getAsBoolean() && timeline.now() < end) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(reached.getAsBoolean()).isTrue();
    }

    private ArteryNode start(NodeId self) {
        TreeMap<NodeId, NodeAddress> directory = new TreeMap<>();
        NODES.forEach(node -> directory.put(node, advertised(node)));
        NetworkSetup setup = new NetworkSetup(
                self, advertised(self), bound(self), directory, USUAL, new TreeMap<>(), new Membership.Outside());
        ArteryNode node = ArteryNode.start(setup, codec, events::add);
        running.push(node);
        return node;
    }

    private static NetworkSetup alone(NodeId self, Membership membership) {
        return new NetworkSetup(
                self, advertised(self), bound(self), new TreeMap<>(), USUAL, new TreeMap<>(), membership);
    }

    private static BlockingQueue<Delivery> listen(ArteryNode node, String service) {
        BlockingQueue<Delivery> heard = new LinkedBlockingQueue<>();
        Behavior<Delivery> ear = Behaviors.receiveMessage(delivery -> {
            heard.add(delivery);
            return Behaviors.same();
        });
        node.link().register(service, node.spawn(ear, service));
        return heard;
    }

    private static NodeAddress bound(NodeId node) {
        return new NodeAddress(SUBNET + (1 + NODES.indexOf(node)), PORT);
    }

    private static NodeAddress advertised(NodeId node) {
        return new NodeAddress(SUBNET + (129 + NODES.indexOf(node)), PORT);
    }

    private static InetSocketAddress socket(NodeAddress address) {
        return new InetSocketAddress(address.host(), address.port());
    }
}
