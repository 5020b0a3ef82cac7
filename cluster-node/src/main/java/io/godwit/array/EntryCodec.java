package io.godwit.array;

import io.godwit.array.ArrayEntry.Batch;
import io.godwit.array.ArrayEntry.BatchKept;
import io.godwit.array.ArrayEntry.ContentGone;
import io.godwit.array.ArrayEntry.CopyGone;
import io.godwit.array.ArrayEntry.FloorRaised;
import io.godwit.array.ArrayEntry.Froze;
import io.godwit.array.ArrayEntry.Kept;
import io.godwit.array.ArrayEntry.Planted;
import io.godwit.array.ArrayEntry.Rebased;
import io.godwit.array.ArrayEntry.Sealed;
import io.godwit.array.ArrayEntry.Summary;
import io.godwit.device.Disk.Basis;
import io.godwit.device.Disk.Numbered;
import io.godwit.device.Disk.Seal;
import io.godwit.device.FencedBlocks;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.log.Bytes;
import io.godwit.log.Frame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The form of an array's entries on its disk. Plain numbers and strings: it is read by later versions.
final class EntryCodec {

    static final byte FLOOR_RAISED = 1;
    static final byte KEPT = 2;
    static final byte CONTENT_GONE = 3;

    /// As versions before copies wrote it: no revision, and each number beyond by itself.
    static final byte EARLY_SUMMARY = 4;

    static final byte SUMMARY = 5;
    static final byte REBASED = 6;
    static final byte FROZE = 7;
    static final byte PLANTED = 8;
    static final byte BATCH_KEPT = 9;
    static final byte SEALED = 10;
    static final byte COPY_GONE = 11;

    private EntryCodec() {}

    static Frame frame(ArrayEntry entry, long index) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(entry.vm().value());
        write(out, entry);
        return new Frame(kindOf(entry), index, Bytes.of(bytes.toByteArray()));
    }

    private static byte kindOf(ArrayEntry entry) {
        return switch (entry) {
            case FloorRaised _ -> FLOOR_RAISED;
            case Kept _ -> KEPT;
            case ContentGone _ -> CONTENT_GONE;
            case Summary _ -> SUMMARY;
            case Rebased _ -> REBASED;
            case Froze _ -> FROZE;
            case Planted _ -> PLANTED;
            case BatchKept _ -> BATCH_KEPT;
            case Sealed _ -> SEALED;
            case CopyGone _ -> COPY_GONE;
        };
    }

    private static void write(DataOutputStream out, ArrayEntry entry) throws IOException {
        switch (entry) {
            case FloorRaised raised -> out.writeLong(raised.epoch());
            case Kept kept -> {
                out.writeLong(kept.epoch());
                out.writeUTF(kept.what().client());
                out.writeLong(kept.what().number());
                out.writeLong(kept.what().content());
            }
            case ContentGone gone -> out.writeLong(gone.epoch());
            case Summary summary -> write(out, summary.kept());
            case Rebased rebased -> {
                out.writeLong(rebased.epoch());
                out.writeLong(rebased.basis().revision());
                out.writeUTF(rebased.basis().copy().value());
            }
            case Froze froze -> {
                out.writeLong(froze.epoch());
                out.writeUTF(froze.copy().value());
            }
            case Planted planted -> {
                out.writeUTF(planted.copy().value());
                HeldCodec.write(out, planted.held());
            }
            case BatchKept kept -> write(out, kept);
            case Sealed sealed -> write(out, sealed);
            case CopyGone gone -> out.writeUTF(gone.copy().value());
        }
    }

    /// @throws IOException if a later version wrote it
    static ArrayEntry entry(Frame frame) throws IOException {
        DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(frame.payload().shared()));
        VmId vm = new VmId(in.readUTF());
        return switch (frame.kind()) {
            case FLOOR_RAISED -> new FloorRaised(vm, in.readLong());
            case KEPT -> new Kept(vm, in.readLong(), new Numbered(in.readUTF(), in.readLong(), in.readLong()));
            case CONTENT_GONE -> new ContentGone(vm, in.readLong());
            case EARLY_SUMMARY ->
                new Summary(vm, new FencedBlocks.KeptDisk(in.readLong(), 0, Optional.empty(), HeldCodec.readEarly(in)));
            case SUMMARY -> new Summary(vm, readKept(in));
            case REBASED -> new Rebased(vm, in.readLong(), new Basis(in.readLong(), readCopy(in)));
            case FROZE -> new Froze(vm, in.readLong(), readCopy(in));
            case PLANTED -> new Planted(vm, readCopy(in), HeldCodec.read(in));
            case BATCH_KEPT ->
                new BatchKept(vm, readCopy(in), in.readInt(), new Batch(in.readInt(), Bytes.of(in.readAllBytes())));
            case SEALED -> new Sealed(vm, readCopy(in), readSeal(in));
            case COPY_GONE -> new CopyGone(vm, readCopy(in));
            default ->
                throw new IOException("the log has an entry of the unknown kind " + frame.kind()
                        + ": start the version that wrote it, or a later one");
        };
    }

    private static void write(DataOutputStream out, FencedBlocks.KeptDisk kept) throws IOException {
        out.writeLong(kept.floor());
        out.writeLong(kept.revision());
        out.writeUTF(kept.untouchedSince().map(CopyId::value).orElse(""));
        HeldCodec.write(out, kept.held());
    }

    private static FencedBlocks.KeptDisk readKept(DataInputStream in) throws IOException {
        long floor = in.readLong();
        long revision = in.readLong();
        Optional<CopyId> untouched =
                Optional.of(in.readUTF()).filter(name -> !name.isEmpty()).map(CopyId::new);
        return new FencedBlocks.KeptDisk(floor, revision, untouched, HeldCodec.read(in));
    }

    private static void write(DataOutputStream out, BatchKept kept) throws IOException {
        out.writeUTF(kept.copy().value());
        out.writeInt(kept.index());
        out.writeInt(kept.batch().pages());
        out.write(kept.batch().bytes().shared());
    }

    private static void write(DataOutputStream out, Sealed sealed) throws IOException {
        out.writeUTF(sealed.copy().value());
        out.writeInt(sealed.seal().batches());
        out.writeLong(sealed.seal().digest());
        byte[] state = sealed.seal().state().getBytes(StandardCharsets.UTF_8);
        out.writeInt(state.length);
        out.write(state);
    }

    private static Seal readSeal(DataInputStream in) throws IOException {
        int batches = in.readInt();
        long digest = in.readLong();
        return new Seal(batches, digest, new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
    }

    private static CopyId readCopy(DataInputStream in) throws IOException {
        return new CopyId(in.readUTF());
    }
}
