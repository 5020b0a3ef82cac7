package io.godwit.registry.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.link.NodeId;
import io.godwit.log.Bytes;
import io.godwit.log.MemoryDisk;
import io.godwit.registry.consensus.Packet.Chunk;
import io.godwit.registry.consensus.Packet.Entry;
import io.godwit.registry.consensus.Packet.Members;
import io.godwit.registry.consensus.Packet.Operation;
import io.godwit.time.Seed;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.persistence.RestoredRaftState;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VoterLogTest {

    private static final Voter A = new Voter(new NodeId("a"), 1);
    private static final Voter B = new Voter(new NodeId("b"), 1);
    private static final Members MEMBERS = new Members(0, List.of(A, B), List.of(A, B));
    private static final DefaultRaftModelFactory MODEL = new DefaultRaftModelFactory();

    private final MemoryDisk disk = new MemoryDisk();

    private VoterLog open() throws IOException {
        return VoterLog.open(disk.open(), A, List.of(A, B));
    }

    private VoterLog begun() throws IOException {
        VoterLog log = open();
        log.persistAndFlushLocalEndpoint(MODEL.createRaftEndpointPersistentStateBuilder()
                .setLocalEndpoint(A)
                .setVoting(true)
                .build());
        log.persistAndFlushInitialGroupMembers(Entries.membersView(MEMBERS));
        return log;
    }

    private static LogEntry entry(long index) {
        return Entries.logEntry(new Entry(1, index, new Operation.Command(Bytes.of(new byte[] {(byte) index}))));
    }

    private static Chunk chunk(long index, int number, int count) {
        return new Chunk(1, index, number, count, MEMBERS, Bytes.of(new byte[] {(byte) number}));
    }

    private RestoredRaftState afterPowerLoss() throws IOException {
        disk.losePower(Seed.of(1).generator());
        return open().restored().orElseThrow();
    }

    private static List<Long> indexes(RestoredRaftState state) {
        return state.getLogEntries().stream().map(LogEntry::getIndex).toList();
    }

    @Test
    void aVoteSurvivesALossOfPower() throws IOException {
        begun().persistAndFlushTerm(MODEL.createRaftTermPersistentStateBuilder()
                .setTerm(4)
                .setVotedFor(B)
                .build());
        RestoredRaftState state = afterPowerLoss();

        assertThat(state.getTermPersistentState().getTerm()).isEqualTo(4);
        assertThat(state.getTermPersistentState().getVotedFor()).isEqualTo(B);
        assertThat(open().isFresh()).isFalse();
    }

    @Test
    void anEmptyLogHasPromisedNothing() throws IOException {
        assertThat(open().isMember()).isFalse();
        assertThat(open().restored()).isEmpty();
        assertThat(begun().isFresh()).isTrue();
    }

    @Test
    void entriesThatWereRolledBackStayAway() throws IOException {
        VoterLog log = begun();
        log.persistLogEntries(
                LongStream.rangeClosed(1, 5).mapToObj(VoterLogTest::entry).toList());
        log.truncateLogEntriesFrom(3);
        log.persistLogEntries(List.of(entry(3)));
        log.flush();

        assertThat(indexes(afterPowerLoss())).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aSnapshotTakesThePlaceOfWhatItCovers() throws IOException {
        VoterLog log = begun();
        log.persistLogEntries(
                LongStream.rangeClosed(1, 50).mapToObj(VoterLogTest::entry).toList());
        log.persistSnapshotChunk(Entries.snapshotChunk(chunk(40, 0, 2)));
        log.persistSnapshotChunk(Entries.snapshotChunk(chunk(40, 1, 2)));
        log.flush();
        long before = disk.size(VoterLog.LOG_FILE);
        log.truncateLogEntriesUntil(40);
        RestoredRaftState state = afterPowerLoss();

        assertThat(disk.size(VoterLog.LOG_FILE)).isLessThan(before);
        assertThat(state.getSnapshotEntry().getIndex()).isEqualTo(40);
        assertThat(state.getSnapshotEntry().getSnapshotChunkCount()).isEqualTo(2);
        assertThat(indexes(state))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(41, 50).boxed().toList());
    }

    @Test
    void aSnapshotThatMissesAPartDoesNotCount() throws IOException {
        VoterLog log = begun();
        log.persistLogEntries(
                LongStream.rangeClosed(1, 3).mapToObj(VoterLogTest::entry).toList());
        log.persistSnapshotChunk(Entries.snapshotChunk(chunk(40, 0, 2)));
        log.flush();
        RestoredRaftState state = afterPowerLoss();

        assertThat(state.getSnapshotEntry()).isNull();
        assertThat(indexes(state)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aFailureOfTheDiskIsFinal() throws IOException {
        VoterLog log = begun();
        disk.losePower(Seed.of(1).generator());

        assertThatThrownBy(() -> log.persistLogEntries(List.of(entry(1)))).isInstanceOf(IOException.class);
        assertThat(log.hasFailed()).isTrue();
        assertThatThrownBy(log::flush).hasMessageContaining("has failed before");
    }

    @Test
    void aLogWithoutPromisesIsRefused() throws IOException {
        VoterLog log = begun();
        log.persistLogEntries(List.of(entry(1)));
        log.flush();
        byte[] entries = disk.open().read(VoterLog.LOG_FILE);
        disk.loseEverything();
        disk.open().replace(VoterLog.LOG_FILE, entries);

        assertThatThrownBy(this::open).hasMessageContaining("its promises are gone");
    }
}
