package io.godwit.migration.channel;

import io.godwit.identity.MigrationId;
import io.godwit.migration.channel.RefusalCounter.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.pekko.actor.typed.ActorRef;

/// A JVM's port for pages: one listening socket, and a connection with a named thread at both ends for each passage.
///
/// The only part of a migration with threads of its own. Closing it ends them all.
public final class TcpPageChannels implements PageChannels, AutoCloseable {

    /// Connections to this node at a time: far more than migrations a host takes, and a bound for strangers.
    private static final int MAX_INCOMING = 256;

    private final ServerSocketChannel server;
    private final InetSocketAddress bound;
    private final ChannelAddress advertised;
    private final PageForm form;
    private final Map<MigrationId, OpenPassage> passages = new ConcurrentSkipListMap<>();
    private final ChannelThreads receiving = new ChannelThreads();
    private final ChannelThreads sending = new ChannelThreads();
    private final RefusalCounter refusals = new RefusalCounter();

    private TcpPageChannels(
            ServerSocketChannel server, InetSocketAddress bound, ChannelAddress advertised, PageForm form) {
        this.server = server;
        this.bound = bound;
        this.advertised = advertised;
        this.form = form;
    }

    /// Listens at `bind` (port 0: any free one), and tells sources to connect to `advertised`, where a relay may stand;
    /// empty: to the bound address itself.
    ///
    /// @param form of the pages that it sends
    /// @throws IOException if the address can't be bound
    public static TcpPageChannels listen(InetSocketAddress bind, Optional<ChannelAddress> advertised, PageForm form)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(bind);
            InetSocketAddress bound = (InetSocketAddress) server.getLocalAddress();
            TcpPageChannels channels = new TcpPageChannels(
                    server, bound, advertised.orElse(new ChannelAddress(bound.getHostString(), bound.getPort())), form);
            Thread.ofPlatform().daemon().name("pages-accept-" + bound.getPort()).start(channels::accept);
            return channels;
        } catch (IOException failed) {
            server.close();
            throw failed;
        }
    }

    /// Where it really listens.
    public InetSocketAddress boundAddress() {
        return bound;
    }

    public Refusals refusals() {
        return refusals.refusals();
    }

    @Override
    public ChannelAddress address() {
        return advertised;
    }

    @Override
    public void expect(Passage passage, ActorRef<ChannelNews> target) {
        passages.put(passage.migration(), new OpenPassage(passage, target));
    }

    @Override
    public void grant(MigrationId migration, long upToPages) {
        OpenPassage passage = passages.get(migration);
        if (passage != null) {
            passage.grant(upToPages);
        }
    }

    @Override
    public void forget(MigrationId migration) {
        OpenPassage passage = passages.remove(migration);
        if (passage != null) {
            passage.close();
        }
    }

    @Override
    public PageChannel connect(Passage passage, ChannelAddress target, ActorRef<ChannelNews> source) {
        try {
            PageSender sender = new PageSender(openSocket(), new FrameCodec.Hello(passage, form), target, source);
            sending.start("pages-send-" + passage.migration(), sender);
            return sender;
        } catch (IOException failed) {
            throw new UncheckedIOException("no socket for the page channel", failed);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        receiving.interrupt();
        sending.interrupt();
    }

    /// From the address that it listens at, so that whoever stands between knows whose connection it is.
    private SocketChannel openSocket() throws IOException {
        SocketChannel socket = SocketChannel.open();
        try {
            if (!bound.getAddress().isAnyLocalAddress()) {
                socket.bind(new InetSocketAddress(bound.getAddress(), 0));
            }
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                if (receiving.size() >= MAX_INCOMING) {
                    refusals.count(Reason.OVERRUN);
                    connection.close();
                } else {
                    receiving.start(
                            "pages-receive-" + connection.getRemoteAddress(),
                            new PageReceiver(connection, this::openPassage, refusals));
                }
            }
        } catch (IOException _) {
            // The server was closed: the node ends.
        }
    }

    private Optional<OpenPassage> openPassage(Passage hello) {
        return Optional.ofNullable(passages.get(hello.migration()));
    }
}
