package io.godwit.registry.consensus;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.godwit.link.NodeId;
import io.microraft.RaftEndpoint;

/// A member of the registry's Raft group: a node with one disk. A node that lost its disk comes back as another voter,
/// with the next number, since it no longer knows what its predecessor promised.
///
/// @param disk counts the disks of this node, from 1
public record Voter(NodeId node, int disk) implements RaftEndpoint, Comparable<Voter> {

    @Override
    @JsonIgnore
    public Object getId() {
        return toString();
    }

    @Override
    public int compareTo(Voter other) {
        int byNode = node.compareTo(other.node);
        return byNode != 0 ? byNode : Integer.compare(disk, other.disk);
    }

    /// Written out, because the library keeps voters in hash maps: their order must be the same in every run.
    @Override
    public int hashCode() {
        return 31 * node.value().hashCode() + disk;
    }

    @Override
    public String toString() {
        return node + "#" + disk;
    }
}
