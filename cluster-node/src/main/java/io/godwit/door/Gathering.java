package io.godwit.door;

import io.godwit.link.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/// Gathers the newest events of each node, for one reply. Mutable, and owned by its stream.
///
/// Each node's are in its own order. Where the clocks agree, as those of one machine do, they are in the order of time.
final class Gathering implements EventStream.Listener {

    /// Looks until what has come by then must do.
    private static final int MAX_LOOKS = 16;

    private final int last;
    private final CompletableFuture<Reply> reply;
    private final SortedMap<String, Deque<EventView>> byNode = new TreeMap<>();
    private int looks;

    /// @param last how many events of each node at most
    Gathering(int last, CompletableFuture<Reply> reply) {
        this.last = last;
        this.reply = reply;
    }

    @Override
    public void opened(Cursor at) {
        // What there is comes behind this.
    }

    @Override
    public void happened(EventView event) {
        Deque<EventView> events = byNode.computeIfAbsent(event.node(), _ -> new ArrayDeque<>());
        events.add(event);
        if (events.size() > last) {
            events.remove();
        }
    }

    @Override
    public void caughtUp(Cursor at, SortedSet<NodeId> silent) {
        List<EventView> all = new ArrayList<>();
        byNode.values().forEach(all::addAll);
        all.sort(Comparator.comparingLong(EventView::atNs));
        Map<String, Object> body = Reply.object("events", all);
        body.put("next", at.toString());
        body.put("silent", silent.stream().map(NodeId::value).toList());
        reply.complete(new Reply(200, body));
    }

    @Override
    public boolean isThere() {
        if (++looks == MAX_LOOKS) {
            caughtUp(new Cursor(new TreeMap<>()), new TreeSet<>());
        }
        return !reply.isDone();
    }
}
