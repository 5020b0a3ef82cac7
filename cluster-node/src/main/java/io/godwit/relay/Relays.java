package io.godwit.relay;

import io.godwit.link.CutMode;
import io.godwit.link.EmulatedNetwork.Way;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.time.Timeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// All relays of a fleet. Faults hold for connections that are open and for those to come, of every port of a node.
public final class Relays implements AutoCloseable {

    /// A connection and the ways of its bytes, in the order in which they were opened.
    private record Open(long number, Way there, RelayedConnection connection) implements Comparable<Open> {

        @Override
        public int compareTo(Open other) {
            return Long.compare(number, other.number);
        }
    }

    private final Timeline timeline;
    private final Map<String, NodeId> nodes = new ConcurrentSkipListMap<>();
    private final Map<Way, RelayedWay> ways = new ConcurrentSkipListMap<>();
    private final Set<Open> open = new ConcurrentSkipListSet<>();
    /// A relay that can't take a connection now tries again so soon.
    private static final long ACCEPT_AGAIN_NS = 50_000_000;

    private final List<ServerSocketChannel> servers = new ArrayList<>();
    private final List<Thread> acceptors = new ArrayList<>();
    private final AtomicLong number = new AtomicLong();
    private volatile boolean closed;

    public Relays(Timeline timeline) {
        this.timeline = timeline;
    }

    /// Says whose connections come from this address. A connection from anywhere else is refused, as nobody could cut
    /// it.
    public void know(NodeId node, InetAddress address) {
        nodes.put(address.getHostAddress(), node);
    }

    /// Puts a relay before one port of a node.
    ///
    /// @return where it listens
    /// @throws IOException if the relay's address can't be bound
    public synchronized InetSocketAddress open(NodeId node, InetSocketAddress relay, InetSocketAddress behind)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(relay);
        } catch (IOException taken) {
            server.close();
            throw taken;
        }
        servers.add(server);
        acceptors.add(Thread.ofVirtual().name("relay-accept").start(() -> accept(server, node, behind)));
        return (InetSocketAddress) server.getLocalAddress();
    }

    public void cut(Way way, CutMode mode) {
        way(way).cut(mode);
        if (mode == CutMode.LOSE) {
            open.stream().filter(each -> each.there().equals(way)).forEach(each -> each.connection()
                    .cutOff(way(way)));
        }
    }

    /// Ends a cut; what it held goes on at once.
    public void heal(Way way) {
        way(way).heal();
    }

    /// From now on, bytes that go this way take their time.
    public void shape(Way way, LinkQuality quality) {
        way(way).become(quality);
    }

    public RelayTraffic traffic(Way way) {
        return way(way).traffic();
    }

    /// Stops listening and breaks all connections.
    /// When this returns, the relays' addresses are free: a port is, once the thread that waited at it has left.
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (ServerSocketChannel server : servers) {
            server.close();
        }
        open.forEach(each -> each.connection().reset());
        try {
            for (Thread acceptor : acceptors) {
                acceptor.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private RelayedWay way(Way way) {
        return ways.computeIfAbsent(way, _ -> new RelayedWay(timeline));
    }

    private void accept(ServerSocketChannel server, NodeId node, InetSocketAddress behind) {
        while (server.isOpen()) {
            try {
                SocketChannel near = server.accept();
                Thread.ofVirtual().name("relay-connect").start(() -> connect(near, node, behind));
            } catch (IOException _) {
                // Closed, and the relays end; or out of file descriptors, which comes to an end too.
                LockSupport.parkNanos(ACCEPT_AGAIN_NS);
            }
        }
    }

    private void connect(SocketChannel near, NodeId node, InetSocketAddress behind) {
        Optional<NodeId> opener = opener(near);
        Way there = new Way(opener.orElse(node), node);
        if (opener.isEmpty() || closed || way(there).breaks()) {
            RelayedConnection.breakOff(near);
            return;
        }
        try {
            SocketChannel far = SocketChannel.open();
            try {
                far.connect(behind);
                near.setOption(StandardSocketOptions.TCP_NODELAY, true);
                far.setOption(StandardSocketOptions.TCP_NODELAY, true);
                pass(near, far, there);
            } catch (IOException nobodyThere) {
                far.close();
                throw nobodyThere;
            }
        } catch (IOException _) {
            RelayedConnection.breakOff(near);
        }
    }

    private void pass(SocketChannel near, SocketChannel far, Way there) {
        way(there).noteConnection();
        long mine = number.incrementAndGet();
        RelayedConnection connection =
                new RelayedConnection(near, far, () -> open.removeIf(each -> each.number() == mine));
        open.add(new Open(mine, there, connection));
        connection.start(way(there), way(new Way(there.to(), there.from())));
        if (closed || way(there).breaks()) { // since it was asked above
            connection.cutOff(way(there));
        }
    }

    private Optional<NodeId> opener(SocketChannel near) {
        try {
            InetSocketAddress from = (InetSocketAddress) near.getRemoteAddress();
            return Optional.ofNullable(nodes.get(from.getAddress().getHostAddress()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
