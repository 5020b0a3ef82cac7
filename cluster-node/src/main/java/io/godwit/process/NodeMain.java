package io.godwit.process;

import io.godwit.array.ArrayDisk;
import io.godwit.array.ArrayNode;
import io.godwit.array.ArraySetup;
import io.godwit.chronicle.HistoryFeed;
import io.godwit.chronicle.HistoryLog;
import io.godwit.launch.FolderLock;
import io.godwit.launch.NodeProcess;
import io.godwit.launch.Parent;
import io.godwit.log.FileLogDevice;
import io.godwit.migration.channel.ChannelAddress;
import io.godwit.migration.channel.TcpPageChannels;
import io.godwit.node.HostNode;
import io.godwit.node.NodePorts;
import io.godwit.node.artery.ArteryNode;
import io.godwit.stage.GuestKinds;
import io.godwit.stage.Vocabulary;
import io.godwit.time.MonotonicTimeline;
import io.godwit.time.Seed;
import io.godwit.time.Timeline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
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

    private final ProcessSetup setup;
    private final Path folder;
    private final Timeline timeline;
    private final HistoryLog history;

    private NodeMain(ProcessSetup setup, Path folder) throws IOException {
        this.setup = setup;
        this.folder = folder;
        this.timeline = new MonotonicTimeline(setup.originNs());
        this.history = HistoryLog.open(folder, setup.network().self(), timeline);
    }

    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]).toAbsolutePath();
        switch (ProcessSetup.read(file)) {
            case ProcessSetup.Read(var setup) -> start(setup, file.getParent());
            case ProcessSetup.Unreadable(var why) -> refuse(why);
        }
    }

    private static void start(ProcessSetup setup, Path folder) {
        setup.launcher().ifPresent(run -> Parent.dieWith(Optional.of(Path.of(run))));
        FatalFailures.install();
        try {
            Optional<FolderLock> lock = FolderLock.take(folder);
            if (lock.isEmpty()) {
                refuse(folder + " belongs to a process that runs: end it, or give this one another folder.");
                return;
            }
            new NodeMain(setup, folder).run();
            lock.get().close();
            Runtime.getRuntime().halt(FatalFailures.BROKEN);
        } catch (RemoteTransportException taken) {
            refuse(setup.network().bound() + " can't be listened at: another process has it, or it is no address of"
                    + " this machine (" + taken.getMessage() + ").");
        } catch (IOException failed) {
            refuse(setup.network().self() + " can't start: " + failed.getMessage() + ".");
        }
    }

    private static void refuse(String sentence) {
        System.err.println(sentence);
        Runtime.getRuntime().halt(REFUSED);
    }

    /// Returns when the actor system has ended, which it never should.
    private void run() throws IOException {
        ArteryNode node = begin();
        System.out.println(NodeProcess.READY + " " + setup.network().advertised());
        node.awaitEnd();
    }

    /// A node within this process.
    static ArteryNode begin(ProcessSetup setup, Path folder) throws IOException {
        return new NodeMain(setup, folder).begin();
    }

    /// Returns when the node takes messages.
    private ArteryNode begin() throws IOException {
        ArteryNode node = ArteryNode.start(setup.network(), Vocabulary.codec(), history);
        Behavior<?> own =
                switch (setup.role()) {
                    case ProcessSetup.Host host -> HostNode.create(host.setup(), ports(host, node));
                    case ProcessSetup.StorageArray array ->
                        ArrayNode.create(new ArraySetup(
                                array.name(),
                                array.settings(),
                                FileLogDevice.open(folder.resolve("disk")),
                                node.link(),
                                timeline,
                                history));
                };
        node.spawn(HistoryFeed.create(node.link(), folder), "history");
        node.spawn(LastActor.create(own, setup.network().self()), "node");
        return node;
    }

    private NodePorts ports(ProcessSetup.Host host, ArteryNode node) throws IOException {
        return new NodePorts(
                node.link(),
                timeline,
                history,
                FileLogDevice.open(folder.resolve("registry")),
                DispatcherSelector.blocking(),
                Optional.of(pages(host.pages())),
                GuestKinds.of(Seed.of(host.setup().seed())),
                host.machines(),
                port -> ArrayDisk.create(node.link(), port));
    }

    private static TcpPageChannels pages(ProcessSetup.Pages pages) throws IOException {
        return TcpPageChannels.listen(
                new InetSocketAddress(pages.bound().host(), pages.bound().port()),
                Optional.of(new ChannelAddress(
                        pages.advertised().host(), pages.advertised().port())));
    }
}
