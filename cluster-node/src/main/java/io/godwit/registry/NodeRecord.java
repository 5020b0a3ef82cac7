package io.godwit.registry;

import io.godwit.link.NodeId;

/// A node as the registry has it: the newest incarnation, and whether it was declared lost.
public record NodeRecord(NodeId node, long incarnation, String boot, boolean lost) {

    static NodeRecord first(NodeId node, String boot) {
        return new NodeRecord(node, 1, boot, false);
    }

    /// This incarnation may take up assignments and commit migrations.
    public boolean isCurrent(long asked) {
        return asked == incarnation && !lost;
    }

    /// The record after a process asked for its incarnation; this one if it has it already.
    NodeRecord joinedBy(String newBoot) {
        return newBoot.equals(boot) && !lost ? this : new NodeRecord(node, incarnation + 1, newBoot, false);
    }

    NodeRecord declaredLost() {
        return new NodeRecord(node, incarnation, boot, true);
    }
}
