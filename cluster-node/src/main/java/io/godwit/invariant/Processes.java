package io.godwit.invariant;

import io.godwit.history.Entry;
import io.godwit.history.FaultEvent;
import io.godwit.link.NodeId;
import java.util.Map;
import java.util.TreeMap;

/// Which nodes' processes are up, from how often each began a history and how often it was ended: no order between
/// nodes is needed. One that had begun before the history was up then.
final class Processes {

    private final Map<NodeId, Integer> begun = new TreeMap<>();
    private final Map<NodeId, Integer> ended = new TreeMap<>();

    /// @return whether this is the first word of a process: what the one before it left open stays so
    boolean observe(Entry entry) {
        if (entry.event() instanceof FaultEvent.ProcessEnded(var _, var node)) {
            ended.merge(node, 1, Integer::sum);
        }
        boolean known = begun.containsKey(entry.node());
        boolean first = entry.sequence() == 0;
        if (first || !known) {
            begun.merge(entry.node(), 1, Integer::sum);
        }
        return first;
    }

    /// Asked when the history is over.
    boolean isUp(NodeId node) {
        return begun.getOrDefault(node, 0) > ended.getOrDefault(node, 0);
    }
}
