package io.godwit.migration.channel;

import io.godwit.identity.MigrationId;
import io.godwit.memory.MalformedBatch;
import io.godwit.memory.PageBatch;
import io.godwit.memory.PageBatchCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The form of frames on a TCP connection, big-endian:
///
/// ```
/// frame  = int length of what follows, int CRC32C of the body, body
/// hello  = int MAGIC, byte form, long epoch, long token, byte n, n bytes of the migration's id in UTF-8
/// pages  = long epoch, int round, long sequence, byte n, n bytes of the migration's id, batch (PageBatchCodec);
///          of the form BYTES, but not in round 0, followed by what PageBytes says
/// ```
final class FrameCodec {

    /// "GWP2": Godwit pages, version 2.
    static final int MAGIC = 0x4757_5032;

    /// Length and checksum.
    static final int PREFIX_BYTES = 2 * Integer.BYTES;

    /// A migration's id on the wire; longer ones are refused when the passage is made.
    static final int MAX_ID_BYTES = Byte.MAX_VALUE;

    private static final int HELLO_BYTES = Integer.BYTES + 1 + 2 * Long.BYTES + 1 + MAX_ID_BYTES;
    private static final int PAGES_HEADER_BYTES = 2 * Long.BYTES + Integer.BYTES + 1 + MAX_ID_BYTES;

    /// No body is longer: the largest batch, at the most that its pages can cost. About a megabyte.
    static final int MAX_BODY_BYTES =
            PAGES_HEADER_BYTES + PageBatchCodec.HEADER_BYTES + PageBatch.MAX_PAGES * PageBatchCodec.MAX_BYTES_PER_PAGE;

    /// What opens a connection.
    record Hello(Passage passage, PageForm form) {}

    private FrameCodec() {}

    static ByteBuffer encode(Hello hello) {
        Passage passage = hello.passage();
        byte[] id = idBytes(passage.migration());
        ByteBuffer buffer = ByteBuffer.allocate(PREFIX_BYTES + HELLO_BYTES);
        buffer.position(PREFIX_BYTES);
        buffer.putInt(MAGIC).put(hello.form().code());
        buffer.putLong(passage.epoch()).putLong(passage.token());
        return sealed(putId(buffer, id));
    }

    static ByteBuffer encode(PageFrame frame) {
        byte[] id = idBytes(frame.migration());
        ByteBuffer buffer =
                ByteBuffer.allocate(PREFIX_BYTES + PAGES_HEADER_BYTES + PageBatchCodec.encodedBytes(frame.pages()));
        buffer.position(PREFIX_BYTES);
        buffer.putLong(frame.epoch()).putInt(frame.round()).putLong(frame.sequence());
        PageBatchCodec.encode(frame.pages(), putId(buffer, id));
        return sealed(buffer);
    }

    /// The checksum that belongs to the body's remaining bytes.
    static int checksum(ByteBuffer body) {
        CRC32C crc = new CRC32C();
        crc.update(body.duplicate());
        return (int) crc.getValue();
    }

    /// Reads a body whose checksum was right. One of the wrong kind reads as a passage that nobody opened.
    static Hello decodeHello(ByteBuffer body) {
        boolean isHello = body.remaining() >= HELLO_BYTES - MAX_ID_BYTES && body.getInt() == MAGIC;
        Optional<PageForm> form = isHello ? PageForm.of(body.get()) : Optional.empty();
        if (form.isEmpty()) {
            return new Hello(new Passage(new MigrationId("not a hello"), 0, 0), PageForm.IDENTITIES);
        }
        long epoch = body.getLong();
        long token = body.getLong();
        return new Hello(new Passage(new MigrationId(getId(body)), epoch, token), form.get());
    }

    static DecodedFrame decodeFrame(ByteBuffer body) {
        if (body.remaining() < PAGES_HEADER_BYTES - MAX_ID_BYTES) {
            return new DecodedFrame.Malformed(body.remaining() + " bytes, too few for a frame");
        }
        long epoch = body.getLong();
        int round = body.getInt();
        long sequence = body.getLong();
        MigrationId migration = new MigrationId(getId(body));
        return switch (PageBatchCodec.decode(body)) {
            case PageBatch batch when !body.hasRemaining() -> new PageFrame(migration, epoch, round, sequence, batch);
            case PageBatch _ -> new DecodedFrame.Malformed(body.remaining() + " bytes after the batch");
            case MalformedBatch(var why) -> new DecodedFrame.Malformed(why);
        };
    }

    private static ByteBuffer sealed(ByteBuffer buffer) {
        buffer.flip();
        int body = buffer.limit() - PREFIX_BYTES;
        buffer.putInt(0, body + Integer.BYTES);
        buffer.putInt(Integer.BYTES, checksum(buffer.slice(PREFIX_BYTES, body)));
        return buffer;
    }

    private static byte[] idBytes(MigrationId migration) {
        byte[] id = migration.value().getBytes(StandardCharsets.UTF_8);
        if (id.length > MAX_ID_BYTES) {
            throw new IllegalArgumentException("the id " + migration + " has more than " + MAX_ID_BYTES + " bytes");
        }
        return id;
    }

    private static ByteBuffer putId(ByteBuffer buffer, byte[] id) {
        return buffer.put((byte) id.length).put(id);
    }

    /// An id cut short, or none, reads as one that nobody has.
    private static String getId(ByteBuffer body) {
        byte[] id = new byte[Math.clamp(body.get(), 0, body.remaining())];
        body.get(id);
        String text = new String(id, StandardCharsets.UTF_8);
        return text.isBlank() ? "unnamed" : text;
    }
}
