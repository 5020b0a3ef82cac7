package io.godwit.array;

import io.godwit.log.Frame;
import io.godwit.log.FrameFile;
import io.godwit.log.LogDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// An array's memory across crashes: entries in one file of frames. When the file is longer than its limit, it is time
/// to put summaries in the place of all entries.
final class ArrayLog {

    static final String FILE = "array";

    /// A log is written anew only when at least half of it goes, or a large array would do nothing else.
    private static final int GROWTH = 2;

    private final FrameFile file;
    private final long limitBytes;
    private long longAtBytes;
    private long nextIndex;

    private ArrayLog(FrameFile file, long limitBytes, long nextIndex) {
        this.file = file;
        this.limitBytes = limitBytes;
        this.longAtBytes = limitBytes;
        this.nextIndex = nextIndex;
    }

    /// A log just opened, what is in it, and how much of a torn tail was cut.
    record Opened(ArrayLog log, List<ArrayEntry> entries, long tornBytes) {}

    /// @throws IOException if the device can't be read, or what it holds is damaged
    static Opened open(LogDevice device, long limitBytes) throws IOException {
        FrameFile.Opened opened = FrameFile.open(device, FILE);
        List<ArrayEntry> entries = new ArrayList<>();
        long nextIndex = 0;
        for (Frame frame : opened.frames()) {
            entries.add(EntryCodec.entry(frame));
            nextIndex = frame.index() + 1;
        }
        return new Opened(new ArrayLog(opened.file(), limitBytes, nextIndex), entries, opened.tornBytes());
    }

    void append(List<ArrayEntry> entries) throws IOException {
        for (ArrayEntry entry : entries) {
            file.append(EntryCodec.frame(entry, nextIndex++));
        }
    }

    /// Returns when all that was appended is durable.
    void force() throws IOException {
        file.force();
    }

    /// Puts these entries in the place of all, at once and durably.
    void replaceAll(List<ArrayEntry> entries) throws IOException {
        List<Frame> frames = new ArrayList<>();
        for (ArrayEntry entry : entries) {
            frames.add(EntryCodec.frame(entry, nextIndex++));
        }
        file.replaceAll(frames);
        longAtBytes = Math.max(limitBytes, GROWTH * file.sizeBytes());
    }

    boolean isLong() {
        return file.sizeBytes() > longAtBytes;
    }
}
