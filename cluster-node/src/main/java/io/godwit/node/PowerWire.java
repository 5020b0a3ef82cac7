package io.godwit.node;

import io.godwit.identity.HostId;
import io.godwit.link.WireMessage;

/// The power switches of a node's emulated machines, for drills. Service [#SERVICE] on host nodes.
public sealed interface PowerWire extends WireMessage {

    String SERVICE = "power";

    record Off(HostId host) implements PowerWire {}

    record On(HostId host) implements PowerWire {}
}
