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

    /// A frame on its way between the switch of a host and the network outside.
    ///
    /// @param vm whose switch sent it; to a host: whom it is for, as far as the network outside knows
    /// @param host the host it is for or from: a node may carry several
    /// @param epoch of the guest that sent it; to a guest: the epoch the edge has learned, or 0 for a flooded frame
    record Frame(VmId vm, HostId host, long epoch, FrameHeader header, Payload payload) implements NetworkWire {}

    /// Bulk of a guest for another or for everybody, of which no single frames are known: so much from now on, until it
    /// is told anew or [BulkFlow#LASTS] has passed.
    ///
    /// @param vm whose switch sent it
    /// @param host the host it is for or from
    /// @param epoch of the guest that sent it
    /// @param milliFrames thousandths of a frame a second
    record Stream(VmId vm, HostId host, long epoch, FrameHeader header, long milliFrames, long frameBytes)
            implements NetworkWire {}

    /// A gratuitous ARP: from now on the VM is here. Sent at each start and resume.
    record Announce(VmId vm, HostId host, NodeId node, long epoch, int vlan) implements NetworkWire {}

    /// What is in a frame.
    sealed interface Payload {

        String client();

        long number();

        /// Of the frame, with the headers of Ethernet, IP and TCP.
        default long bytes() {
            return switch (this) {
                case WriteRequest _ -> HEADERS_BYTES + BLOCK_BYTES;
                case WriteAnswer _ -> HEADERS_BYTES;
            };
        }
    }

    /// 14 of Ethernet, 20 of IP, 32 of TCP with time stamps.
    long HEADERS_BYTES = 66;

    /// What a client writes to a ledger: a block, in one frame, as segmentation offload has it.
    long BLOCK_BYTES = 4096;

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
