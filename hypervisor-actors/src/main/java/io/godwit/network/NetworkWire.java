package io.godwit.network;

import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.link.WireMessage;

/// What goes over the link between the switches of hosts and the edge switch.
public sealed interface NetworkWire extends WireMessage {

    /// The service of an edge switch, on each node that has clients.
    String EDGE_SERVICE = "edge";

    VmId vm();

    /// 0: the sender of the frame does not know it.
    long epoch();

    /// A frame to or from a VM.
    ///
    /// @param host the host it is for or from: a node may carry several
    /// @param epoch of the guest that sent it; to a guest: the epoch the edge has learned, or 0 for a flooded frame
    record Frame(VmId vm, HostId host, long epoch, Payload payload) implements NetworkWire {}

    /// A gratuitous ARP: from now on the VM is here. Sent at each start and resume.
    record Announce(VmId vm, HostId host, NodeId node, long epoch) implements NetworkWire {}

    /// What is in a frame.
    sealed interface Payload {

        String client();

        long number();
    }

    /// A client's numbered write to the ledger in the guest.
    ///
    /// @param settled the client has answers to all numbers up to this, and asks for none of them again
    record WriteRequest(String client, long number, long value, long settled) implements Payload {}

    /// The guest's answer: the write is durable.
    ///
    /// @param epoch of the guest that answers
    record WriteAnswer(String client, long number, long epoch) implements Payload {}

    /// The service of the switch of a host, on the host's node.
    static String switchService(HostId host) {
        return "switch-" + host;
    }
}
