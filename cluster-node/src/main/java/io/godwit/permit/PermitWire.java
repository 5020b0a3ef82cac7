package io.godwit.permit;

import io.godwit.identity.HostId;
import io.godwit.link.NodeId;
import io.godwit.link.WireMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Renewal of permits: nodes ask the controller of the term, service [#SERVICE] on each voter.
public sealed interface PermitWire extends WireMessage {

    String SERVICE = "permits";

    /// The service of the node that asks.
    String HOLDER_SERVICE = "permit-holder";

    /// @param sentNs when the node sent it, on the node's own clock: a permit runs from there
    /// @param dark its hosts that have no power now
    record Renew(NodeId node, long incarnation, long sentNs, List<HostId> dark) implements PermitWire {}

    record Granted(NodeId node, long incarnation, long sentNs, Duration length, long term) implements PermitWire {}

    /// This incarnation was declared lost: stop what is protected, and join anew.
    record Revoked(NodeId node, long incarnation) implements PermitWire {}

    record NotLeader(Optional<NodeId> leader) implements PermitWire {}
}
