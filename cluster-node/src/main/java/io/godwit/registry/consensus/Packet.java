package io.godwit.registry.consensus;

import io.godwit.log.Bytes;
import io.microraft.MembershipChangeMode;
import java.util.List;
import java.util.Optional;

/// A message of the Raft algorithm between two voters, by the names of Ongaro's dissertation where it has one.
public sealed interface Packet {

    Header header();

    /// @param to the voter that is meant: the voter of a lost disk is not its successor on the same node
    record Header(Voter from, Voter to, int term) {}

    /// Numbers that an answer brings back: of the round of linearizable queries, and for flow control.
    record Echo(long query, long flow) {}

    /// The last entry of the sender's log.
    record Last(int term, long index) {}

    record Entry(int term, long index, Operation operation) {}

    sealed interface Operation {

        /// A command to the state machine.
        record Command(Bytes bytes) implements Operation {}

        /// A change of the group.
        record ChangeMembers(List<Voter> members, List<Voter> voting, Voter who, MembershipChangeMode mode)
                implements Operation {}
    }

    /// The group as of a log entry.
    record Members(long index, List<Voter> members, List<Voter> voting) {}

    /// A part of a snapshot.
    ///
    /// @param number from 0
    record Chunk(int term, long index, int number, int count, Members members, Bytes bytes) {}

    /// A snapshot that a follower is to fetch.
    ///
    /// @param holders voters that have it
    record Snapshot(int term, long index, int count, List<Voter> holders, Members members) {}

    record AppendEntries(Header header, Last previous, long commitIndex, List<Entry> entries, Echo echo)
            implements Packet {}

    record Appended(Header header, long lastIndex, Echo echo) implements Packet {}

    record AppendRefused(Header header, long expectedNext, Echo echo) implements Packet {}

    record InstallSnapshot(Header header, boolean fromLeader, Snapshot snapshot, Optional<Chunk> chunk, Echo echo)
            implements Packet {}

    record ChunkWanted(Header header, long snapshotIndex, int number, Echo echo) implements Packet {}

    record RequestPreVote(Header header, Last last) implements Packet {}

    record PreVoted(Header header, boolean granted) implements Packet {}

    record RequestVote(Header header, Last last, boolean sticky) implements Packet {}

    record Voted(Header header, boolean granted) implements Packet {}

    /// The leader hands over.
    record ElectYourself(Header header, Last last) implements Packet {}

    /// Whether a voter in this term is to hear this packet at all. Not if it is meant for the voter of an earlier disk;
    /// and not if it answers a leader of an earlier term: the library would count that as if it were of this term,
    /// though the follower may have dropped since what it confirms.
    default boolean concerns(Voter self, long term) {
        boolean answersLeader =
                this instanceof Appended || this instanceof AppendRefused || this instanceof ChunkWanted;
        return header().to().equals(self) && !(answersLeader && header().term() < term);
    }
}
