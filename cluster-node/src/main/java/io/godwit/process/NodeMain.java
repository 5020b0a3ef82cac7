package io.godwit.process;

import io.godwit.array.ArrayDisk;
import io.godwit.array.ArrayNode;
import io.godwit.array.ArraySetup;
import io.godwit.chronicle.HistoryFeed;
import io.godwit.chronicle.HistoryLog;
import io.godwit.door.DoorGround;
import io.godwit.door.EventWords;
import io.godwit.door.HttpDoor;
import io.godwit.history.Recorder;
import io.godwit.host.Images;
import io.godwit.launch.FolderLock;
import io.godwit.launch.NodeProcess;
import io.godwit.launch.Parent;
import io.godwit.link.NodeId;
import io.godwit.log.FileLogDevice;
import io.godwit.migration.channel.ChannelAddress;
import io.godwit.migration.channel.PageForm;
import io.godwit.migration.channel.TcpPageChannels;
import io.godwit.node.FleetFacts;
import io.godwit.node.HostNode;
import io.godwit.node.NodePorts;
import io.godwit.node.NodeSetup;
import io.godwit.node.artery.Acquaintance;
import io.godwit.node.artery.ArteryNode;
import io.godwit.node.artery.Greeter;
import io.godwit.node.artery.GreetingWire;
import io.godwit.node.artery.NodeAddress;
import io.godwit.stage.GuestKinds;
import io.godwit.stage.Vocabulary;
import io.godwit.time.MonotonicTimeline;
import io.godwit.time.Seed;
import io.godwit.time.Timeline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.remote.RemoteTransportException;

/// The main class of a node's process, a host node's or an array's. Its one argument is the file of its
/// [ProcessSetup].
///
/// It says `ready` when it takes messages. It has no way to end by itself but failure: whoever started it kills it.
public final class NodeMain {

    /// What a process exits with that refuses to start, after one sentence on its standard error.
    private static final int REFUSED = 1;

    /// A fleet that is there answers within a second.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ProcessSetup setup;
    private final Path folder;
    private final Timeline timeline;
    private final Recorder recorder;
    private Optional<NodeSetup> facts = Optional.empty();
    private Images images = new Images(List.of());
    private Optional<NodeAddress> door = Optional.empty();

    private NodeMain(ProcessSetup setup, Path folder) throws IOException {
        this.setup = setup;
        this.folder = folder;
        this.timeline = new MonotonicTimeline(setup.originNs());
        HistoryLog history = HistoryLog.open(folder, setup.network().self(), timeline);
        this.recorder = switch (setup.history()) {
            case EVERYTHING -> history;
            case OF_NOTE ->
                event -> {
                    if (EventWords.isOfNote(event)) {
                        history.record(event);
                    }
                };
        };
    }

    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]).toAbsolutePath();
        String refusal =
                switch (ProcessSetup.read(file)) {
                    case ProcessSetup.Read(var setup) -> live(setup, file.getParent());
                    case ProcessSetup.Unreadable(var why) -> why;
                };
        System.err.println(refusal);
        Runtime.getRuntime().halt(REFUSED);
    }

    /// Is the node for the rest of this process.
    ///
    /// @param folder of the node alone
    /// @return only if it can't be: why, in a sentence
    public static String live(ProcessSetup setup, Path folder) {
        setup.launcher().ifPresent(run -> Parent.dieWith(Optional.of(Path.of(run))));
        FatalFailures.install();
        try {
            Optional<FolderLock> lock = FolderLock.take(folder);
            if (lock.isEmpty()) {
                return folder + " belongs to a process that runs: end it, or give this one another folder.";
            }
            NodeMain main = new NodeMain(setup, folder);
            try (ArteryNode node = main.begin()) {
                System.out.println(main.ready());
                node.awaitEnd();
            }
            lock.get().close();
            Runtime.getRuntime().halt(FatalFailures.BROKEN);
            return "";
        } catch (RemoteTransportException taken) {
            return setup.network().bound() + " can't be listened at: another process has it, or it is no address of"
                    + " this machine (" + taken.getMessage() + ").";
        } catch (IOException failed) {
            return setup.network().self() + " can't start: " + failed.getMessage() + ".";
        }
    }

    /// A node within this process.
    static ArteryNode begin(ProcessSetup setup, Path folder) throws IOException {
        return new NodeMain(setup, folder).begin();
    }

    /// Returns when the node takes messages, and requests at its door.
    private ArteryNode begin() throws IOException {
        ArteryNode node = ArteryNode.listen(setup.network(), Vocabulary.codec());
        Behavior<?> own =
                switch (setup.role()) {
                    case ProcessSetup.Host host -> host(node, host);
                    case ProcessSetup.Newcomer newcomer ->
                        host(
                                node,
                                new ProcessSetup.Host(
                                        meet(node, newcomer), newcomer.makes(), newcomer.images(), newcomer.pages()));
                    case ProcessSetup.StorageArray array -> array(node, array);
                };
        node.join(recorder);
        node.spawn(HistoryFeed.create(node.link(), folder), "history");
        node.spawn(LastActor.create(own, setup.network().self()), "node");
        door = openDoor(node);
        return node;
    }

    private Behavior<?> array(ArteryNode node, ProcessSetup.StorageArray array) throws IOException {
        return ArrayNode.create(new ArraySetup(
                array.name(),
                array.settings(),
                FileLogDevice.open(folder.resolve("disk")),
                node.link(),
                timeline,
                recorder));
    }

    private Behavior<?> host(ArteryNode node, ProcessSetup.Host host) throws IOException {
        facts = Optional.of(host.setup());
        images = new Images(host.images());
        node.spawn(Greeter.create(node.link(), FleetFacts.of(host.setup())), "greeter");
        return HostNode.create(
                host.setup(),
                new NodePorts(
                        node.link(),
                        timeline,
                        recorder,
                        FileLogDevice.open(folder.resolve("registry")),
                        DispatcherSelector.blocking(),
                        Optional.of(pages(host.pages(), host.setup().policy().pages())),
                        GuestKinds.of(Seed.of(host.setup().seed()), images),
                        host.makes(),
                        port -> ArrayDisk.create(node.link(), port)));
    }

    /// Waits for the first welcome of a fleet.
    private NodeSetup meet(ArteryNode node, ProcessSetup.Newcomer newcomer) throws IOException {
        CompletableFuture<GreetingWire.Welcome> welcome = new CompletableFuture<>();
        node.spawn(Acquaintance.create(node.link(), newcomer.seeds(), welcome::complete), "acquaintance");
        try {
            GreetingWire.Welcome came = welcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            NodeId self = setup.network().self();
            NodeAddress known = came.directory().get(self);
            if (known != null && !known.equals(setup.network().advertised())) {
                throw new IOException("the fleet has a node " + self + " at " + known + ": choose another name");
            }
            return came.facts().setup(self, newcomer.boot(), newcomer.hosts());
        } catch (TimeoutException nobody) {
            throw new IOException(
                    "no node of a fleet answers at " + newcomer.seeds() + " within " + PATIENCE.toSeconds()
                            + " s: check the addresses, and that they can reach "
                            + setup.network().advertised(),
                    nobody);
        } catch (InterruptedException | ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String ready() {
        String words = NodeProcess.READY + " " + setup.network().advertised();
        return door.map(at -> words + " http://" + at).orElse(words);
    }

    private Optional<NodeAddress> openDoor(ArteryNode node) throws IOException {
        if (setup.door().isEmpty() || facts.isEmpty()) {
            return Optional.empty();
        }
        NodeSetup host = facts.get();
        DoorGround ground = new DoorGround(
                timeline,
                host.voters(),
                "door-" + host.node() + "/" + host.boot(),
                images,
                host.policy().migration(),
                Optional.empty());
        return Optional.of(HttpDoor.open(node, ground, setup.door().get()));
    }

    private static TcpPageChannels pages(ProcessSetup.Pages pages, PageForm form) throws IOException {
        return TcpPageChannels.listen(
                new InetSocketAddress(pages.bound().host(), pages.bound().port()),
                Optional.of(new ChannelAddress(
                        pages.advertised().host(), pages.advertised().port())),
                form);
    }
}
