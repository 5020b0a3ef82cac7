package io.godwit.invariant;

import io.godwit.history.Entry;
import io.godwit.history.FleetEvent;
import io.godwit.history.RegistryEvent;
import io.godwit.history.RegistryEvent.Decision;
import io.godwit.link.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the registry's log made true, each decision once and in the log's order, from what all replicas wrote.
///
/// Where all happened in one order, the first replica to apply an entry is the one that counts, and nobody applies an
/// entry before somebody applied the one before it. Elsewhere the decisions are told when the history is over, and how
/// long after one another they came is what the leader of the later one's term has seen, on its own clock.
final class DecidedLog {

    /// @param atNs of the replica that wrote it
    /// @param writtenNs of every life that wrote it; empty where there is one order
    record Decided(long index, long term, Decision decision, long atNs, Map<Life, Long> writtenNs) {}

    /// A process writes anew what it finds in its log when it starts.
    record Life(NodeId node, int number) {}

    private final boolean oneOrder;
    private final Map<Long, Map<Life, List<Decided>>> untold = new TreeMap<>();
    private final Map<Long, NodeId> leaders = new TreeMap<>();
    private final Map<NodeId, Life> lives = new TreeMap<>();
    private final Map<NodeId, Long> sequences = new TreeMap<>();
    private final Map<NodeId, Long> newest = new TreeMap<>();
    private long toldIndex;
    private NodeId teller = new NodeId("nobody");

    DecidedLog(Premises premises) {
        this.oneOrder = premises.oneOrder();
    }

    /// The decisions that this entry adds to what is known.
    List<Decided> observe(Entry entry) {
        var life = lived(entry);
        if (entry.event() instanceof FleetEvent.LeaderElected(var leader, var term)) {
            leaders.put(term, leader);
        }
        if (!(entry.event() instanceof RegistryEvent.Decided(var index, var term, var decision))) {
            return List.of();
        }
        newest.merge(entry.node(), index, Math::max);
        var decided = new Decided(index, term, decision, entry.atNs(), Map.of());
        if (!oneOrder) {
            untold.computeIfAbsent(index, _ -> new LinkedHashMap<>())
                    .computeIfAbsent(life, _ -> new ArrayList<>())
                    .add(decided);
            return List.of();
        }
        if (index > toldIndex) {
            toldIndex = index;
            teller = entry.node();
        }
        return index == toldIndex && entry.node().equals(teller) ? List.of(decided) : List.of();
    }

    private Life lived(Entry entry) {
        var before = sequences.put(entry.node(), entry.sequence());
        return before != null && before >= entry.sequence()
                ? lives.merge(
                        entry.node(), new Life(entry.node(), 1), (life, _) -> new Life(life.node(), life.number() + 1))
                : lives.computeIfAbsent(entry.node(), node -> new Life(node, 0));
    }

    /// The last entry of the log that this node had applied so far.
    long newest(NodeId node) {
        return newest.getOrDefault(node, 0L);
    }

    /// What was held back, once the history is over.
    List<Decided> end() {
        var rest = new ArrayList<Decided>();
        for (var writers : untold.values()) {
            Map<Life, Long> writtenNs = new LinkedHashMap<>();
            writers.forEach((life, decisions) ->
                    writtenNs.put(life, decisions.getFirst().atNs()));
            writers.values().stream()
                    .max((one, other) -> Integer.compare(one.size(), other.size()))
                    .orElseThrow()
                    .forEach(it -> rest.add(new Decided(it.index(), it.term(), it.decision(), it.atNs(), writtenNs)));
        }
        untold.clear();
        return rest;
    }

    /// How long one decision came after the other; empty if nobody can tell.
    Optional<Long> between(Decided earlier, Decided later) {
        if (oneOrder) {
            return Optional.of(later.atNs() - earlier.atNs());
        }
        var leader = Optional.ofNullable(leaders.get(later.term()));
        return later.writtenNs().entrySet().stream()
                .filter(written ->
                        leader.filter(written.getKey().node()::equals).isPresent())
                .filter(written -> earlier.writtenNs().containsKey(written.getKey()))
                .map(written -> written.getValue() - earlier.writtenNs().get(written.getKey()))
                .min(Long::compare);
    }
}
