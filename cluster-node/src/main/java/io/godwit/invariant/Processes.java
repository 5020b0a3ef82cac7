package io.godwit.invariant;

import io.godwit.history.Entry;
import io.godwit.history.FaultEvent;
import io.godwit.link.NodeId;
import java.util.Map;
import java.util.TreeMap;

/// Which nodes' processes are up in the end: those that wrote something after they were last ended. All nodes of a
/// stage share one clock, and an ended process writes nothing.
final class Processes {

    private final Map<NodeId, Long> wroteNs = new TreeMap<>();
    private final Map<NodeId, Long> endedNs = new TreeMap<>();
    private final Map<NodeId, Long> sequences = new TreeMap<>();

    /// @return whether these are the first words of another process: what the one before it left open stays so
    boolean observe(Entry entry) {
        if (entry.event() instanceof FaultEvent.ProcessEnded(var _, var node)) {
            endedNs.merge(node, entry.atNs(), Math::max);
        }
        wroteNs.merge(entry.node(), entry.atNs(), Math::max);
        var before = sequences.put(entry.node(), entry.sequence());
        return before != null && before >= entry.sequence();
    }

    /// Asked when the history is over.
    boolean isUp(NodeId node) {
        return wroteNs.containsKey(node) && wroteNs.get(node) > endedNs.getOrDefault(node, Long.MIN_VALUE);
    }
}
