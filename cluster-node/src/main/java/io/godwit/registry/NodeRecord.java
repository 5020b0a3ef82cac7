package io.godwit.registry;

import io.godwit.link.NodeId;

/// A node as the registry has it: the newest incarnation, and whether it was declared lost.
public record NodeRecord(NodeId node, long incarnation, String boot, boolean lost) {}
