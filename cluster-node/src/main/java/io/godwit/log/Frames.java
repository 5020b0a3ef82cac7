package io.godwit.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The bytes of a log file: frames with a length, a checksum (CRC32C) and the length of the file that was durable when
/// the frame was written.
///
/// ```
/// length of the rest (4) | CRC32C of the rest (4) | kind (1) | index (8) | durable (8) | payload
/// ```
///
/// A crash leaves a torn tail: frames that were never durable, and so never acknowledged. It is cut. Damage further in
/// front is something else: a later sound frame says that the damaged place was durable. Such a log must not be used.
///
/// Not detected: damage to the very last frames that were forced, when no later frame tells that they were.
public final class Frames {

    static final int PREFIX_BYTES = 8;
    static final int HEADER_BYTES = PREFIX_BYTES + 1 + 8 + 8;

    /// No frame is larger: a part of a snapshot is far below, and a length beyond it is damage.
    public static final int MAX_PAYLOAD_BYTES = 16 << 20;

    /// What is in a file.
    public sealed interface Content {

        /// @param frames that can be used
        /// @param soundBytes length of the file that holds them; what follows is a torn tail
        record Usable(List<Frame> frames, int soundBytes) implements Content {}

        /// @param at position of the damage
        record Damaged(int at) implements Content {}
    }

    private record Read(Frame frame, long durable, int end) {}

    private Frames() {}

    /// @param durable bytes of the file that are durable already
    public static byte[] encode(Frame frame, long durable) {
        byte[] payload = frame.payload().shared();
        if (payload.length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("a payload of " + payload.length + " B is too large for a frame");
        }
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + payload.length);
        buffer.putInt(HEADER_BYTES - PREFIX_BYTES + payload.length).putInt(0);
        buffer.put(frame.kind()).putLong(frame.index()).putLong(durable).put(payload);
        buffer.putInt(4, checksum(buffer.array(), PREFIX_BYTES, buffer.capacity() - PREFIX_BYTES));
        return buffer.array();
    }

    public static Content decode(byte[] file) {
        List<Frame> frames = new ArrayList<>();
        int position = 0;
        while (true) {
            Optional<Read> read = readAt(file, position);
            if (read.isEmpty()) {
                return wasDurable(file, position)
                        ? new Content.Damaged(position)
                        : new Content.Usable(frames, position);
            }
            frames.add(read.get().frame());
            position = read.get().end();
        }
    }

    /// Whether any sound frame after this position was written when this position was durable.
    private static boolean wasDurable(byte[] file, int position) {
        for (int from = position + 1; from <= file.length - HEADER_BYTES; from++) {
            Optional<Read> later = readAt(file, from);
            if (later.isPresent() && later.get().durable() > position) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Read> readAt(byte[] file, int position) {
        if (file.length - position < HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(file, position, file.length - position);
        int length = buffer.getInt();
        int payloadBytes = length - (HEADER_BYTES - PREFIX_BYTES);
        if (payloadBytes < 0 || payloadBytes > MAX_PAYLOAD_BYTES || length > file.length - position - PREFIX_BYTES) {
            return Optional.empty();
        }
        if (buffer.getInt() != checksum(file, position + PREFIX_BYTES, length)) {
            return Optional.empty();
        }
        byte kind = buffer.get();
        long index = buffer.getLong();
        long durable = buffer.getLong();
        byte[] payload = new byte[payloadBytes];
        buffer.get(payload);
        return Optional.of(new Read(new Frame(kind, index, Bytes.of(payload)), durable, buffer.position()));
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
