package io.godwit.node;

import io.godwit.identity.HostId;
import io.godwit.link.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/// What a host node is told when it starts. A file of this form starts a node's process.
///
/// @param boot names this process, and no other that the node ever had
/// @param hosts the machines that it carries
/// @param voters the nodes that keep the registry
/// @param arrays the node of each datastore
/// @param seed root of all randomness of this process
public record NodeSetup(
        NodeId node,
        String boot,
        List<Machine> hosts,
        List<NodeId> voters,
        SortedMap<String, NodeId> arrays,
        List<NodeId> edges,
        Policy policy,
        long seed) {

    /// @param spec name of a host file, such as `dell-r650`
    public record Machine(HostId host, String site, String rack, String spec) {}

    /// How the fleet is run: the same on each of its nodes.
    ///
    /// @param driftPermille clocks drift apart by at most this
    /// @param hostFailures losses that placement keeps room for
    public record Policy(
            Duration permitLength,
            Duration permitRenewal,
            int driftPermille,
            int vcpusPerCore,
            int hostFailures,
            Duration downtimeLimit,
            int maxRounds) {}
}
