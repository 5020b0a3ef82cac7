package io.godwit.drill;

import io.godwit.host.HostTuning;
import io.godwit.identity.HostId;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.virtualization.CpuFeature;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Where the fleet runs: sites of racks of hosts, the nodes that carry them, the arrays and the links between sites.
///
/// @param nodes each with at least one host, all of one site
/// @param links for every pair of sites, a site and itself included
/// @param voters nodes with a registry replica; an odd number
/// @param hostFailuresToTolerate hosts that may be lost with room for their VMs kept elsewhere
/// @param memory how all hosts manage memory; empty: each VM has its own
/// @param tuning what all hosts have in place of what their files say
/// @param baseline what guests are shown of processors at most
public record Topology(
        List<Node> nodes,
        List<Host> hosts,
        List<StorageArray> arrays,
        SortedMap<SitePair, LinkQuality> links,
        List<NodeId> voters,
        int hostFailuresToTolerate,
        Optional<MemoryManagement> memory,
        HostTuning tuning,
        CpuFeature.Baseline baseline) {

    public Topology {
        nodes = List.copyOf(nodes);
        hosts = List.copyOf(hosts);
        arrays = List.copyOf(arrays);
        links = Collections.unmodifiableSortedMap(new TreeMap<>(links));
        voters = List.copyOf(voters);
    }

    /// A process of the fleet.
    public record Node(NodeId id, String site, List<HostId> hosts) {

        public Node {
            hosts = List.copyOf(hosts);
        }
    }

    /// An emulated physical machine.
    ///
    /// @param spec name of its hardware, a file of `config/hosts`; a witness may have none
    /// @param hypervisor a file of `config/hypervisors`
    /// @param datastores arrays it reaches
    /// @param role what it is there for
    public record Host(
            HostId id,
            NodeId node,
            String site,
            String rack,
            Optional<String> spec,
            String hypervisor,
            List<String> datastores,
            Role role) {

        public Host {
            datastores = List.copyOf(datastores);
        }

        /// The same, carried by another node.
        public Host on(NodeId other) {
            return new Host(id, other, site, rack, spec, hypervisor, datastores, role);
        }

        public boolean carriesVms() {
            return role == Role.WORKER;
        }

        public boolean isIn(Area area) {
            return switch (area) {
                case Area.Everywhere _ -> true;
                case Area.Site(var name) -> name.equals(site);
                case Area.Rack(var inSite, var name) -> inSite.equals(site) && name.equals(rack);
            };
        }
    }

    public enum Role {
        /// Carries VMs.
        WORKER,
        /// May vote, and carries no VMs.
        WITNESS
    }

    /// A storage array: a process of its own.
    ///
    /// @param site where it stands; hosts of other sites may reach it too
    public record StorageArray(String name, String site) {}

    /// Two sites without direction, in alphabetical order; both the same for a site's inside.
    public record SitePair(String first, String second) implements Comparable<SitePair> {

        public SitePair {
            if (first.compareTo(second) > 0) {
                String swapped = first;
                first = second;
                second = swapped;
            }
        }

        @Override
        public int compareTo(SitePair other) {
            int byFirst = first.compareTo(other.first);
            return byFirst != 0 ? byFirst : second.compareTo(other.second);
        }

        @Override
        public String toString() {
            return first + "-" + second;
        }
    }

    public Optional<Host> host(HostId id) {
        return hosts.stream().filter(host -> host.id().equals(id)).findFirst();
    }

    public Optional<Node> node(NodeId id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    public Stream<Host> hostsIn(Area area) {
        return hosts.stream().filter(host -> host.isIn(area));
    }

    /// Nodes with at least one host there.
    public Stream<NodeId> nodesIn(Area area) {
        return hostsIn(area).map(Host::node).distinct();
    }

    /// Hosts that carry VMs.
    public Stream<Host> workers() {
        return hosts.stream().filter(Host::carriesVms);
    }

    /// Names of the sites, in the file's order.
    public List<String> sites() {
        return hosts.stream().map(Host::site).distinct().toList();
    }

    /// What a link between these sites can do as long as nothing is degraded.
    ///
    /// @throws IllegalArgumentException if there is no such site
    public LinkQuality link(String oneSite, String otherSite) {
        var quality = links.get(new SitePair(oneSite, otherSite));
        if (quality == null) {
            throw new IllegalArgumentException("no link between " + oneSite + " and " + otherSite);
        }
        return quality;
    }
}
