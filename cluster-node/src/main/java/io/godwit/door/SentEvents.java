package io.godwit.door;

import io.godwit.link.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedSet;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.util.ByteString;

/// Writes events as they come, in the form of server-sent events. A caller that reads too slowly is cut off, and comes
/// back with the id of the last event that it has seen.
record SentEvents(BoundedSourceQueue<ByteString> out) implements EventStream.Listener {

    /// What waits for a slow reader: some seconds of a fleet in trouble.
    static final int MAX_WAITING = 4_096;

    @Override
    public void opened(Cursor at) {
        send("opened", at.toString(), Map.of());
    }

    @Override
    public void happened(EventView event) {
        send("happened", event.id(), event);
    }

    @Override
    public void caughtUp(Cursor at, SortedSet<NodeId> silent) {
        send(
                "caught-up",
                at.toString(),
                Map.of("silent", silent.stream().map(NodeId::value).toList()));
    }

    /// A comment keeps the connection alive, and shows whether it is.
    @Override
    public boolean isThere() {
        offer(":\n\n");
        return !out.isCompleted();
    }

    private void send(String event, String id, Object data) {
        offer("id: " + id + "\nevent: " + event + "\ndata: " + new String(Reply.bytes(data), StandardCharsets.UTF_8)
                + "\n\n");
    }

    private void offer(String text) {
        if (!out.isCompleted() && !out.offer(ByteString.fromString(text)).isEnqueued()) {
            out.complete();
        }
    }
}
