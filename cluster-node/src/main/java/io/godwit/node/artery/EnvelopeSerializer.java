package io.godwit.node.artery;

import io.godwit.link.Endpoint;
import io.godwit.link.NodeId;
import java.io.NotSerializableException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/// An [Envelope] in bytes: the sender's address, four names and the payload, each with its length before it. Pekko
/// makes it by reflection.
public final class EnvelopeSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {

    /// Any number above Pekko's own, which end at 40; the same on all nodes of a fleet.
    private static final int IDENTIFIER = 7361;

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return "";
    }

    @Override
    public byte[] toBinary(Object message) {
        Envelope envelope = (Envelope) message;
        byte[][] parts = parts(envelope);
        int length = 0;
        for (byte[] part : parts) {
            length += Integer.BYTES + part.length;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        write(parts, out);
        return out.array();
    }

    @Override
    public void toBinary(Object message, ByteBuffer out) {
        write(parts((Envelope) message), out);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        return fromBinary(ByteBuffer.wrap(bytes), manifest);
    }

    @Override
    public Object fromBinary(ByteBuffer in, String manifest) throws NotSerializableException {
        try {
            return new Envelope(NodeAddress.parse(text(in)), endpoint(in), endpoint(in), part(in));
        } catch (BufferUnderflowException | IllegalArgumentException garbled) {
            throw new NotSerializableException("an envelope that can't be read: " + garbled);
        }
    }

    private static byte[][] parts(Envelope envelope) {
        return new byte[][] {
            bytes(envelope.home().toString()),
            bytes(envelope.from().node().value()),
            bytes(envelope.from().service()),
            bytes(envelope.to().node().value()),
            bytes(envelope.to().service()),
            envelope.payload()
        };
    }

    private static void write(byte[][] parts, ByteBuffer out) {
        for (byte[] part : parts) {
            out.putInt(part.length).put(part);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Endpoint endpoint(ByteBuffer in) {
        return new Endpoint(new NodeId(text(in)), text(in));
    }

    private static String text(ByteBuffer in) {
        return new String(part(in), StandardCharsets.UTF_8);
    }

    private static byte[] part(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] part = new byte[length];
        in.get(part);
        return part;
    }
}
