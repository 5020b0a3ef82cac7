package io.godwit.registry.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.link.NodeId;
import io.godwit.link.WireCodec;
import io.godwit.log.Bytes;
import io.godwit.registry.RegistryWire;
import io.godwit.registry.consensus.Packet.Chunk;
import io.godwit.registry.consensus.Packet.Echo;
import io.godwit.registry.consensus.Packet.Entry;
import io.godwit.registry.consensus.Packet.Header;
import io.godwit.registry.consensus.Packet.Last;
import io.godwit.registry.consensus.Packet.Members;
import io.godwit.registry.consensus.Packet.Operation;
import io.godwit.registry.consensus.Packet.Snapshot;
import io.microraft.MembershipChangeMode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PacketsTest {

    private static final Voter A = new Voter(new NodeId("a"), 1);
    private static final Voter B = new Voter(new NodeId("b"), 2);
    private static final Header HEADER = new Header(A, B, 7);
    private static final Echo ECHO = new Echo(11, 12);
    private static final Members MEMBERS = new Members(3, List.of(A, B), List.of(A));
    private static final Bytes BYTES = Bytes.of(new byte[] {1, 2, 3});
    private static final Chunk CHUNK = new Chunk(4, 100, 1, 3, MEMBERS, BYTES);
    private static final Snapshot SNAPSHOT = new Snapshot(4, 100, 3, List.of(A), MEMBERS);
    private static final Entry COMMAND = new Entry(5, 101, new Operation.Command(BYTES));
    private static final Entry CHANGE = new Entry(
            5, 102, new Operation.ChangeMembers(List.of(A, B), List.of(A), B, MembershipChangeMode.ADD_LEARNER));

    private static final List<Packet> ALL = List.of(
            new Packet.AppendEntries(HEADER, new Last(5, 100), 99, List.of(COMMAND, CHANGE), ECHO),
            new Packet.Appended(HEADER, 102, ECHO),
            new Packet.AppendRefused(HEADER, 90, ECHO),
            new Packet.InstallSnapshot(HEADER, true, SNAPSHOT, Optional.of(CHUNK), ECHO),
            new Packet.InstallSnapshot(HEADER, true, SNAPSHOT, Optional.empty(), ECHO),
            new Packet.ChunkWanted(HEADER, 100, 2, ECHO),
            new Packet.RequestPreVote(HEADER, new Last(5, 102)),
            new Packet.PreVoted(HEADER, true),
            new Packet.RequestVote(HEADER, new Last(5, 102), true),
            new Packet.Voted(HEADER, true),
            new Packet.ElectYourself(HEADER, new Last(5, 102)));

    @Test
    void everyPacketSurvivesTheWireAndTheLibrarysModel() {
        WireCodec codec = new WireCodec(List.of(RegistryWire.class));
        for (Packet packet : ALL) {
            RegistryWire message = new RegistryWire.Consensus(packet);
            assertThat(codec.decode(codec.encode(message))).isEqualTo(new WireCodec.Decoded(message));
            assertThat(Packets.of(Packets.message(packet), B)).isEqualTo(packet);
        }
    }

    @Test
    void noKindOfPacketIsLeftOut() {
        assertThat(ALL.stream().map(Object::getClass).collect(Collectors.toSet()))
                .hasSameElementsAs(Arrays.asList(Packet.class.getPermittedSubclasses()));
    }

    @Test
    void anAnswerToALeaderOfAnEarlierTermConcernsNobody() {
        Packet late = new Packet.Appended(HEADER, 102, ECHO);

        assertThat(late.concerns(B, HEADER.term())).isTrue();
        assertThat(late.concerns(B, HEADER.term() + 1)).isFalse();
        assertThat(new Packet.Voted(HEADER, true).concerns(B, HEADER.term() + 1))
                .isTrue();
    }

    @Test
    void aPacketForTheVoterOfALostDiskDoesNotConcernItsSuccessor() {
        Packet packet = new Packet.RequestVote(HEADER, new Last(5, 102), false);

        assertThat(packet.concerns(new Voter(B.node(), B.disk() + 1), 1)).isFalse();
    }

    @Test
    void entriesPartsAndPromisesSurviveTheDisk() throws IOException {
        Promise promise = new Promise(B, false, MEMBERS, 9, Optional.of(A));

        assertThat(LogCodec.entry(LogCodec.encode(COMMAND))).isEqualTo(COMMAND);
        assertThat(LogCodec.entry(LogCodec.encode(CHANGE))).isEqualTo(CHANGE);
        assertThat(LogCodec.chunk(LogCodec.encode(CHUNK))).isEqualTo(CHUNK);
        assertThat(LogCodec.promise(LogCodec.encode(promise))).isEqualTo(promise);
    }
}
