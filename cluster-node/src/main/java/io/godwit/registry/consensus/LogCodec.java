package io.godwit.registry.consensus;

import io.godwit.link.NodeId;
import io.godwit.log.Bytes;
import io.godwit.registry.consensus.Packet.Chunk;
import io.godwit.registry.consensus.Packet.Entry;
import io.godwit.registry.consensus.Packet.Members;
import io.godwit.registry.consensus.Packet.Operation;
import io.microraft.MembershipChangeMode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The form of entries and parts of snapshots on the disk. Plain numbers and strings: it is read by later versions.
final class LogCodec {

    private static final int COMMAND = 1;
    private static final int CHANGE_OF_MEMBERS = 2;

    private LogCodec() {}

    @FunctionalInterface
    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private static Bytes written(Writer writer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.write(new DataOutputStream(bytes));
        return Bytes.of(bytes.toByteArray());
    }

    private static DataInputStream reader(Bytes bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes.shared()));
    }

    static Bytes encode(Entry entry) throws IOException {
        return written(out -> {
            out.writeInt(entry.term());
            out.writeLong(entry.index());
            switch (entry.operation()) {
                case Operation.Command(Bytes bytes) -> {
                    out.writeByte(COMMAND);
                    write(out, bytes);
                }
                case Operation.ChangeMembers change -> {
                    out.writeByte(CHANGE_OF_MEMBERS);
                    write(out, change.members());
                    write(out, change.voting());
                    write(out, change.who());
                    out.writeUTF(change.mode().name());
                }
            }
        });
    }

    static Entry entry(Bytes bytes) throws IOException {
        DataInputStream in = reader(bytes);
        int term = in.readInt();
        long index = in.readLong();
        int kind = in.readByte();
        Operation operation =
                switch (kind) {
                    case COMMAND -> new Operation.Command(readBytes(in));
                    case CHANGE_OF_MEMBERS ->
                        new Operation.ChangeMembers(
                                readVoters(in),
                                readVoters(in),
                                readVoter(in),
                                MembershipChangeMode.valueOf(in.readUTF()));
                    default -> throw new IOException("no such kind of entry: " + kind);
                };
        return new Entry(term, index, operation);
    }

    static Bytes encode(Chunk chunk) throws IOException {
        return written(out -> {
            out.writeInt(chunk.term());
            out.writeLong(chunk.index());
            out.writeInt(chunk.number());
            out.writeInt(chunk.count());
            write(out, chunk.members());
            write(out, chunk.bytes());
        });
    }

    static Chunk chunk(Bytes bytes) throws IOException {
        DataInputStream in = reader(bytes);
        return new Chunk(in.readInt(), in.readLong(), in.readInt(), in.readInt(), readMembers(in), readBytes(in));
    }

    static Bytes encode(Promise promise) throws IOException {
        return written(out -> {
            write(out, promise.self());
            out.writeBoolean(promise.voting());
            write(out, promise.initial());
            out.writeInt(promise.term());
            write(out, promise.votedFor().stream().toList());
        });
    }

    static Promise promise(Bytes bytes) throws IOException {
        DataInputStream in = reader(bytes);
        return new Promise(
                readVoter(in),
                in.readBoolean(),
                readMembers(in),
                in.readInt(),
                readVoters(in).stream().findFirst());
    }

    private static void write(DataOutputStream out, Bytes bytes) throws IOException {
        out.writeInt(bytes.size());
        out.write(bytes.shared());
    }

    private static Bytes readBytes(DataInputStream in) throws IOException {
        return Bytes.of(in.readNBytes(in.readInt()));
    }

    private static void write(DataOutputStream out, Voter voter) throws IOException {
        out.writeUTF(voter.node().value());
        out.writeInt(voter.disk());
    }

    private static Voter readVoter(DataInputStream in) throws IOException {
        return new Voter(new NodeId(in.readUTF()), in.readInt());
    }

    private static void write(DataOutputStream out, List<Voter> voters) throws IOException {
        out.writeInt(voters.size());
        for (Voter voter : voters) {
            write(out, voter);
        }
    }

    private static List<Voter> readVoters(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<Voter> voters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            voters.add(readVoter(in));
        }
        return List.copyOf(voters);
    }

    private static void write(DataOutputStream out, Members members) throws IOException {
        out.writeLong(members.index());
        write(out, members.members());
        write(out, members.voting());
    }

    private static Members readMembers(DataInputStream in) throws IOException {
        return new Members(in.readLong(), readVoters(in), readVoters(in));
    }
}
