package io.godwit.registry.consensus;

import io.godwit.registry.consensus.Packet.AppendEntries;
import io.godwit.registry.consensus.Packet.AppendRefused;
import io.godwit.registry.consensus.Packet.Appended;
import io.godwit.registry.consensus.Packet.ChunkWanted;
import io.godwit.registry.consensus.Packet.Echo;
import io.godwit.registry.consensus.Packet.ElectYourself;
import io.godwit.registry.consensus.Packet.Header;
import io.godwit.registry.consensus.Packet.InstallSnapshot;
import io.godwit.registry.consensus.Packet.Last;
import io.godwit.registry.consensus.Packet.PreVoted;
import io.godwit.registry.consensus.Packet.RequestPreVote;
import io.godwit.registry.consensus.Packet.RequestVote;
import io.godwit.registry.consensus.Packet.Snapshot;
import io.godwit.registry.consensus.Packet.Voted;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.InstallSnapshotResponse;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.TriggerLeaderElectionRequest;
import io.microraft.model.message.VoteRequest;
import io.microraft.model.message.VoteResponse;
import java.util.Optional;

/// Turns the library's messages into [Packet]s and back.
public final class Packets {

    /// The one group there is.
    public static final String GROUP = "registry";

    private static final DefaultRaftModelFactory MODEL = new DefaultRaftModelFactory();

    private Packets() {}

    public static Packet of(RaftMessage message, Voter to) {
        Header header = new Header((Voter) message.getSender(), to, message.getTerm());
        return switch (message) {
            case AppendEntriesRequest m ->
                new AppendEntries(
                        header,
                        new Last(m.getPreviousLogTerm(), m.getPreviousLogIndex()),
                        m.getCommitIndex(),
                        m.getLogEntries().stream().map(Entries::of).toList(),
                        new Echo(m.getQuerySequenceNumber(), m.getFlowControlSequenceNumber()));
            case AppendEntriesSuccessResponse m ->
                new Appended(
                        header,
                        m.getLastLogIndex(),
                        new Echo(m.getQuerySequenceNumber(), m.getFlowControlSequenceNumber()));
            case AppendEntriesFailureResponse m ->
                new AppendRefused(
                        header,
                        m.getExpectedNextIndex(),
                        new Echo(m.getQuerySequenceNumber(), m.getFlowControlSequenceNumber()));
            case InstallSnapshotRequest m -> installSnapshot(header, m);
            case InstallSnapshotResponse m ->
                new ChunkWanted(
                        header,
                        m.getSnapshotIndex(),
                        m.getRequestedSnapshotChunkIndex(),
                        new Echo(m.getQuerySequenceNumber(), m.getFlowControlSequenceNumber()));
            case PreVoteRequest m -> new RequestPreVote(header, new Last(m.getLastLogTerm(), m.getLastLogIndex()));
            case PreVoteResponse m -> new PreVoted(header, m.isGranted());
            case VoteRequest m ->
                new RequestVote(header, new Last(m.getLastLogTerm(), m.getLastLogIndex()), m.isSticky());
            case VoteResponse m -> new Voted(header, m.isGranted());
            case TriggerLeaderElectionRequest m ->
                new ElectYourself(header, new Last(m.getLastLogTerm(), m.getLastLogIndex()));
            default -> throw new IllegalArgumentException("no packet for " + message.getClass());
        };
    }

    private static InstallSnapshot installSnapshot(Header header, InstallSnapshotRequest m) {
        Snapshot snapshot = new Snapshot(
                m.getSnapshotTerm(),
                m.getSnapshotIndex(),
                m.getTotalSnapshotChunkCount(),
                Entries.voters(m.getSnapshottedMembers()),
                Entries.of(m.getGroupMembersView()));
        return new InstallSnapshot(
                header,
                m.isSenderLeader(),
                snapshot,
                Optional.ofNullable(m.getSnapshotChunk()).map(Entries::of),
                new Echo(m.getQuerySequenceNumber(), m.getFlowControlSequenceNumber()));
    }

    public static RaftMessage message(Packet packet) {
        Header header = packet.header();
        return switch (packet) {
            case AppendEntries p -> appendEntries(p);
            case Appended p ->
                MODEL.createAppendEntriesSuccessResponseBuilder()
                        .setGroupId(GROUP)
                        .setSender(header.from())
                        .setTerm(header.term())
                        .setLastLogIndex(p.lastIndex())
                        .setQuerySequenceNumber(p.echo().query())
                        .setFlowControlSequenceNumber(p.echo().flow())
                        .build();
            case AppendRefused p ->
                MODEL.createAppendEntriesFailureResponseBuilder()
                        .setGroupId(GROUP)
                        .setSender(header.from())
                        .setTerm(header.term())
                        .setExpectedNextIndex(p.expectedNext())
                        .setQuerySequenceNumber(p.echo().query())
                        .setFlowControlSequenceNumber(p.echo().flow())
                        .build();
            case InstallSnapshot p -> installSnapshot(p);
            case ChunkWanted p ->
                MODEL.createInstallSnapshotResponseBuilder()
                        .setGroupId(GROUP)
                        .setSender(header.from())
                        .setTerm(header.term())
                        .setSnapshotIndex(p.snapshotIndex())
                        .setRequestedSnapshotChunkIndex(p.number())
                        .setQuerySequenceNumber(p.echo().query())
                        .setFlowControlSequenceNumber(p.echo().flow())
                        .build();
            case RequestPreVote p -> election(p);
            case PreVoted p -> election(p);
            case RequestVote p -> election(p);
            case Voted p -> election(p);
            case ElectYourself p -> election(p);
        };
    }

    private static RaftMessage appendEntries(AppendEntries p) {
        return MODEL.createAppendEntriesRequestBuilder()
                .setGroupId(GROUP)
                .setSender(p.header().from())
                .setTerm(p.header().term())
                .setPreviousLogTerm(p.previous().term())
                .setPreviousLogIndex(p.previous().index())
                .setCommitIndex(p.commitIndex())
                .setLogEntries(p.entries().stream().map(Entries::logEntry).toList())
                .setQuerySequenceNumber(p.echo().query())
                .setFlowControlSequenceNumber(p.echo().flow())
                .build();
    }

    private static RaftMessage installSnapshot(InstallSnapshot p) {
        return MODEL.createInstallSnapshotRequestBuilder()
                .setGroupId(GROUP)
                .setSender(p.header().from())
                .setTerm(p.header().term())
                .setSenderLeader(p.fromLeader())
                .setSnapshotTerm(p.snapshot().term())
                .setSnapshotIndex(p.snapshot().index())
                .setTotalSnapshotChunkCount(p.snapshot().count())
                .setSnapshotChunk(p.chunk().map(Entries::snapshotChunk).orElse(null))
                .setSnapshottedMembers(Entries.endpoints(p.snapshot().holders()))
                .setGroupMembersView(Entries.membersView(p.snapshot().members()))
                .setQuerySequenceNumber(p.echo().query())
                .setFlowControlSequenceNumber(p.echo().flow())
                .build();
    }

    private static RaftMessage election(RequestPreVote p) {
        return MODEL.createPreVoteRequestBuilder()
                .setGroupId(GROUP)
                .setSender(p.header().from())
                .setTerm(p.header().term())
                .setLastLogTerm(p.last().term())
                .setLastLogIndex(p.last().index())
                .build();
    }

    private static RaftMessage election(PreVoted p) {
        return MODEL.createPreVoteResponseBuilder()
                .setGroupId(GROUP)
                .setSender(p.header().from())
                .setTerm(p.header().term())
                .setGranted(p.granted())
                .build();
    }

    private static RaftMessage election(RequestVote p) {
        return MODEL.createVoteRequestBuilder()
                .setGroupId(GROUP)
                .setSender(p.header().from())
                .setTerm(p.header().term())
                .setLastLogTerm(p.last().term())
                .setLastLogIndex(p.last().index())
                .setSticky(p.sticky())
                .build();
    }

    private static RaftMessage election(Voted p) {
        return MODEL.createVoteResponseBuilder()
                .setGroupId(GROUP)
                .setSender(p.header().from())
                .setTerm(p.header().term())
                .setGranted(p.granted())
                .build();
    }

    private static RaftMessage election(ElectYourself p) {
        return MODEL.createTriggerLeaderElectionRequestBuilder()
                .setGroupId(GROUP)
                .setSender(p.header().from())
                .setTerm(p.header().term())
                .setLastLogTerm(p.last().term())
                .setLastLogIndex(p.last().index())
                .build();
    }
}
