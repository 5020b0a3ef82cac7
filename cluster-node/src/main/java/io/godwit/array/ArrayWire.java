package io.godwit.array;

import io.godwit.identity.VmId;
import io.godwit.link.WireMessage;
import java.util.List;

/// How hosts and auditors speak to a storage array. Service [#SERVICE] on the array's node.
public sealed interface ArrayWire extends WireMessage {

    String SERVICE = "array";

    /// Durably raises the floor of the VM's disk to `epoch`; nothing older is accepted from then on.
    record Open(long request, VmId vm, long epoch) implements ArrayWire {}

    /// @param acknowledged the newest number held for each client, so that a guest goes on where the disk is
    record Opened(long request, VmId vm, long epoch, List<Held> acknowledged) implements ArrayWire {}

    record Write(long request, VmId vm, long epoch, String client, long number, long content) implements ArrayWire {}

    /// Durable.
    record Written(long request, VmId vm, long epoch) implements ArrayWire {}

    /// The epoch is below the floor: somebody newer owns the disk.
    record Fenced(long request, VmId vm, long epoch, long floor) implements ArrayWire {}

    /// Asks for all that is held of a VM: for auditors, opens nothing.
    record Audit(long request, VmId vm) implements ArrayWire {}

    /// @param held per client
    record Audited(long request, VmId vm, long floor, List<Held> held) implements ArrayWire {}

    /// Numbers held of one client: all from 1 to `upTo`, and those of `beyond`.
    record Held(String client, long upTo, List<Long> beyond) {}
}
