package io.godwit.invariant;

import io.godwit.history.Entry;
import io.godwit.history.RegistryEvent;
import io.godwit.history.RegistryEvent.Decision;
import io.godwit.link.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the registry's log made true, each decision once and in the log's order, from what all replicas wrote.
///
/// Where all happened in one order, the first replica to apply an entry is the one that counts, and nobody applies an
/// entry before somebody applied the one before it. Elsewhere the decisions are told when the history is over.
final class DecidedLog {

    /// @param atNs of the replica that wrote it
    record Decided(long index, Decision decision, long atNs) {}

    private final boolean oneOrder;
    private final Map<Long, Map<NodeId, List<Decided>>> untold = new TreeMap<>();
    private long toldIndex;
    private NodeId teller = new NodeId("nobody");

    DecidedLog(Premises premises) {
        this.oneOrder = premises.oneOrder();
    }

    /// The decisions that this entry adds to what is known.
    List<Decided> observe(Entry entry) {
        if (!(entry.event() instanceof RegistryEvent.Decided(var index, var _, var decision))) {
            return List.of();
        }
        var decided = new Decided(index, decision, entry.atNs());
        if (!oneOrder) {
            untold.computeIfAbsent(index, _ -> new LinkedHashMap<>())
                    .computeIfAbsent(entry.node(), _ -> new ArrayList<>())
                    .add(decided);
            return List.of();
        }
        if (index > toldIndex) {
            toldIndex = index;
            teller = entry.node();
        }
        return index == toldIndex && entry.node().equals(teller) ? List.of(decided) : List.of();
    }

    /// What was held back, once the history is over.
    List<Decided> end() {
        var rest = new ArrayList<Decided>();
        for (var writers : untold.values()) {
            rest.addAll(writers.values().stream()
                    .max((one, other) -> Integer.compare(one.size(), other.size()))
                    .orElseThrow());
        }
        untold.clear();
        return rest;
    }
}
