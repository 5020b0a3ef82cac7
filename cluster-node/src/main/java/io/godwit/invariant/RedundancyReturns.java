package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.FleetEvent;
import io.godwit.history.PermitEvent;
import io.godwit.history.RegistryEvent.Applied;
import io.godwit.link.NodeId;
import io.godwit.registry.RegistryView;
import java.util.Map;
import java.util.TreeMap;

/// Once faults have ended, the fleet can stand the next one: every node whose process is up has joined again and is not
/// lost, it holds a permit, and a voter has caught up with what the log held when the faults ended.
public final class RedundancyReturns implements Invariant {

    private final Tally tally = new Tally(InvariantName.REDUNDANCY_RETURNS);
    private final Premises premises;
    private final Processes processes = new Processes();
    private final Map<NodeId, Long> incarnations = new TreeMap<>();
    private final Map<NodeId, Long> permittedUntilNs = new TreeMap<>();
    private final Map<NodeId, Long> applied = new TreeMap<>();
    private final TreeMap<Long, Long> highestByTime = new TreeMap<>();
    private long highest;

    RedundancyReturns(Premises premises) {
        this.premises = premises;
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        processes.observe(entry);
        switch (entry.event()) {
            case FleetEvent.NodeJoined(var node, var incarnation) -> incarnations.merge(node, incarnation, Math::max);
            case PermitEvent.Received(var node, var _, var _, var untilNs) -> permittedUntilNs.put(node, untilNs);
            case PermitEvent.Expired(var node, var _) -> permittedUntilNs.remove(node);
            case Applied it -> {
                applied.merge(entry.node(), it.index(), Math::max);
                if (it.index() > highest) {
                    highest = it.index();
                    highestByTime.put(entry.atNs(), highest);
                }
            }
            default -> {}
        }
    }

    @Override
    public void end(Ending ending) {
        if (ending.healedNs().isEmpty()) {
            return;
        }
        ending.last().ifPresent(this::joined);
        incarnations.keySet().stream().filter(processes::isUp).forEach(node -> {
            var untilNs = permittedUntilNs.get(node);
            tally.check(
                    untilNs != null && (!premises.oneOrder() || untilNs >= ending.endNs()),
                    () -> "%s has no permit in the end".formatted(node));
        });
        var mark = highestByTime.floorEntry(ending.healedNs().get());
        if (premises.oneOrder() && mark != null) {
            applied.forEach((voter, index) -> {
                if (processes.isUp(voter)) {
                    tally.check(
                            index >= mark.getValue(),
                            () -> "voter %s has come to entry %s of the log, which held %s when the faults ended"
                                    .formatted(voter, index, mark.getValue()));
                }
            });
        }
    }

    private void joined(RegistryView last) {
        for (var node : last.nodes()) {
            if (processes.isUp(node.node())) {
                tally.check(
                        !node.lost() && incarnations.getOrDefault(node.node(), 0L) >= node.incarnation(),
                        () -> "%s is up, and its incarnation %s is %s"
                                .formatted(
                                        node.node(), node.incarnation(), node.lost() ? "lost" : "unknown to itself"));
            }
        }
    }
}
