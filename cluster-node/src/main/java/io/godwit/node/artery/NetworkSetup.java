package io.godwit.node.artery;

import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import java.util.SortedMap;

/// What a process is told of the network it lives in.
///
/// @param advertised where others reach this node: a relay's address, or its own
/// @param bound where this process listens, and from where it connects to others, so that a relay knows it
/// @param directory addresses of the nodes that are known at the start; further ones can be learned
/// @param usual quality of each link that `qualities` doesn't name
public record NetworkSetup(
        NodeId self,
        NodeAddress advertised,
        NodeAddress bound,
        SortedMap<NodeId, NodeAddress> directory,
        LinkQuality usual,
        SortedMap<NodeId, LinkQuality> qualities,
        Membership membership) {}
