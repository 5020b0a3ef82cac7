package io.godwit.node;

import io.godwit.link.NodeId;
import java.util.List;
import java.util.SortedMap;

/// What all nodes of a fleet agree on, and a newcomer has to be told.
///
/// @param voters the nodes that keep the registry
/// @param arrays the node of each datastore
/// @param edges where frames of clients outside come from
/// @param seed root of all randomness
public record FleetFacts(
        List<NodeId> voters, SortedMap<String, NodeId> arrays, List<NodeId> edges, NodeSetup.Policy policy, long seed) {

    /// What a node of the fleet is told when it starts.
    public NodeSetup setup(NodeId node, String boot, List<NodeSetup.Machine> hosts) {
        return new NodeSetup(node, boot, hosts, voters, arrays, edges, policy, seed);
    }

    public static FleetFacts of(NodeSetup setup) {
        return new FleetFacts(setup.voters(), setup.arrays(), setup.edges(), setup.policy(), setup.seed());
    }
}
