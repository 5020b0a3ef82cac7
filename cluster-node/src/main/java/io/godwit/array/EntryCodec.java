package io.godwit.array;

import io.godwit.array.ArrayEntry.ContentGone;
import io.godwit.array.ArrayEntry.FloorRaised;
import io.godwit.array.ArrayEntry.Kept;
import io.godwit.array.ArrayEntry.Summary;
import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import io.godwit.identity.VmId;
import io.godwit.log.Bytes;
import io.godwit.log.Frame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The form of an array's entries on its disk. Plain numbers and strings: it is read by later versions.
final class EntryCodec {

    static final byte FLOOR_RAISED = 1;
    static final byte KEPT = 2;
    static final byte CONTENT_GONE = 3;
    static final byte SUMMARY = 4;

    private EntryCodec() {}

    static Frame frame(ArrayEntry entry, long index) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(entry.vm().value());
        byte kind =
                switch (entry) {
                    case FloorRaised raised -> {
                        out.writeLong(raised.epoch());
                        yield FLOOR_RAISED;
                    }
                    case Kept kept -> {
                        out.writeLong(kept.epoch());
                        out.writeUTF(kept.what().client());
                        out.writeLong(kept.what().number());
                        out.writeLong(kept.what().content());
                        yield KEPT;
                    }
                    case ContentGone gone -> {
                        out.writeLong(gone.epoch());
                        yield CONTENT_GONE;
                    }
                    case Summary summary -> {
                        out.writeLong(summary.floor());
                        write(out, summary.held());
                        yield SUMMARY;
                    }
                };
        return new Frame(kind, index, Bytes.of(bytes.toByteArray()));
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
            case SUMMARY -> new Summary(vm, in.readLong(), readHeld(in));
            default ->
                throw new IOException("the log has an entry of the unknown kind " + frame.kind()
                        + ": start the version that wrote it, or a later one");
        };
    }

    private static void write(DataOutputStream out, List<Held> held) throws IOException {
        out.writeInt(held.size());
        for (Held numbers : held) {
            out.writeUTF(numbers.client());
            out.writeLong(numbers.upTo());
            out.writeInt(numbers.beyond().size());
            for (long number : numbers.beyond()) {
                out.writeLong(number);
            }
        }
    }

    private static List<Held> readHeld(DataInputStream in) throws IOException {
        List<Held> held = new ArrayList<>();
        for (int clients = in.readInt(); clients > 0; clients--) {
            String client = in.readUTF();
            long upTo = in.readLong();
            List<Long> beyond = new ArrayList<>();
            for (int numbers = in.readInt(); numbers > 0; numbers--) {
                beyond.add(in.readLong());
            }
            held.add(new Held(client, upTo, beyond));
        }
        return held;
    }
}
