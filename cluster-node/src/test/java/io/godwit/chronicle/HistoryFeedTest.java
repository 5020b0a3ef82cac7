package io.godwit.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.Entry;
import io.godwit.history.FaultEvent;
import io.godwit.link.CutMode;
import io.godwit.link.EmulatedNetwork;
import io.godwit.link.EmulatedNetwork.Way;
import io.godwit.link.Link;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.link.WireCodec;
import io.godwit.time.Seed;
import io.godwit.time.VirtualNode;
import io.godwit.time.VirtualWorld;
import io.godwit.unit.Bandwidth;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A console that follows a node's history over a link that loses, through the node's death.
class HistoryFeedTest {

    private static final NodeId NODE = new NodeId("n1");
    private static final NodeId CONSOLE = new NodeId("console");

    @TempDir
    private Path folder;

    @Test
    void missesNothingThoughTheLinkLosesAndTheNodeIsStartedAgain() throws IOException {
        List<Entry> heard = new ArrayList<>();
        try (VirtualWorld world = new VirtualWorld()) {
            EmulatedNetwork network = network(world);
            VirtualNode console = world.start("console");
            VirtualNode node = startNode(world, network);
            Link link = network.attach(console, CONSOLE);
            console.spawn(HistoryReader.create(link, NODE, heard::add), "reader");
            try (HistoryLog log = HistoryLog.open(folder, NODE, world.timeline())) {
                record(log, 0, 10);
                runFor(world, Duration.ofSeconds(1));
                assertThat(heard).hasSize(10);
                network.cut(new Way(NODE, CONSOLE), CutMode.LOSE);
                record(log, 10, 20);
                runFor(world, Duration.ofSeconds(2));
                assertThat(heard).hasSize(10);
                network.heal(new Way(NODE, CONSOLE));
                record(log, 20, 30);
            }
            node.kill();
            startNode(world, network);
            try (HistoryLog log = HistoryLog.open(folder, NODE, world.timeline())) {
                record(log, 30, 5000);
                runFor(world, Duration.ofSeconds(5));
            }
        }
        assertThat(heard)
                .extracting(Entry::event)
                .isEqualTo(LongStream.range(0, 5000)
                        .mapToObj(HistoryFeedTest::event)
                        .toList());
    }

    @Test
    void tellsWhatFilesSayThoughTheirProcessIsDead() throws IOException {
        List<Entry> heard = new ArrayList<>();
        try (VirtualWorld world = new VirtualWorld()) {
            VirtualNode console = world.start("console");
            console.spawn(HistoryTail.create(new TreeMap<>(Map.of(NODE, folder)), heard::add), "tail");
            for (int life = 0; life < 3; life++) {
                try (HistoryLog log = HistoryLog.open(folder, NODE, world.timeline())) {
                    record(log, life * 10L, life * 10L + 10);
                    runFor(world, Duration.ofMillis(100));
                }
            }
        }
        assertThat(heard)
                .extracting(Entry::event)
                .isEqualTo(
                        LongStream.range(0, 30).mapToObj(HistoryFeedTest::event).toList());
    }

    private VirtualNode startNode(VirtualWorld world, EmulatedNetwork network) {
        VirtualNode node = world.start("n1");
        node.spawn(HistoryFeed.create(network.attach(node, NODE), folder), "feed");
        return node;
    }

    private static EmulatedNetwork network(VirtualWorld world) {
        LinkQuality quality = new LinkQuality(Duration.ofMillis(1), Bandwidth.parse("1Gbit"));
        return new EmulatedNetwork(
                world,
                Seed.of(1),
                new EmulatedNetwork.Settings(
                        quality, Duration.ZERO, Optional.of(new WireCodec(List.of(FeedWire.class)))));
    }

    private static void runFor(VirtualWorld world, Duration duration) {
        world.runUntil(world.timeline().now() + duration.toNanos());
    }

    private static void record(HistoryLog log, long from, long to) {
        LongStream.range(from, to).forEach(i -> log.record(event(i)));
    }

    private static FaultEvent event(long number) {
        return new FaultEvent.Healed("step-" + number);
    }
}
