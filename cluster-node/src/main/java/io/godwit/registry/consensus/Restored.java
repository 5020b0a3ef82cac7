package io.godwit.registry.consensus;

import io.godwit.log.Bytes;
import io.godwit.log.Frame;
import io.godwit.registry.consensus.Packet.Chunk;
import io.godwit.registry.consensus.Packet.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What the frames of a log amount to: the newest complete snapshot, and the entries that stand.
///
/// @param snapshot all parts in order; empty if there is none
record Restored(List<Chunk> snapshot, List<Entry> entries) {

    private static final byte ENTRY = 1;
    private static final byte ROLL_BACK = 2;
    private static final byte CHUNK = 3;

    static Frame frame(Entry entry) throws IOException {
        return new Frame(ENTRY, entry.index(), LogCodec.encode(entry));
    }

    static Frame frame(Chunk chunk) throws IOException {
        return new Frame(CHUNK, chunk.index(), LogCodec.encode(chunk));
    }

    /// Entries from this index on no longer stand.
    static Frame rollBack(long indexInclusive) {
        return new Frame(ROLL_BACK, indexInclusive, Bytes.of(new byte[0]));
    }

    static Restored of(List<Frame> frames) throws IOException {
        NavigableMap<Long, Frame> entries = new TreeMap<>();
        NavigableMap<Long, NavigableMap<Integer, Chunk>> snapshots = new TreeMap<>();
        for (Frame frame : frames) {
            switch (frame.kind()) {
                case ENTRY -> {
                    entries.tailMap(frame.index(), true).clear();
                    entries.put(frame.index(), frame);
                }
                case ROLL_BACK -> entries.tailMap(frame.index(), true).clear();
                case CHUNK -> {
                    Chunk chunk = LogCodec.chunk(frame.payload());
                    snapshots
                            .computeIfAbsent(chunk.index(), _ -> new TreeMap<>())
                            .put(chunk.number(), chunk);
                }
                default -> throw new IOException("no such kind of frame: " + frame.kind());
            }
        }
        return of(newestComplete(snapshots), entries);
    }

    private static Restored of(List<Chunk> snapshot, NavigableMap<Long, Frame> frames) throws IOException {
        long covered = snapshot.isEmpty() ? 0 : snapshot.getFirst().index();
        List<Entry> entries = new ArrayList<>();
        for (Frame frame : frames.values()) {
            entries.add(LogCodec.entry(frame.payload()));
        }
        long next = covered + 1;
        for (Entry entry : entries) {
            if (entry.index() > covered && entry.index() != next++) {
                throw new IOException("the log misses entry " + (next - 1) + ": replace the disk");
            }
        }
        return new Restored(snapshot, entries);
    }

    private static List<Chunk> newestComplete(NavigableMap<Long, NavigableMap<Integer, Chunk>> snapshots) {
        for (NavigableMap<Integer, Chunk> parts : snapshots.descendingMap().values()) {
            if (parts.size() == parts.firstEntry().getValue().count()) {
                return List.copyOf(parts.values());
            }
        }
        return List.of();
    }

    boolean isEmpty() {
        return snapshot.isEmpty() && entries.isEmpty();
    }

    /// The frames that are still needed when entries up to this index are not.
    List<Frame> framesAfter(long index) throws IOException {
        List<Frame> frames = new ArrayList<>();
        for (Chunk chunk : snapshot) {
            frames.add(frame(chunk));
        }
        for (Entry entry : entries) {
            if (entry.index() > index) {
                frames.add(frame(entry));
            }
        }
        return frames;
    }
}
