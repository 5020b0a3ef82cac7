package io.godwit.stage;

import io.godwit.drill.Drill;
import io.godwit.drill.Topology;
import io.godwit.identity.HostId;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.node.NodeSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The processes of a drill's fleet: what each is told when it starts, and the links between them.
///
/// @param setups one for each host node; `boot` is filled in at each start
/// @param arrays the node of each datastore
/// @param console where clients and the drill itself are
public record FleetPlan(Topology topology, List<NodeSetup> setups, SortedMap<String, NodeId> arrays, NodeId console) {

    /// The name of the console's node.
    public static final NodeId CONSOLE = new NodeId("console");

    /// A permit unless the drill says otherwise. It outlasts a change of leaders, which takes up to 4 s (heartbeats of
    /// whole seconds, MicroRaft's grain), so that the loss of a leader alone stops nobody; and it is what recovery
    /// waits for.
    private static final Duration PERMIT = Duration.ofSeconds(5);

    public static FleetPlan of(Drill drill) {
        var topology = drill.fleet().topology();
        var arrays = new TreeMap<String, NodeId>();
        topology.arrays().forEach(array -> arrays.put(array.name(), new NodeId(array.name())));
        var setups = new ArrayList<NodeSetup>();
        for (var node : topology.nodes()) {
            setups.add(new NodeSetup(
                    node.id(),
                    "",
                    node.hosts().stream().map(host -> machine(topology, host)).toList(),
                    topology.voters(),
                    reachable(topology, node, arrays),
                    List.of(CONSOLE),
                    policy(drill),
                    drill.run().seed()));
        }
        return new FleetPlan(topology, List.copyOf(setups), arrays, CONSOLE);
    }

    /// All nodes of the fleet, arrays first: hosts want them when they start.
    public List<NodeId> nodes() {
        var all = new ArrayList<>(arrays.values());
        setups.forEach(setup -> all.add(setup.node()));
        return all;
    }

    /// The usual quality of the link between two nodes. The console stands beside whatever it speaks to.
    public LinkQuality link(NodeId one, NodeId other) {
        var site = siteOf(one);
        var otherSite = siteOf(other);
        if (site.isEmpty() || otherSite.isEmpty()) {
            var beside = site.isEmpty() ? otherSite : site;
            var there = beside.isEmpty() ? topology.sites().getFirst() : beside;
            return topology.link(there, there);
        }
        return topology.link(site, otherSite);
    }

    /// The site of a node; empty for the console.
    private String siteOf(NodeId node) {
        return topology.node(node)
                .map(Topology.Node::site)
                .or(() -> topology.arrays().stream()
                        .filter(array -> node.equals(arrays.get(array.name())))
                        .map(Topology.StorageArray::site)
                        .findFirst())
                .orElse("");
    }

    /// A witness whose hardware nobody named, as it carries no VMs, stands on that of the first host that does.
    private static NodeSetup.Machine machine(Topology topology, HostId id) {
        var host = topology.host(id).orElseThrow();
        var carrier =
                host.spec().isPresent() ? host : topology.workers().findFirst().orElseThrow();
        return new NodeSetup.Machine(
                id, host.site(), host.rack(), carrier.spec().orElseThrow(), carrier.hypervisor());
    }

    private static SortedMap<String, NodeId> reachable(
            Topology topology, Topology.Node node, SortedMap<String, NodeId> arrays) {
        var reached = new TreeMap<String, NodeId>();
        for (var host : node.hosts()) {
            topology.host(host).orElseThrow().datastores().forEach(name -> reached.put(name, arrays.get(name)));
        }
        return reached;
    }

    private static NodeSetup.Policy policy(Drill drill) {
        var permit = drill.fleet().permit().orElse(PERMIT);
        return NodeSetup.Policy.of(
                        permit,
                        drill.fleet().topology().hostFailuresToTolerate(),
                        drill.fleet().migration(),
                        drill.fleet().limits())
                .showing(drill.fleet().topology().baseline());
    }
}
