package io.godwit.process;

import io.godwit.link.NodeId;
import io.godwit.node.artery.NodeAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/// Addresses of this machine's own network for the processes of one run, and for the relays before them.
///
/// A run has a subnet `127.x.y`: process number i listens at `127.x.y.(1 + i)`, and others reach it at the relay
/// `127.x.y.(129 + i)`. Linux has all of 127.0.0.0/8; other systems have to be given the addresses first.
public final class Loopback implements AutoCloseable {

    /// Processes with their relays in a subnet of 254 addresses, less the one that marks it as taken.
    public static final int MAX_PROCESSES = 124;

    private static final int LINK_PORT = 25_520;
    private static final int PAGES_PORT = 25_521;
    private static final int RELAYS_FROM = 129;

    /// Held for as long as the subnet is.
    private static final String MARK = ".254";

    /// Away from 127.0.0, where everybody else is.
    private static final int FIRST_SECOND_OCTET = 64;

    private static final int OCTETS = 180;

    private final String subnet;
    private final ServerSocket mark;
    private final List<NodeId> nodes;

    private Loopback(String subnet, ServerSocket mark, List<NodeId> nodes) {
        this.subnet = subnet;
        this.mark = mark;
        this.nodes = nodes;
    }

    /// Takes a subnet that no other run has. The process's number says where to look first.
    ///
    /// @throws IOException if there is none
    public static Loopback claim(List<NodeId> nodes) throws IOException {
        if (nodes.size() > MAX_PROCESSES) {
            throw new IOException(
                    nodes.size() + " processes are more than the " + MAX_PROCESSES + " that have addresses here");
        }
        long first = ProcessHandle.current().pid();
        IOException last = new IOException("no subnet was tried");
        for (long tried = first; tried < first + OCTETS; tried++) {
            String subnet = "127." + (FIRST_SECOND_OCTET + tried / OCTETS % OCTETS) + "." + (1 + tried % OCTETS);
            ServerSocket mark = new ServerSocket();
            try {
                mark.bind(new InetSocketAddress(InetAddress.getByName(subnet + MARK), LINK_PORT));
                return new Loopback(subnet, mark, List.copyOf(nodes));
            } catch (IOException taken) {
                mark.close();
                last = taken;
            }
        }
        throw new IOException("no loopback subnet is free: " + last.getMessage(), last);
    }

    public NodeAddress bound(NodeId node) {
        return new NodeAddress(subnet + "." + (1 + index(node)), LINK_PORT);
    }

    NodeAddress advertised(NodeId node) {
        return new NodeAddress(subnet + "." + (RELAYS_FROM + index(node)), LINK_PORT);
    }

    public NodeAddress pagesBound(NodeId node) {
        return new NodeAddress(bound(node).host(), PAGES_PORT);
    }

    NodeAddress pagesAdvertised(NodeId node) {
        return new NodeAddress(advertised(node).host(), PAGES_PORT);
    }

    @Override
    public void close() throws IOException {
        mark.close();
    }

    private int index(NodeId node) {
        return nodes.indexOf(node);
    }
}
