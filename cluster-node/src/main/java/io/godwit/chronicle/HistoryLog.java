package io.godwit.chronicle;

import io.godwit.history.Entry;
import io.godwit.history.Event;
import io.godwit.history.Recorder;
import io.godwit.link.NodeId;
import io.godwit.time.Timeline;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// Writes a process's events to a file, each with the kernel before [#record] returns. Every actor of the node may use
/// it.
public final class HistoryLog implements Recorder, AutoCloseable {

    private final NodeId node;
    private final Timeline timeline;
    private final OutputStream file;
    private long sequence;

    private HistoryLog(NodeId node, Timeline timeline, OutputStream file) {
        this.node = node;
        this.timeline = timeline;
        this.file = file;
    }

    /// Starts the history of a new process of `node`, beside those of its earlier ones.
    ///
    /// @throws IOException if the folder can't be written
    public static HistoryLog open(Path folder, NodeId node, Timeline timeline) throws IOException {
        HistoryFolder history = new HistoryFolder(folder);
        // No channel: those are closed when a thread that writes is interrupted.
        OutputStream file =
                new FileOutputStream(history.file(history.nextLife()).toFile());
        return new HistoryLog(node, timeline, file);
    }

    /// @throws UncheckedIOException if the disk is full or gone; an event that can't be written must not happen
    @Override
    public synchronized void record(Event event) {
        try {
            file.write(EntryLine.write(new Entry(timeline.now(), node, sequence++, event)));
        } catch (IOException failed) {
            throw new UncheckedIOException("the history of " + node + " can't be written", failed);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
