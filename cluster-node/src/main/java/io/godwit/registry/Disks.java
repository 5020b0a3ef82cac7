package io.godwit.registry;

import io.godwit.link.NodeId;
import io.godwit.registry.consensus.Voter;
import io.microraft.MembershipChangeMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Which disk each voter's node has now, and how the group gets there: a voter that lost its disk may not vote again
/// under its old name, since it could vote twice in a term.
final class Disks {

    /// The newest disk of a node that ever lost one.
    ///
    /// @param boot names the process that found the disk empty
    record Newest(NodeId node, int disk, String boot) {}

    /// One step of the group towards its voters.
    record Change(Voter voter, MembershipChangeMode mode) {}

    private final NavigableMap<NodeId, Newest> newest = new TreeMap<>();

    int replaced(NodeId node, String boot) {
        Newest known = newest.getOrDefault(node, new Newest(node, 1, ""));
        if (known.boot().equals(boot)) {
            return known.disk();
        }
        newest.put(node, new Newest(node, known.disk() + 1, boot));
        return known.disk() + 1;
    }

    /// The next step: a new voter first listens, then the old one goes, then the new one votes.
    Optional<Change> next(Collection<Voter> members, Collection<Voter> voting) {
        for (Newest each : newest.values()) {
            Voter voter = new Voter(each.node(), each.disk());
            if (!members.contains(voter)) {
                return Optional.of(new Change(voter, MembershipChangeMode.ADD_LEARNER));
            }
            Optional<Voter> old = members.stream()
                    .filter(member -> member.node().equals(each.node()) && member.disk() < each.disk())
                    .findFirst();
            if (old.isPresent()) {
                return Optional.of(new Change(old.get(), MembershipChangeMode.REMOVE_MEMBER));
            }
            if (!voting.contains(voter)) {
                return Optional.of(new Change(voter, MembershipChangeMode.ADD_OR_PROMOTE_TO_FOLLOWER));
            }
        }
        return Optional.empty();
    }

    List<Newest> saved() {
        return new ArrayList<>(newest.values());
    }

    void restore(List<Newest> saved) {
        saved.forEach(each -> newest.put(each.node(), each));
    }
}
