package io.godwit.registry.consensus;

import io.godwit.log.Bytes;
import io.godwit.log.Frame;
import io.godwit.log.FrameFile;
import io.godwit.log.Frames;
import io.godwit.log.LogDevice;
import io.godwit.registry.consensus.Packet.Chunk;
import io.godwit.registry.consensus.Packet.Members;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.log.SnapshotEntry;
import io.microraft.model.persistence.RaftEndpointPersistentState;
import io.microraft.model.persistence.RaftTermPersistentState;
import io.microraft.persistence.RaftStore;
import io.microraft.persistence.RestoredRaftState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A voter's memory across crashes: the library's store on a [LogDevice].
///
/// Two files. `promise` holds what is small and replaced as a whole; `log` is appended to: entries, roll-backs and
/// parts of snapshots, each a frame. When the library drops what a snapshot covers, the log is written anew, with the
/// snapshot in front, and takes the old one's place at once. A failure of the device is final: from then on this log
/// refuses everything, so that nobody promises what might not be kept.
public final class VoterLog implements RaftStore {

    private static final DefaultRaftModelFactory MODEL = new DefaultRaftModelFactory();

    static final String PROMISE_FILE = "promise";
    static final String LOG_FILE = "log";

    /// What the log began with.
    private record Start(List<Voter> founders, Restored restored) {}

    private final LogDevice device;
    private final FrameFile file;
    private final Start start;
    private Promise promise;
    private boolean failed;

    private VoterLog(LogDevice device, FrameFile file, Promise promise, Start start) {
        this.device = device;
        this.file = file;
        this.promise = promise;
        this.start = start;
    }

    /// Opens the log on this device, or begins one.
    ///
    /// @param self who this voter is if the device is empty
    /// @param founders the group as it began
    /// @throws IOException if the device can't be read, or what it holds is damaged
    public static VoterLog open(LogDevice device, Voter self, List<Voter> founders) throws IOException {
        FrameFile.Opened opened = FrameFile.open(device, LOG_FILE);
        Optional<Promise> kept = readPromise(device);
        if (kept.isEmpty() && !opened.frames().isEmpty()) {
            throw new IOException("the voter's log has entries, but its promises are gone: replace the disk");
        }
        Promise fresh = new Promise(self, true, new Members(0, List.of(), List.of()), 0, Optional.empty());
        return new VoterLog(
                device, opened.file(), kept.orElse(fresh), new Start(founders, Restored.of(opened.frames())));
    }

    private static Optional<Promise> readPromise(LogDevice device) throws IOException {
        byte[] bytes = device.read(PROMISE_FILE);
        if (bytes.length == 0) {
            return Optional.empty();
        }
        if (Frames.decode(bytes) instanceof Frames.Content.Usable usable
                && usable.frames().size() == 1) {
            return Optional.of(LogCodec.promise(usable.frames().getFirst().payload()));
        }
        throw new IOException("the voter's promises are damaged: replace the disk");
    }

    /// Whether this voter could have promised anything to anybody: it voted, saw a term, or has entries.
    public boolean isFresh() {
        return promise.term() == 0 && file.sizeBytes() == 0;
    }

    /// Whether this voter was started before, as a member of a group.
    public boolean isMember() {
        return !promise.initial().members().isEmpty();
    }

    public Voter self() {
        return promise.self();
    }

    List<Voter> founders() {
        return start.founders();
    }

    /// What the library goes on from; empty for a voter that was never started.
    public Optional<RestoredRaftState> restored() {
        if (!isMember()) {
            return Optional.empty();
        }
        return Optional.of(new RestoredRaftState(
                MODEL.createRaftEndpointPersistentStateBuilder()
                        .setLocalEndpoint(promise.self())
                        .setVoting(promise.voting())
                        .build(),
                Entries.membersView(promise.initial()),
                MODEL.createRaftTermPersistentStateBuilder()
                        .setTerm(promise.term())
                        .setVotedFor(promise.votedFor().orElse(null))
                        .build(),
                start.restored().snapshot().isEmpty()
                        ? null
                        : snapshotEntry(start.restored().snapshot()),
                start.restored().entries().stream().map(Entries::logEntry).toList()));
    }

    private static SnapshotEntry snapshotEntry(List<Chunk> chunks) {
        Chunk first = chunks.getFirst();
        return MODEL.createSnapshotEntryBuilder()
                .setTerm(first.term())
                .setIndex(first.index())
                .setSnapshotChunks(chunks.stream().map(Entries::snapshotChunk).toList())
                .setGroupMembersView(Entries.membersView(first.members()))
                .build();
    }

    /// Whether the device has failed. The voter must stop then.
    public boolean hasFailed() {
        return failed;
    }

    @Override
    public void persistAndFlushLocalEndpoint(RaftEndpointPersistentState state) throws IOException {
        keep(promise.withSelf((Voter) state.getLocalEndpoint(), state.isVoting()));
    }

    @Override
    public void persistAndFlushInitialGroupMembers(RaftGroupMembersView members) throws IOException {
        keep(promise.withInitial(Entries.of(members)));
    }

    @Override
    public void persistAndFlushTerm(RaftTermPersistentState state) throws IOException {
        keep(promise.inTerm(state.getTerm(), Optional.ofNullable((Voter) state.getVotedFor())));
    }

    private void keep(Promise next) throws IOException {
        if (next.equals(promise)) {
            return;
        }
        Bytes bytes = LogCodec.encode(next);
        guarded(() -> device.replace(PROMISE_FILE, Frames.encode(new Frame((byte) 0, 0, bytes), 0)));
        promise = next;
    }

    @Override
    public void persistLogEntries(List<LogEntry> entries) throws IOException {
        guarded(() -> {
            for (LogEntry entry : entries) {
                file.append(Restored.frame(Entries.of(entry)));
            }
        });
    }

    @Override
    public void persistSnapshotChunk(SnapshotChunk chunk) throws IOException {
        guarded(() -> file.append(Restored.frame(Entries.of(chunk))));
    }

    @Override
    public void truncateLogEntriesFrom(long indexInclusive) throws IOException {
        guarded(() -> file.append(Restored.rollBack(indexInclusive)));
    }

    @Override
    public void truncateLogEntriesUntil(long indexInclusive) throws IOException {
        guarded(() -> file.replaceAll(Restored.of(file.frames()).framesAfter(indexInclusive)));
    }

    /// Nothing to do: an incomplete snapshot is not restored, and goes with the next one that is complete.
    @Override
    public void deleteSnapshotChunks(long index, int count) {}

    @Override
    public void flush() throws IOException {
        guarded(file::force);
    }

    @FunctionalInterface
    private interface DeviceCall {
        void run() throws IOException;
    }

    private void guarded(DeviceCall call) throws IOException {
        if (failed) {
            throw new IOException("the voter's disk has failed before");
        }
        try {
            call.run();
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }
}
