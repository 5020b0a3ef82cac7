package io.godwit.registry;

import io.godwit.identity.HostId;
import io.godwit.link.NodeId;
import io.godwit.registry.RegistryAnswer.Done;
import io.godwit.registry.RegistryAnswer.Joined;
import io.godwit.registry.RegistryAnswer.Refused;
import io.godwit.registry.RegistryCommand.Cordon;
import io.godwit.registry.RegistryCommand.DeclareLost;
import io.godwit.registry.RegistryCommand.JoinNode;
import io.godwit.virtualization.CpuFeature;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The nodes and hosts that the registry knows. Incarnations only grow, and a host never moves to another node.
final class Fleet {

    /// A node takes part in the whole fleet's control plane; the largest vSphere vCenter manages 2,500 hosts.
    static final int MAX_NODES = 10_000;

    /// Several hosts may be carried by each node.
    static final int MAX_HOSTS = 100_000;

    private final NavigableMap<NodeId, NodeRecord> nodes = new TreeMap<>();
    private final NavigableMap<HostId, HostRecord> hosts = new TreeMap<>();

    RegistryAnswer join(JoinNode join) {
        for (HostRecord host : join.hosts()) {
            HostRecord known = hosts.get(host.host());
            NodeId carrier = known == null ? host.node() : known.node();
            if (!host.node().equals(join.node()) || !carrier.equals(join.node())) {
                return new Refused("host " + host.host() + " is carried by node " + carrier + ", not " + join.node());
            }
        }
        NodeRecord known = nodes.get(join.node());
        boolean tooManyNodes = known == null && nodes.size() >= MAX_NODES;
        if (tooManyNodes || hosts.size() + join.hosts().size() > MAX_HOSTS) {
            return new Refused("the registry keeps at most " + MAX_NODES + " nodes and " + MAX_HOSTS + " hosts");
        }
        NodeRecord next = known == null ? NodeRecord.first(join.node(), join.boot()) : known.joinedBy(join.boot());
        nodes.put(join.node(), next);
        for (HostRecord host : join.hosts()) {
            HostRecord before = hosts.get(host.host());
            hosts.put(host.host(), before == null ? host : host.withCordoned(before.cordoned(), before.drain()));
        }
        return new Joined(join.node(), next.incarnation());
    }

    /// Declaring an incarnation lost that has a successor changes nothing: its loss was settled when that one joined.
    RegistryAnswer declareLost(DeclareLost lost) {
        NodeRecord known = nodes.get(lost.node());
        if (known == null || lost.incarnation() > known.incarnation()) {
            return new Refused("node " + lost.node() + " has no incarnation " + lost.incarnation());
        }
        if (lost.incarnation() == known.incarnation()) {
            nodes.put(lost.node(), known.declaredLost());
        }
        return new Done();
    }

    RegistryAnswer cordon(Cordon cordon) {
        HostRecord host = hosts.get(cordon.host());
        if (host == null) {
            return new Refused("no host " + cordon.host());
        }
        hosts.put(cordon.host(), host.withCordoned(cordon.cordoned(), cordon.priority()));
        return new Done();
    }

    /// What guests that boot there find.
    List<CpuFeature> features(HostId host) {
        return host(host).map(it -> it.abilities().features()).orElse(List.of());
    }

    Optional<HostRecord> host(HostId host) {
        return Optional.ofNullable(hosts.get(host));
    }

    /// The node that carries a host.
    Optional<NodeRecord> nodeOf(HostId host) {
        return host(host).map(HostRecord::node).map(nodes::get);
    }

    Optional<NodeRecord> node(NodeId node) {
        return Optional.ofNullable(nodes.get(node));
    }

    List<HostId> hostsOf(NodeId node) {
        return hosts.values().stream()
                .filter(host -> host.node().equals(node))
                .map(HostRecord::host)
                .toList();
    }

    List<NodeRecord> nodes() {
        return List.copyOf(nodes.values());
    }

    List<HostRecord> hosts() {
        return List.copyOf(hosts.values());
    }

    void restore(List<NodeRecord> savedNodes, List<HostRecord> savedHosts) {
        savedNodes.forEach(node -> nodes.put(node.node(), node));
        savedHosts.forEach(host -> hosts.put(host.host(), host));
    }
}
