package io.godwit.link;

/// An address on the link: a service of a node, such as the hypervisor of a host that the node carries.
public record Endpoint(NodeId node, String service) implements Comparable<Endpoint> {

    @Override
    public int compareTo(Endpoint other) {
        int byNode = node.compareTo(other.node);
        return byNode != 0 ? byNode : service.compareTo(other.service);
    }

    @Override
    public String toString() {
        return node + "/" + service;
    }
}
