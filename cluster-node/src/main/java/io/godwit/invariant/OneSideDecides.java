package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.FleetEvent;
import io.godwit.history.PermitEvent;
import io.godwit.link.NodeId;
import java.util.Map;
import java.util.TreeMap;

/// In each term one node decides, and no other: it alone is elected, grants permits, declares losses, places VMs. Whose
/// term has passed says so, unless its process ended or it was elected anew: the losing side of a partition says why it
/// decides nothing.
public final class OneSideDecides implements Invariant {

    private final Tally tally = new Tally(InvariantName.ONE_SIDE_DECIDES);
    private final Map<Long, NodeId> leaders = new TreeMap<>();
    private final Processes processes = new Processes();

    /// The term in which each node last took office, if it has not left it.
    private final Map<NodeId, Long> inOffice = new TreeMap<>();

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        if (processes.observe(entry)) {
            inOffice.remove(entry.node());
        }
        switch (entry.event()) {
            case FleetEvent.LeaderElected(var leader, var term) -> {
                decides(leader, term, entry);
                inOffice.put(leader, term);
            }
            case FleetEvent.LeaderRetired(var leader, var _, var _) -> inOffice.remove(leader);
            case FleetEvent.LostDeclared(var _, var _, var term, var _) -> decides(entry.node(), term, entry);
            case FleetEvent.RestartDecided(var _, var _, var term, var _) -> decides(entry.node(), term, entry);
            case FleetEvent.Placed(var _, var _, var _, var term) -> decides(entry.node(), term, entry);
            case PermitEvent.Granted(var _, var _, var term, var _) -> decides(entry.node(), term, entry);
            default -> {}
        }
    }

    @Override
    public void end(Ending ending) {
        long newest = leaders.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
        inOffice.forEach((node, term) -> {
            if (processes.isUp(node)) {
                tally.check(term == newest, () -> "%s never said that its term %s had passed, which %s of %s did"
                        .formatted(node, term, newest, leaders.get(newest)));
            }
        });
    }

    private void decides(NodeId node, long term, Entry entry) {
        var leader = leaders.putIfAbsent(term, node);
        tally.check(leader == null || leader.equals(node), () -> "%s decided in term %s %s (%s), as %s did"
                .formatted(
                        node,
                        term,
                        Tally.at(entry.atNs()),
                        entry.event().getClass().getSimpleName(),
                        leader));
    }
}
