package io.godwit.portable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.godwit.array.HeldCodec;
import io.godwit.device.Disk.Seal;
import io.godwit.memory.MalformedBatch;
import io.godwit.memory.PageBatch;
import io.godwit.memory.PageBatchCodec;
import io.godwit.portable.Section.Described;
import io.godwit.portable.Section.End;
import io.godwit.portable.Section.InMemory;
import io.godwit.portable.Section.OnDisk;
import io.godwit.portable.Section.Sealed;
import io.godwit.unit.Excerpt;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/// Reads a portable file from the front, and believes nothing that its checksums do not bear out. What it has given out
/// is right by itself; that the file is whole is known when it has given out the [End].
public final class PortableReader {

    private final InputStream in;
    private final CRC32C all = new CRC32C();
    private int sections;
    private int batches;
    private byte last;
    private Optional<Manifest> manifest = Optional.empty();

    private PortableReader(InputStream in) {
        this.in = in;
    }

    /// @throws NotPortable if these are the bytes of something else, or of a later version
    /// @throws IOException if they can't be read
    public static PortableReader open(InputStream in) throws IOException, NotPortable {
        PortableReader reader = new PortableReader(in);
        byte[] magic = in.readNBytes(PortableForm.MAGIC.length);
        if (!Arrays.equals(magic, PortableForm.MAGIC)) {
            throw new NotPortable("it is no portable VM: `godwit vm export VM --to FILE` writes one");
        }
        byte[] version = in.readNBytes(Short.BYTES);
        if (version.length < Short.BYTES) {
            throw truncated();
        }
        int number = Short.toUnsignedInt(ByteBuffer.wrap(version).getShort());
        if (number > PortableForm.VERSION || number == 0) {
            throw new NotPortable("its form is version " + number + ", and this Godwit reads version "
                    + PortableForm.VERSION + ": import it with a newer one");
        }
        reader.all.update(magic);
        reader.all.update(version);
        return reader;
    }

    /// Reads all of it, to see whether it is whole.
    ///
    /// @throws NotPortable if it isn't
    public static Manifest check(InputStream in) throws IOException, NotPortable {
        PortableReader reader = open(in);
        while (!(reader.next() instanceof End)) {}
        return reader.manifest.orElseThrow();
    }

    /// Not to be called behind the end.
    ///
    /// @throws NotPortable if what follows is damaged, or is not what may follow here
    public Section next() throws IOException, NotPortable {
        long before = all.getValue();
        byte[] header = in.readNBytes(PortableForm.SECTION_HEADER_BYTES);
        if (header.length < PortableForm.SECTION_HEADER_BYTES) {
            throw truncated();
        }
        ByteBuffer buffer = ByteBuffer.wrap(header);
        byte kind = buffer.get();
        int length = buffer.getInt();
        if (length < 0 || length > PortableForm.MAX_PAYLOAD_BYTES) {
            throw damaged();
        }
        byte[] payload = in.readNBytes(length);
        byte[] checksum = in.readNBytes(PortableForm.CHECKSUM_BYTES);
        if (checksum.length < PortableForm.CHECKSUM_BYTES) {
            throw truncated();
        }
        CRC32C one = new CRC32C();
        one.update(header);
        one.update(payload);
        if ((int) one.getValue() != ByteBuffer.wrap(checksum).getInt() || !mayFollow(kind)) {
            throw damaged();
        }
        all.update(header);
        all.update(payload);
        all.update(checksum);
        last = kind;
        Section section = section(kind, payload, before);
        sections++;
        return section;
    }

    /// A section may be sound and at the wrong place, as when a part of the file is missing.
    private boolean mayFollow(byte kind) {
        boolean hasMemory = manifest.map(Manifest::memory).orElse(false);
        return switch (kind) {
            case PortableForm.MANIFEST -> last == 0;
            case PortableForm.DISK -> last == PortableForm.MANIFEST;
            case PortableForm.MEMORY, PortableForm.SEAL ->
                hasMemory && (last == PortableForm.DISK || last == PortableForm.MEMORY);
            case PortableForm.END -> last == (hasMemory ? PortableForm.SEAL : PortableForm.DISK);
            default -> false;
        };
    }

    private Section section(byte kind, byte[] payload, long before) throws IOException, NotPortable {
        return switch (kind) {
            case PortableForm.MANIFEST -> described(payload);
            case PortableForm.DISK -> onDisk(payload);
            case PortableForm.MEMORY -> inMemory(payload);
            case PortableForm.SEAL -> sealed(payload);
            default -> end(payload, before);
        };
    }

    private Section described(byte[] payload) throws IOException, NotPortable {
        try {
            JsonNode json = PortableForm.JSON.readTree(payload);
            Omissions.fill(json);
            Manifest read = PortableForm.JSON.treeToValue(json, Manifest.class);
            manifest = Optional.of(read);
            return new Described(read);
        } catch (UnrecognizedPropertyException unknown) {
            throw new NotPortable("it says '" + where(unknown)
                    + "' of its VM, which this Godwit does not know: import it" + " with a newer one");
        } catch (JsonProcessingException otherRecords) {
            throw new NotPortable("what it says of its VM" + at(otherRecords)
                    + " is not what this Godwit reads: import it" + " with the one that wrote it");
        }
    }

    private static String at(JsonProcessingException problem) {
        return problem instanceof JsonMappingException mapping
                        && !where(mapping).isEmpty()
                ? " at '" + where(mapping) + "'"
                : "";
    }

    /// The keys that lead there: `spec.platform.disk`.
    private static String where(JsonMappingException problem) {
        return problem.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .map(Excerpt::of)
                .collect(Collectors.joining("."));
    }

    private static Section onDisk(byte[] payload) throws NotPortable {
        try {
            return new OnDisk(HeldCodec.read(new DataInputStream(new ByteArrayInputStream(payload))));
        } catch (IOException tooShort) {
            throw damaged();
        }
    }

    private Section inMemory(byte[] payload) throws NotPortable {
        return switch (PageBatchCodec.decode(ByteBuffer.wrap(payload))) {
            case PageBatch pages -> {
                batches++;
                yield new InMemory(pages);
            }
            case MalformedBatch _ -> throw damaged();
        };
    }

    private Section sealed(byte[] payload) throws NotPortable {
        ByteBuffer buffer = ByteBuffer.wrap(payload);
        if (payload.length < Integer.BYTES + Long.BYTES || buffer.getInt() != batches) {
            throw damaged();
        }
        long digest = buffer.getLong();
        byte[] state = Arrays.copyOfRange(payload, buffer.position(), payload.length);
        return new Sealed(new Seal(batches, digest, new String(state, StandardCharsets.UTF_8)));
    }

    private Section end(byte[] payload, long before) throws IOException, NotPortable {
        ByteBuffer buffer = ByteBuffer.wrap(payload);
        if (payload.length != 2 * Integer.BYTES || buffer.getInt() != sections || buffer.getInt() != (int) before) {
            throw damaged();
        }
        if (in.read() != -1) {
            throw new NotPortable("there is more behind its end, and nothing may be there: export it again");
        }
        return new End();
    }

    private static NotPortable truncated() {
        return new NotPortable("it ends too early: copy or export it again");
    }

    private static NotPortable damaged() {
        return new NotPortable("it is damaged, its checksum does not agree: copy or export it again");
    }
}
