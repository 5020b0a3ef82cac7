package io.godwit.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.link.EmulatedNetwork.Settings;
import io.godwit.link.EmulatedNetwork.Way;
import io.godwit.time.Seed;
import io.godwit.time.VirtualNode;
import io.godwit.time.VirtualWorld;
import io.godwit.unit.Bandwidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmulatedNetworkTest {

    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final Way A_TO_B = new Way(A, B);
    private static final Way B_TO_A = new Way(B, A);
    private static final LinkQuality QUALITY =
            new LinkQuality(Duration.ofMillis(1), Bandwidth.ofBytesPerSecond(1L << 40));

    private final VirtualWorld world = new VirtualWorld();
    private final EmulatedNetwork network = network(new WireCodec(List.of(Pigeon.class)), Duration.ZERO);
    private final VirtualNode nodeA = world.start("a");
    private final VirtualNode nodeB = world.start("b");
    private final List<String> seen = new ArrayList<>();
    private final Link a = attach(nodeA, A);
    private final Link b = attach(nodeB, B);

    @AfterEach
    void close() {
        assertThat(world.failures()).isEmpty();
        world.close();
    }

    @Test
    void deliversAfterTheLatencyAndTellsWhoSent() {
        a.send("roof", new Endpoint(B, "loft"), new Pigeon.Note(1));
        b.send("loft", new Endpoint(A, "loft"), new Pigeon.Note(2));
        world.runUntil(millis(5));
        assertThat(seen).containsExactly("a/roof -> b: 1 @1", "b/loft -> a: 2 @1");
        assertThat(a.self()).isEqualTo(A);
        assertThat(a.quality(B)).isEqualTo(QUALITY);
    }

    @Test
    void keepsTheOrderOfAPairEvenWithJitter() {
        EmulatedNetwork jittery = network(new WireCodec(List.of(Pigeon.class)), Duration.ofMillis(50));
        Link from = jittery.attach(nodeA, A);
        Link to = jittery.attach(nodeB, B);
        List<Integer> numbers = new ArrayList<>();
        to.register(
                "loft",
                nodeB.spawn(
                        Behaviors.receiveMessage(delivery -> {
                            numbers.add(((Pigeon.Note) delivery.message()).number());
                            return Behaviors.same();
                        }),
                        "jittery"));
        for (int i = 0; i < 100; i++) {
            int number = i;
            world.at(millis(i), () -> from.send("roof", new Endpoint(B, "loft"), new Pigeon.Note(number)));
        }
        world.runUntil(millis(1000));
        assertThat(numbers).hasSize(100).isSorted();
    }

    @Test
    void cutsOneWayAndLeavesTheOther() {
        network.cut(A_TO_B, CutMode.LOSE);
        sendBothWays(1);
        world.runUntil(millis(5));
        assertThat(seen).containsExactly("b/loft -> a: 1 @1");
        assertThat(network.isCut(A_TO_B)).isTrue();
        assertThat(network.isCut(B_TO_A)).isFalse();
        network.heal(A_TO_B);
        sendBothWays(2);
        world.runUntil(millis(10));
        assertThat(seen).contains("a/loft -> b: 2 @6").doesNotContain("a/loft -> b: 1 @6");
    }

    @Test
    void deliversHeldMessagesLateAfterTheHeal() {
        sendBothWays(1);
        world.runUntil(millis(1) / 2);
        network.cut(A_TO_B, CutMode.HOLD);
        sendBothWays(2);
        world.at(millis(100), () -> network.heal(A_TO_B));
        world.runUntil(millis(200));
        assertThat(seen)
                .containsExactly(
                        "b/loft -> a: 1 @1", "b/loft -> a: 2 @1", "a/loft -> b: 1 @101", "a/loft -> b: 2 @101");
    }

    @Test
    void letsTheSeedChooseWhatACutDoes() {
        Set<CutMode> chosen = EnumSet.noneOf(CutMode.class);
        for (int i = 0; i < 20; i++) {
            chosen.add(network.cut(A_TO_B));
        }
        assertThat(chosen).containsExactly(CutMode.HOLD, CutMode.LOSE);
    }

    @Test
    void slowsAWayDownAndGivesItItsQualityBack() {
        LinkQuality slow = new LinkQuality(Duration.ofMillis(80), Bandwidth.parse("1Mbit"));
        network.degrade(A_TO_B, slow);
        assertThat(a.quality(B)).isEqualTo(slow);
        assertThat(b.quality(A)).isEqualTo(QUALITY);
        sendBothWays(1);
        world.runUntil(millis(500));
        network.restore(A_TO_B);
        sendBothWays(2);
        world.runUntil(millis(1000));
        assertThat(seen)
                .containsExactly(
                        "b/loft -> a: 1 @1", "a/loft -> b: 1 @80", "a/loft -> b: 2 @501", "b/loft -> a: 2 @501");
    }

    @Test
    void losesWhatArrivesAtADeadNodeButNotWhatADeadNodeSent() {
        world.at(millis(1) / 2, nodeA::kill);
        sendBothWays(1);
        world.runUntil(millis(5));
        assertThat(seen).containsExactly("a/loft -> b: 1 @1");
        assertThat(network.traffic().get(B_TO_A).lost()).isEqualTo(1);
        assertThat(network.traffic().get(A_TO_B).lost()).isZero();
    }

    @Test
    void givesTheNameToAProcessThatCameBack() {
        nodeB.kill();
        sendToB(1);
        world.runUntil(millis(2));
        attach(world.start("b"), B);
        sendToB(2);
        world.runUntil(millis(9));
        assertThat(seen).containsExactly("a/loft -> b: 2 @3");
    }

    @Test
    void keepsTheMessagesOfAPausedNode() {
        nodeB.pause();
        sendToB(1);
        world.at(millis(30), nodeB::resume);
        world.runUntil(millis(50));
        assertThat(seen).containsExactly("a/loft -> b: 1 @30");
    }

    @Test
    void deliversToTheOwnNodeInNoTimeButNotWithinTheCall() {
        a.send("roof", new Endpoint(A, "loft"), new Pigeon.Note(1));
        assertThat(seen).isEmpty();
        world.drainInstant();
        assertThat(seen).containsExactly("a/roof -> a: 1 @0");
    }

    @Test
    void dropsWhatNobodyIsRegisteredFor() {
        b.unregister("loft");
        sendToB(1);
        world.runUntil(millis(5));
        assertThat(seen).isEmpty();
        assertThat(network.traffic().get(A_TO_B)).satisfies(traffic -> {
            assertThat(traffic.messages()).isEqualTo(1);
            assertThat(traffic.bytes()).isBetween(10L, 100L);
            assertThat(traffic.lost()).isEqualTo(1);
        });
    }

    private EmulatedNetwork network(WireCodec codec, Duration jitter) {
        return new EmulatedNetwork(world, Seed.of(3), new Settings(QUALITY, jitter, Optional.of(codec)));
    }

    private void sendBothWays(int number) {
        sendToB(number);
        b.send("loft", new Endpoint(A, "loft"), new Pigeon.Note(number));
    }

    private void sendToB(int number) {
        a.send("loft", new Endpoint(B, "loft"), new Pigeon.Note(number));
    }

    private Link attach(VirtualNode node, NodeId id) {
        Link link = network.attach(node, id);
        link.register("loft", node.spawn(writer(id), "loft"));
        return link;
    }

    private Behavior<Delivery> writer(NodeId self) {
        return Behaviors.receiveMessage(delivery -> {
            if (delivery.message() instanceof Pigeon.Note(int number)) {
                long ms = world.timeline().now() / millis(1);
                seen.add(delivery.from() + " -> " + self + ": " + number + " @" + ms);
            }
            return Behaviors.same();
        });
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
