package io.godwit.process;

import io.godwit.chronicle.HistoryTail;
import io.godwit.door.DoorSetup;
import io.godwit.history.FleetEvent.NodeJoined;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.node.NodeSetup;
import io.godwit.node.artery.ArteryNode;
import io.godwit.node.artery.Membership;
import io.godwit.node.artery.NetworkSetup;
import io.godwit.node.artery.NodeAddress;
import io.godwit.stage.FleetPlan;
import io.godwit.stage.Vocabulary;
import io.godwit.time.MonotonicTimeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A whole fleet within this process, from start to the moment at which a host has joined: what a JVM does that is a
/// node, for the recording of its start-up cache.
public final class NodeTraining {

    /// A fleet takes a few seconds to form; a recording without its end is worth little, but no reason to hang.
    private static final long PATIENCE_S = 30;

    private final FleetPlan plan;
    private final JvmStage.Parts parts;
    private final Path folder;
    private final SortedMap<NodeId, NodeAddress> links = new TreeMap<>();
    private final long originNs = MonotonicTimeline.startingNow().originNs();

    private NodeTraining(FleetPlan plan, JvmStage.Parts parts, Path folder) {
        this.plan = plan;
        this.parts = parts;
        this.folder = folder;
    }

    /// @param folder where the nodes keep what they write; the caller removes it
    /// @throws IOException if the fleet can't be started here
    public static void run(FleetPlan plan, JvmStage.Parts parts, Path folder) throws IOException {
        new NodeTraining(plan, parts, folder).run();
    }

    private void run() throws IOException {
        SortedMap<NodeId, Path> folders = new TreeMap<>();
        for (NodeId node : plan.nodes()) {
            links.put(node, freeAddress());
            folders.put(node, Files.createDirectories(folder.resolve(node.value())));
        }
        links.put(plan.console(), freeAddress());
        Deque<ArteryNode> nodes = new ArrayDeque<>();
        try {
            CountDownLatch joined = new CountDownLatch(plan.setups().size());
            ArteryNode console = ArteryNode.start(network(plan.console()), Vocabulary.codec(), _ -> {});
            nodes.push(console);
            console.spawn(
                    HistoryTail.create(folders, entry -> {
                        if (entry.event() instanceof NodeJoined) {
                            joined.countDown();
                        }
                    }),
                    "history-tail");
            for (NodeId node : plan.nodes()) {
                nodes.push(start(node, folders.get(node)));
            }
            joined.await(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            nodes.forEach(ArteryNode::close);
        }
    }

    /// By way of its file, as a launcher does it.
    private ArteryNode start(NodeId node, Path own) throws IOException {
        Path file = own.resolve("setup.json");
        new ProcessSetup(
                        network(node),
                        originNs,
                        Optional.empty(),
                        role(node),
                        ProcessSetup.Kept.EVERYTHING,
                        Optional.of(new DoorSetup(freeAddress(), Optional.empty(), new TreeMap<>())))
                .write(file);
        return switch (ProcessSetup.read(file)) {
            case ProcessSetup.Read(var setup) -> NodeMain.begin(setup, own);
            case ProcessSetup.Unreadable(var why) -> throw new IOException(why);
        };
    }

    private ProcessSetup.Role role(NodeId node) throws IOException {
        Optional<NodeSetup> host = plan.setups().stream()
                .filter(setup -> setup.node().equals(node))
                .findFirst();
        if (host.isEmpty()) {
            return new ProcessSetup.StorageArray(node.value(), parts.arrays());
        }
        NodeAddress pages = freeAddress();
        return new ProcessSetup.Host(
                host.get().booted("1"), parts.makes(), parts.images(), new ProcessSetup.Pages(pages, pages));
    }

    private NetworkSetup network(NodeId node) {
        SortedMap<NodeId, NodeAddress> others = new TreeMap<>(links);
        NodeAddress own = others.remove(node);
        SortedMap<NodeId, LinkQuality> qualities = new TreeMap<>();
        others.keySet().forEach(other -> qualities.put(other, plan.link(node, other)));
        boolean member = plan.setups().stream().anyMatch(setup -> setup.node().equals(node));
        Membership membership = member ? new Membership.Member(List.of()) : new Membership.Outside();
        return new NetworkSetup(node, own, own, others, plan.link(node, node), qualities, membership);
    }

    private static NodeAddress freeAddress() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new NodeAddress(any.getInetAddress().getHostAddress(), any.getLocalPort());
        }
    }
}
