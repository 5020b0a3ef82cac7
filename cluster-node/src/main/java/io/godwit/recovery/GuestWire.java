package io.godwit.recovery;

import io.godwit.host.VmInspection;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.WireMessage;

/// What doors and drills ask of a guest where it is, service [#SERVICE] on each host node. Answers go to whoever asked,
/// with the number of the request.
public sealed interface GuestWire extends WireMessage {

    String SERVICE = "guests";

    /// What became of its CPU time. Answered by [Inspected] or [NotThere].
    record Inspect(long request, HostId host, VmId vm) implements GuestWire {}

    /// Lets it fail. Answered by [Crashed] or [NotThere].
    ///
    /// @param panic whether it takes its kernel along
    record Crash(long request, HostId host, VmId vm, boolean panic) implements GuestWire {}

    record Inspected(long request, VmInspection inspection) implements GuestWire {}

    record Crashed(long request, VmId vm) implements GuestWire {}

    /// @param phase what it is on the host instead, such as `absent` or `paused`
    record NotThere(long request, VmId vm, String phase) implements GuestWire {}
}
