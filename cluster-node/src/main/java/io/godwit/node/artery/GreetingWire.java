package io.godwit.node.artery;

import io.godwit.link.NodeId;
import io.godwit.link.WireMessage;
import io.godwit.node.FleetFacts;
import java.util.SortedMap;

/// How a node that knows addresses and nothing else gets to know a fleet. Service [#SERVICE] on every host node.
///
/// ```
/// newcomer ── Hello(home) ──► whoever is at a seed's address      repeated until it is answered
///          ◄── Welcome(directory, facts) ──
/// ```
public sealed interface GreetingWire extends WireMessage {

    String SERVICE = "greeting";

    /// Where a newcomer is answered.
    String NEWCOMER = "newcomer";

    /// @param home where the newcomer is reached; its name may be another node's
    record Hello(NodeAddress home) implements GreetingWire {}

    /// @param directory where each node is reached that the answering one knows, itself among them
    record Welcome(SortedMap<NodeId, NodeAddress> directory, FleetFacts facts) implements GreetingWire {}
}
