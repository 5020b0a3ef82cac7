package io.godwit.registry;

import io.godwit.link.NodeId;
import io.godwit.registry.consensus.Voter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a voter with an empty disk learns from the others before it does anything.
///
/// Only when every other voter says that it never promised anything does it found the group. If one of them has, this
/// voter's disk is a lost one, and it may come back only as another voter. While one is silent, it waits: the silent
/// one may be the only one that remembers.
final class Founding {

    sealed interface Finding {

        record StillSilent(List<NodeId> voters) implements Finding {}

        record AllFresh() implements Finding {}

        /// @param witness remembers a group that this voter has forgotten
        record DiskLost(NodeId witness) implements Finding {}
    }

    private final Map<NodeId, Boolean> fresh = new LinkedHashMap<>();
    private final List<NodeId> others;

    Founding(NodeId self, Collection<NodeId> voters) {
        this.others = voters.stream().filter(voter -> !voter.equals(self)).toList();
    }

    List<NodeId> others() {
        return others;
    }

    void heard(Voter voter, boolean isFresh) {
        if (others.contains(voter.node())) {
            fresh.put(voter.node(), isFresh);
        }
    }

    Finding finding() {
        for (NodeId other : others) {
            if (Boolean.FALSE.equals(fresh.get(other))) {
                return new Finding.DiskLost(other);
            }
        }
        List<NodeId> silent =
                others.stream().filter(other -> !fresh.containsKey(other)).toList();
        return silent.isEmpty() ? new Finding.AllFresh() : new Finding.StillSilent(silent);
    }
}
