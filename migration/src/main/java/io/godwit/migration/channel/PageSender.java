package io.godwit.migration.channel;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.pekko.actor.typed.ActorRef;

/// The source's end of a TCP passage: a thread that connects, says hello and writes frames from a bounded queue.
final class PageSender implements PageChannel, Runnable {

    static final int ACCEPTED = 1;
    static final int REFUSED = 0;

    /// Frames that wait for the socket. The credit bounds them first; this bounds a source that ignores it.
    static final int MAX_QUEUED_FRAMES = 1024;

    /// A target that gave its address and then does not answer is lost. As long as a receiver waits for a hello.
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);

    private sealed interface Work {}

    private record Send(PageFrame frame) implements Work {}

    private record Finish() implements Work {}

    private final BlockingQueue<Work> work = new ArrayBlockingQueue<>(MAX_QUEUED_FRAMES + 1);
    private final SocketChannel connection;
    private final FrameCodec.Hello hello;
    private final Optional<PageBytes> bytes;
    private final ChannelAddress target;
    private final ActorRef<ChannelNews> source;

    /// @param connection not yet connected; this closes it
    PageSender(SocketChannel connection, FrameCodec.Hello hello, ChannelAddress target, ActorRef<ChannelNews> source) {
        this.connection = connection;
        this.hello = hello;
        this.bytes = PageBytes.of(hello.form());
        this.target = target;
        this.source = source;
    }

    @Override
    public void send(PageFrame frame) {
        if (!work.offer(new Send(frame))) {
            abandon("more than " + MAX_QUEUED_FRAMES + " frames wait for the page channel");
        }
    }

    @Override
    public void close() {
        if (!work.offer(new Finish())) {
            abandon("closed with a full queue");
        }
    }

    @Override
    public void run() {
        try (connection) {
            connection.socket().connect(target.resolve(), (int) CONNECT_PATIENCE.toMillis());
            connection.socket().setTcpNoDelay(true);
            connection.socket().setSoTimeout((int) CONNECT_PATIENCE.toMillis());
            write(FrameCodec.encode(hello));
            switch (connection.socket().getInputStream().read()) {
                case ACCEPTED -> writeAll();
                case -1 -> throw new EOFException("the target closed it");
                default -> source.tell(new ChannelNews.Lost("the target at " + target + " refused the page channel"));
            }
        } catch (IOException broken) {
            source.tell(new ChannelNews.Lost("the page channel to " + target + " broke: " + broken.getMessage()));
        } catch (InterruptedException _) {
            source.tell(new ChannelNews.Lost("the node closes its page channels"));
        }
    }

    private void writeAll() throws IOException, InterruptedException {
        while (work.take() instanceof Send(var frame)) {
            write(FrameCodec.encode(frame));
            if (bytes.isPresent() && frame.round() != 0) {
                bytes.get().write(frame.pages(), connection);
            }
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            connection.write(bytes);
        }
    }

    /// Closing it under its thread makes the thread say that the passage is lost.
    private void abandon(String why) {
        try {
            connection.close();
        } catch (IOException failed) {
            source.tell(new ChannelNews.Lost(why + "; " + failed.getMessage()));
        }
    }
}
