package io.godwit.chronicle;

import io.godwit.history.Entry;
import io.godwit.link.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Follows the histories of processes of this machine, in their files. No cut and no death keeps anything from it.
public final class HistoryTail {

    public sealed interface Command {}

    private record Look() implements Command {}

    /// Far below what a trigger waits for, and a few reads of nothing each time.
    private static final Duration EVERY = Duration.ofMillis(20);

    private final Map<NodeId, Position> positions = new TreeMap<>();
    private final SortedMap<NodeId, Path> folders;
    private final Consumer<Entry> watcher;

    private HistoryTail(SortedMap<NodeId, Path> folders, Consumer<Entry> watcher) {
        this.folders = folders;
        this.watcher = watcher;
    }

    /// @param folders where each node writes its history
    /// @param watcher told every entry, each node's in its order, by the actor's own thread
    public static Behavior<Command> create(SortedMap<NodeId, Path> folders, Consumer<Entry> watcher) {
        HistoryTail tail = new HistoryTail(folders, watcher);
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Look(), EVERY);
            return Behaviors.receiveMessage(_ -> {
                tail.folders.forEach(tail::look);
                return Behaviors.same();
            });
        });
    }

    private void look(NodeId node, Path path) {
        try {
            HistoryFolder folder = new HistoryFolder(path);
            Piece piece = folder.read(positions.getOrDefault(node, Position.START));
            while (piece.isNews()) {
                positions.put(node, piece.next());
                EntryLine.read(piece.lines()).forEach(watcher);
                piece = folder.read(piece.next());
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the history of " + node + " can't be read", unreadable);
        }
    }
}
