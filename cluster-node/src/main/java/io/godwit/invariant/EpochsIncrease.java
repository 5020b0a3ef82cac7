package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.FleetEvent;
import io.godwit.history.RegistryEvent;
import io.godwit.history.RegistryEvent.Decided;
import io.godwit.history.RegistryEvent.NodeJoined;
import io.godwit.history.RegistryEvent.VmStands;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Epochs of VMs, terms of leaders and incarnations of nodes only grow, along the registry's log and in each node's own
/// order, also over a full restart.
public final class EpochsIncrease implements Invariant {

    private record AtIndex(long index, long value) {}

    private final Tally tally = new Tally(InvariantName.EPOCHS_INCREASE);
    private final TreeMap<Long, Long> terms = new TreeMap<>();
    private final Map<VmId, TreeMap<Long, Long>> epochs = new TreeMap<>();
    private final Map<NodeId, TreeMap<Long, Long>> incarnations = new TreeMap<>();
    private final Map<NodeId, Long> leads = new TreeMap<>();
    private final Map<NodeId, Long> joins = new TreeMap<>();

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        switch (entry.event()) {
            case RegistryEvent.Applied(var index, var term, var _, var _, var _) ->
                grows(terms, new AtIndex(index, term), "the registry's term");
            case Decided(var index, var _, VmStands(var vm, var epoch, var _, var _)) ->
                grows(
                        epochs.computeIfAbsent(vm, _ -> new TreeMap<>()),
                        new AtIndex(index, epoch),
                        "the epoch of " + vm);
            case Decided(var index, var _, NodeJoined(var node, var incarnation, var _)) ->
                grows(
                        incarnations.computeIfAbsent(node, _ -> new TreeMap<>()),
                        new AtIndex(index, incarnation),
                        "the incarnation of " + node);
            case FleetEvent.LeaderElected(var leader, var term) -> {
                var before = leads.put(leader, term);
                tally.check(before == null || before < term, () -> "%s was elected for term %s %s, after term %s"
                        .formatted(leader, term, Tally.at(entry.atNs()), before));
            }
            case FleetEvent.NodeJoined(var node, var incarnation) -> {
                var before = joins.put(node, incarnation);
                tally.check(before == null || before <= incarnation, () -> "%s joined as incarnation %s %s, after %s"
                        .formatted(node, incarnation, Tally.at(entry.atNs()), before));
            }
            default -> {}
        }
    }

    /// Along the log's indexes, in whatever order they become known. Only turns are kept.
    private void grows(NavigableMap<Long, Long> values, AtIndex now, String what) {
        var before = values.floorEntry(now.index());
        var after = values.higherEntry(now.index());
        tally.check(
                (before == null || before.getValue() <= now.value())
                        && (after == null || after.getValue() >= now.value()),
                () -> "%s was %s at entry %s of the log, between %s and %s"
                        .formatted(what, now.value(), now.index(), before, after));
        if (before == null || before.getValue() < now.value()) {
            values.put(now.index(), now.value());
        }
    }
}
