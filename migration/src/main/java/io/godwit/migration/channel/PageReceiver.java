package io.godwit.migration.channel;

import io.godwit.migration.channel.RefusalCounter.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The thread of one connection at the target: checks each frame and passes it on. Its memory is one frame's bytes and
/// what the passage's credit allows.
final class PageReceiver implements Runnable {

    /// One that says nothing does not keep a thread for longer. Generous for a relay that holds bytes.
    private static final Duration HELLO_PATIENCE = Duration.ofSeconds(10);

    private final SocketChannel connection;
    private final Function<Passage, Optional<OpenPassage>> passages;
    private final RefusalCounter refusals;
    private ByteBuffer body = ByteBuffer.allocate(4096);

    PageReceiver(SocketChannel connection, Function<Passage, Optional<OpenPassage>> passages, RefusalCounter refusals) {
        this.connection = connection;
        this.passages = passages;
        this.refusals = refusals;
    }

    @Override
    public void run() {
        try (connection) {
            connection.socket().setSoTimeout((int) HELLO_PATIENCE.toMillis());
            InputStream in = connection.socket().getInputStream();
            if (!readBody(in)) {
                refusals.count(Reason.CORRUPT);
                return;
            }
            welcome(FrameCodec.decodeHello(body), in);
        } catch (IOException _) {
            // It never was a passage: nobody waits for it.
        }
    }

    private void welcome(FrameCodec.Hello hello, InputStream in) throws IOException {
        Optional<OpenPassage> open = passages.apply(hello.passage());
        Optional<Reason> refusal =
                open.map(it -> it.refusalOf(hello.passage(), connection)).orElse(Optional.of(Reason.FOREIGN));
        refusal.ifPresent(refusals::count);
        connection.socket().getOutputStream().write(refusal.isEmpty() ? PageSender.ACCEPTED : PageSender.REFUSED);
        if (refusal.isEmpty()) {
            connection.socket().setSoTimeout(0); // from here on the actors' patience counts
            OpenPassage passage = open.orElseThrow();
            passage.tell(new ChannelNews.Lost(receive(passage, hello.form(), in)));
        }
    }

    /// Passes frames on until the connection ends or breaks a rule, and answers which.
    private String receive(OpenPassage passage, PageForm form, InputStream in) {
        Optional<PageBytes> bytes = PageBytes.of(form);
        long pages = 0;
        try {
            while (true) {
                if (!readBody(in)) {
                    return refuse(Reason.CORRUPT);
                }
                if (!(FrameCodec.decodeFrame(body) instanceof PageFrame frame)) {
                    return refuse(Reason.CORRUPT);
                }
                Optional<Reason> refusal = passage.refusalOf(frame, pages);
                if (refusal.isPresent()) {
                    return refuse(refusal.get());
                }
                if (bytes.isPresent() && frame.round() != 0 && !bytes.get().read(frame.pages(), connection)) {
                    return refuse(Reason.CORRUPT);
                }
                pages += frame.pages().size();
                passage.tell(new ChannelNews.Arrived(frame));
            }
        } catch (EOFException _) {
            return "the source closed the page channel";
        } catch (IOException broken) {
            return "the page channel broke: " + broken.getMessage();
        }
    }

    private String refuse(Reason reason) {
        refusals.count(reason);
        return "the page channel was closed on a frame that is " + reason.name().toLowerCase(Locale.ROOT);
    }

    /// Fills [#body] with the next one; false if its length is out of bounds or its checksum wrong.
    private boolean readBody(InputStream in) throws IOException {
        ByteBuffer prefix =
                ByteBuffer.wrap(readExactly(in, new byte[FrameCodec.PREFIX_BYTES], FrameCodec.PREFIX_BYTES));
        int length = prefix.getInt() - Integer.BYTES;
        int checksum = prefix.getInt();
        if (length < 0 || length > FrameCodec.MAX_BODY_BYTES) {
            return false;
        }
        if (length > body.capacity()) {
            body = ByteBuffer.allocate(length);
        }
        readExactly(in, body.array(), length);
        body.clear().limit(length);
        return FrameCodec.checksum(body) == checksum;
    }

    private static byte[] readExactly(InputStream in, byte[] into, int length) throws IOException {
        if (in.readNBytes(into, 0, length) < length) {
            throw new EOFException();
        }
        return into;
    }
}
