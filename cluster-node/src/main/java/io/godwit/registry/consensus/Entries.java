package io.godwit.registry.consensus;

import io.godwit.log.Bytes;
import io.godwit.registry.consensus.Packet.Chunk;
import io.godwit.registry.consensus.Packet.Entry;
import io.godwit.registry.consensus.Packet.Members;
import io.godwit.registry.consensus.Packet.Operation;
import io.microraft.RaftEndpoint;
import io.microraft.model.groupop.UpdateRaftGroupMembersOp;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedCollection;

/// Turns what the library keeps in its log into records and back.
final class Entries {

    private static final DefaultRaftModelFactory MODEL = new DefaultRaftModelFactory();

    private Entries() {}

    static Entry of(LogEntry entry) {
        Operation operation =
                switch (entry.getOperation()) {
                    case Bytes bytes -> new Operation.Command(bytes);
                    case UpdateRaftGroupMembersOp change ->
                        new Operation.ChangeMembers(
                                voters(change.getMembers()),
                                voters(change.getVotingMembers()),
                                (Voter) change.getEndpoint(),
                                change.getMode());
                    default -> throw new IllegalArgumentException("no operation of ours: " + entry);
                };
        return new Entry(entry.getTerm(), entry.getIndex(), operation);
    }

    static LogEntry logEntry(Entry entry) {
        Object operation =
                switch (entry.operation()) {
                    case Operation.Command(Bytes bytes) -> bytes;
                    case Operation.ChangeMembers(var members, var voting, var who, var mode) ->
                        MODEL.createUpdateRaftGroupMembersOpBuilder()
                                .setMembers(endpoints(members))
                                .setVotingMembers(endpoints(voting))
                                .setEndpoint(who)
                                .setMode(mode)
                                .build();
                };
        return MODEL.createLogEntryBuilder()
                .setTerm(entry.term())
                .setIndex(entry.index())
                .setOperation(operation)
                .build();
    }

    static Chunk of(SnapshotChunk chunk) {
        return new Chunk(
                chunk.getTerm(),
                chunk.getIndex(),
                chunk.getSnapshotChunkIndex(),
                chunk.getSnapshotChunkCount(),
                of(chunk.getGroupMembersView()),
                (Bytes) chunk.getOperation());
    }

    static SnapshotChunk snapshotChunk(Chunk chunk) {
        return MODEL.createSnapshotChunkBuilder()
                .setTerm(chunk.term())
                .setIndex(chunk.index())
                .setSnapshotChunkIndex(chunk.number())
                .setSnapshotChunkCount(chunk.count())
                .setGroupMembersView(membersView(chunk.members()))
                .setOperation(chunk.bytes())
                .build();
    }

    static Members of(RaftGroupMembersView view) {
        return new Members(view.getLogIndex(), voters(view.getMembers()), voters(view.getVotingMembers()));
    }

    static RaftGroupMembersView membersView(Members members) {
        return MODEL.createRaftGroupMembersViewBuilder()
                .setLogIndex(members.index())
                .setMembers(endpoints(members.members()))
                .setVotingMembers(endpoints(members.voting()))
                .build();
    }

    static List<Voter> voters(Collection<RaftEndpoint> endpoints) {
        return endpoints.stream().map(Voter.class::cast).toList();
    }

    static SequencedCollection<RaftEndpoint> endpoints(List<Voter> voters) {
        return new LinkedHashSet<>(voters);
    }
}
