package io.godwit.node.artery;

import java.util.List;

/// A node's part in the cluster. Membership tells who can be reached and who is new; nothing is decided by it.
public sealed interface Membership {

    /// Arrays and consoles: they use the link only.
    record Outside() implements Membership {}

    /// Host nodes.
    ///
    /// @param seeds members to join by; without any, the node is the first and makes the cluster
    record Member(List<NodeAddress> seeds) implements Membership {}
}
