package io.godwit.array;

import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import io.godwit.identity.VmId;
import io.godwit.link.WireMessage;
import java.util.List;

/// How hosts and auditors speak to a storage array: the words of [io.godwit.device.Disk] on the link. Service
/// [#SERVICE] on the array's node.
///
/// An answer goes to the endpoint that asked and carries its number. The link may lose either, so whoever has no answer
/// asks again with the same number; it may be answered twice.
public sealed interface ArrayWire extends WireMessage {

    String SERVICE = "array";

    long request();

    VmId vm();

    sealed interface Request extends ArrayWire {}

    /// True of what is durable, and of that alone.
    sealed interface Answer extends ArrayWire {}

    /// Raises the floor of the VM's disk to `epoch`; nothing older is accepted from then on.
    record Open(long request, VmId vm, long epoch) implements Request {}

    record Write(long request, VmId vm, long epoch, Numbered what) implements Request {}

    /// The VM is destroyed: its content goes, its floor stays.
    record Discard(long request, VmId vm, long epoch) implements Request {}

    /// Asks for all that is held of a VM: for auditors, opens nothing.
    record Audit(long request, VmId vm) implements Request {}

    /// @param held per client, so that a guest goes on where the disk is
    record Opened(long request, VmId vm, long epoch, List<Held> held) implements Answer {}

    record Written(long request, VmId vm, long epoch) implements Answer {}

    /// The epoch is below the floor: somebody newer owns the disk.
    record Fenced(long request, VmId vm, long epoch, long floor) implements Answer {}

    record Discarded(long request, VmId vm) implements Answer {}

    /// @param held per client
    record Audited(long request, VmId vm, long floor, List<Held> held) implements Answer {}
}
