package io.godwit.portable;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.godwit.array.HeldCodec;
import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Seal;
import io.godwit.memory.PageBatch;
import io.godwit.memory.PageBatchCodec;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/// Makes the bytes of a portable file, piece after piece, in the order of [PortableForm]. Mutable.
public final class PortableWriter {

    private final CRC32C all = new CRC32C();
    private int sections;

    /// The file's beginning.
    public byte[] manifest(Manifest manifest) {
        ByteBuffer head = ByteBuffer.allocate(PortableForm.MAGIC.length + Short.BYTES);
        head.put(PortableForm.MAGIC).putShort((short) PortableForm.VERSION);
        all.update(head.array());
        byte[] section = section(PortableForm.MANIFEST, json(manifest));
        return ByteBuffer.allocate(head.capacity() + section.length)
                .put(head.array())
                .put(section)
                .array();
    }

    public byte[] disk(List<Held> held) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            HeldCodec.write(new DataOutputStream(bytes), held);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return section(PortableForm.DISK, bytes.toByteArray());
    }

    public byte[] memory(PageBatch pages) {
        ByteBuffer buffer = ByteBuffer.allocate(PageBatchCodec.encodedBytes(pages));
        PageBatchCodec.encode(pages, buffer);
        return section(PortableForm.MEMORY, buffer.array());
    }

    public byte[] seal(Seal seal) {
        byte[] state = seal.state().getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES + Long.BYTES + state.length);
        buffer.putInt(seal.batches()).putLong(seal.digest()).put(state);
        return section(PortableForm.SEAL, buffer.array());
    }

    public byte[] end() {
        ByteBuffer buffer = ByteBuffer.allocate(2 * Integer.BYTES);
        buffer.putInt(sections).putInt((int) all.getValue());
        return section(PortableForm.END, buffer.array());
    }

    private byte[] section(byte kind, byte[] payload) {
        ByteBuffer buffer =
                ByteBuffer.allocate(PortableForm.SECTION_HEADER_BYTES + payload.length + PortableForm.CHECKSUM_BYTES);
        buffer.put(kind).putInt(payload.length).put(payload);
        CRC32C one = new CRC32C();
        one.update(buffer.array(), 0, buffer.position());
        buffer.putInt((int) one.getValue());
        all.update(buffer.array());
        sections++;
        return buffer.array();
    }

    private static byte[] json(Manifest manifest) {
        try {
            return PortableForm.JSON.writeValueAsBytes(manifest);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("can't write " + manifest, bug);
        }
    }
}
