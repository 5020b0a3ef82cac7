package io.godwit.history;

import io.godwit.link.NodeId;

/// One line of a node's history.
///
/// @param atNs time on the node's own timeline, nanoseconds; times of different machines are never compared
/// @param sequence position in the log of this node's process, from 0
public record Entry(long atNs, NodeId node, long sequence, Event event) {}
