package io.godwit.relay;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// A TCP connection through a relay: two sockets and, each way, a thread that reads and one that writes.
final class RelayedConnection {

    /// What one read takes at most: as much as a socket's buffer usually has.
    private static final int CHUNK_BYTES = 64 << 10;

    /// Chunks under way in one direction. 64 of them are what a link of 10 Gbit/s holds in 3 ms; beyond that the
    /// sender's kernel keeps the rest, as it does when a window is closed.
    private static final int CHUNKS_UNDER_WAY = 64;

    /// Bytes and when they arrive. No bytes mean the end.
    private record Chunk(ByteBuffer bytes, long dueNs) {}

    private final SocketChannel near;
    private final SocketChannel far;
    private final Runnable ended;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final AtomicInteger waysOpen = new AtomicInteger(2);

    /// @param near accepted from the node that opened the connection
    /// @param far connected to the node's process behind the relay
    /// @param ended told once both sockets are closed, perhaps twice
    RelayedConnection(SocketChannel near, SocketChannel far, Runnable ended) {
        this.near = near;
        this.far = far;
        this.ended = ended;
    }

    /// @param there the way of what the opener sends
    /// @param back the way of the answers
    synchronized void start(RelayedWay there, RelayedWay back) {
        pass(near, far, there);
        pass(far, near, back);
        threads.forEach(Thread::start);
    }

    /// Breaks the connection because a way is cut.
    void cutOff(RelayedWay way) {
        if (!broken.getAndSet(true)) {
            way.noteReset();
        }
        reset();
    }

    /// Breaks the connection, so that both ends notice at once.
    synchronized void reset() {
        broken.set(true);
        for (SocketChannel socket : List.of(near, far)) {
            breakOff(socket);
        }
        threads.forEach(Thread::interrupt);
        ended.run();
    }

    /// Closes with a reset in place of a farewell, and without what was written last.
    static void breakOff(SocketChannel socket) {
        try (socket) {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException _) {
            // Closed already: then it is as it should be.
        }
    }

    private void pass(SocketChannel from, SocketChannel to, RelayedWay way) {
        BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(CHUNKS_UNDER_WAY);
        threads.add(Thread.ofVirtual().name("relay-read").unstarted(() -> read(from, way, underWay)));
        threads.add(Thread.ofVirtual().name("relay-write").unstarted(() -> write(to, way, underWay)));
    }

    private void read(SocketChannel from, RelayedWay way, BlockingQueue<Chunk> underWay) {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES);
            int count = from.read(buffer);
            while (count >= 0) {
                byte[] copy = new byte[count];
                buffer.flip().get(copy).clear();
                underWay.put(new Chunk(ByteBuffer.wrap(copy), way.put(count)));
                count = from.read(buffer);
            }
            underWay.put(new Chunk(ByteBuffer.allocate(0), way.put(0)));
        } catch (IOException | InterruptedException _) {
            reset();
        }
    }

    private void write(SocketChannel to, RelayedWay way, BlockingQueue<Chunk> underWay) {
        try {
            boolean open = true;
            while (open) {
                Chunk chunk = underWay.take();
                if (!way.arrive(chunk.dueNs(), chunk.bytes().remaining())) {
                    cutOff(way);
                    return;
                }
                open = chunk.bytes().hasRemaining();
                while (chunk.bytes().hasRemaining()) {
                    to.write(chunk.bytes());
                }
            }
            to.shutdownOutput();
            if (waysOpen.decrementAndGet() == 0) {
                close();
            }
        } catch (IOException | InterruptedException _) {
            reset();
        }
    }

    private void close() throws IOException {
        near.close();
        far.close();
        ended.run();
    }
}
