package io.godwit.permit;

import io.godwit.link.NodeId;
import io.godwit.registry.NodeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The leader's book of permits, for one term.
///
/// It starts empty: a predecessor may have granted until the moment of this leader's election, so an incarnation counts
/// as
/// granted to at the moment this book first meets it, which is later. Once a node is about to be declared lost,
/// granting
/// to that incarnation has stopped for good.
public final class PermitOffice {

    /// What a renewal gets.
    public enum Decision {
        GRANT,
        /// The incarnation is lost, or about to be.
        REVOKE,
        /// Nothing is known of it yet: the registry's record of its joining has not arrived here.
        WAIT
    }

    /// @param heard whether it renewed in this term
    private record Standing(long incarnation, long lastGrantNs, boolean heard, boolean doomed) {}

    private final PermitSettings settings;
    private final Map<NodeId, Standing> standings = new TreeMap<>();

    public PermitOffice(PermitSettings settings) {
        this.settings = settings;
    }

    /// Decides on a renewal after a majority has confirmed the leader. A grant is booked at once.
    ///
    /// @param record the node's record in the registry
    /// @param nowNs the moment the answer leaves, not the one the renewal arrived: the later one is the safe one
    public Decision renew(NodeRecord record, long incarnation, long nowNs) {
        if (incarnation > record.incarnation()) {
            return Decision.WAIT;
        }
        if (incarnation < record.incarnation() || record.lost()) {
            return Decision.REVOKE;
        }
        if (standing(record, nowNs).doomed()) {
            return Decision.REVOKE;
        }
        standings.put(record.node(), new Standing(incarnation, nowNs, true, false));
        return Decision.GRANT;
    }

    /// The nodes whose permits have certainly run out. They are doomed from here on: no grant follows.
    public List<NodeRecord> overdue(List<NodeRecord> nodes, long nowNs) {
        var overdue = new ArrayList<NodeRecord>();
        for (var record : nodes) {
            if (record.lost()) {
                continue;
            }
            var standing = standing(record, nowNs);
            if (standing.doomed() || nowNs - standing.lastGrantNs() > settings.graceNs()) {
                doom(record, standing.lastGrantNs());
                overdue.add(record);
            }
        }
        return overdue;
    }

    /// The node's process is known to have ended: nothing is granted to it from here on.
    public void ended(NodeRecord record, long nowNs) {
        doom(record, standing(record, nowNs).lastGrantNs());
    }

    /// Whether the node renewed in this term, and recently enough to be given more: within two renewals.
    public boolean isFresh(NodeRecord record, long nowNs) {
        var standing = standing(record, nowNs);
        return !record.lost()
                && standing.heard()
                && !standing.doomed()
                && nowNs - standing.lastGrantNs() <= 2 * settings.renewEvery().toNanos();
    }

    /// Whether the node renewed in this term at all.
    public boolean wasHeard(NodeRecord record, long nowNs) {
        return standing(record, nowNs).heard();
    }

    private void doom(NodeRecord record, long lastGrantNs) {
        standings.put(record.node(), new Standing(record.incarnation(), lastGrantNs, true, true));
    }

    private Standing standing(NodeRecord record, long nowNs) {
        var standing = standings.get(record.node());
        if (standing == null || standing.incarnation() != record.incarnation()) {
            standing = new Standing(record.incarnation(), nowNs, false, false);
            standings.put(record.node(), standing);
        }
        return standing;
    }
}
