package io.godwit.array;

import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Span;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The form on an array's disk of the numbers that it holds.
public final class HeldCodec {

    private HeldCodec() {}

    public static void write(DataOutputStream out, List<Held> held) throws IOException {
        out.writeInt(held.size());
        for (Held numbers : held) {
            out.writeUTF(numbers.client());
            out.writeLong(numbers.upTo());
            out.writeInt(numbers.beyond().size());
            for (Span span : numbers.beyond()) {
                out.writeLong(span.from());
                out.writeLong(span.to());
            }
        }
    }

    public static List<Held> read(DataInputStream in) throws IOException {
        return read(in, spans -> new Span(spans.readLong(), spans.readLong()));
    }

    /// As versions before copies wrote it: each number beyond by itself.
    static List<Held> readEarly(DataInputStream in) throws IOException {
        return read(in, numbers -> {
            long number = numbers.readLong();
            return new Span(number, number);
        });
    }

    @FunctionalInterface
    private interface SpanReader {

        Span read(DataInputStream in) throws IOException;
    }

    private static List<Held> read(DataInputStream in, SpanReader reader) throws IOException {
        List<Held> held = new ArrayList<>();
        for (int clients = in.readInt(); clients > 0; clients--) {
            String client = in.readUTF();
            long upTo = in.readLong();
            List<Span> beyond = new ArrayList<>();
            for (int spans = in.readInt(); spans > 0; spans--) {
                beyond.add(reader.read(in));
            }
            held.add(new Held(client, upTo, beyond));
        }
        return held;
    }
}
