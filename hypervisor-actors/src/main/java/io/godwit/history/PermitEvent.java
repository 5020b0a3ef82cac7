package io.godwit.history;

import io.godwit.link.NodeId;

/// The life of permits.
public sealed interface PermitEvent extends Event {

    /// Written by the node: it may act until `untilNs` of its own clock.
    record Received(NodeId holder, long incarnation, long term, long untilNs) implements PermitEvent {}

    /// Written by the node.
    record Expired(NodeId holder, long incarnation) implements PermitEvent {}

    /// Written by the leader, which keeps its own clock.
    record Granted(NodeId holder, long incarnation, long term, long lengthNs) implements PermitEvent {}

    record Refused(NodeId holder, long incarnation, long term, String why) implements PermitEvent {}
}
