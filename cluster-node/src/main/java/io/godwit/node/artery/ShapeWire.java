package io.godwit.node.artery;

import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.link.WireMessage;

/// How a drill tells a node that one of its links has become better or worse. Service [#SERVICE] on every node.
public sealed interface ShapeWire extends WireMessage {

    String SERVICE = "shape";

    /// From now on, the way from the receiver to `other` has this quality.
    record Become(NodeId other, LinkQuality quality) implements ShapeWire {}
}
