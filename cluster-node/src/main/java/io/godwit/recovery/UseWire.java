package io.godwit.recovery;

import io.godwit.host.VmUse;
import io.godwit.identity.HostId;
import io.godwit.link.WireMessage;
import java.util.List;

/// What VMs have used, asked of the nodes that carry them; service [#SERVICE] on each host node. Nobody is watched
/// before somebody asks, and what is told is no authority: a message that is lost costs a look.
public sealed interface UseWire extends WireMessage {

    String SERVICE = "uses";

    record Ask() implements UseWire {}

    /// Of one host; a node that carries several says it for each.
    record Told(HostId host, List<VmUse> vms) implements UseWire {}
}
