package io.godwit.drill.play;

import io.godwit.drill.Area;
import io.godwit.drill.Cut;
import io.godwit.drill.HostChoice;
import io.godwit.drill.NodeChoice;
import io.godwit.drill.Topology;
import io.godwit.drill.VmChoice;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.recovery.FleetView;
import io.godwit.registry.VmRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Resolves what a step names into nodes, hosts and VMs, as the fleet is when the step comes. The seed decides where
/// the file leaves a choice.
///
/// @param arrays the node of each datastore
/// @param alive whether a node's process is up
record Chooser(
        Topology topology,
        SortedMap<String, NodeId> arrays,
        NodeId console,
        Predicate<NodeId> alive,
        RandomGenerator random) {

    /// @param controller where the controller was last seen
    List<NodeId> nodes(NodeChoice choice, Optional<NodeId> controller) {
        return switch (choice) {
            case NodeChoice.Named(var node) -> List.of(node);
            case NodeChoice.Array(var array) -> List.of(arrays.get(array));
            case NodeChoice.Any(var area) ->
                one(topology.nodesIn(area).filter(alive).toList()).stream().toList();
            case NodeChoice.OfHost(var host) ->
                host(host).flatMap(id -> topology.host(id)).map(Topology.Host::node).stream()
                        .toList();
            case NodeChoice.All(var area) -> topology.nodesIn(area).toList();
            case NodeChoice.OfController() -> controller.filter(alive).stream().toList();
        };
    }

    Optional<HostId> host(HostChoice choice) {
        return switch (choice) {
            case HostChoice.Named(var host) -> Optional.of(host);
            case HostChoice.Any(var area) ->
                one(topology.workers()
                        .filter(host -> host.isIn(area) && alive.test(host.node()))
                        .map(Topology.Host::id)
                        .toList());
        };
    }

    List<VmId> vms(VmChoice choice, FleetView view) {
        return vms(choice, view, view::runs);
    }

    /// @param eligible those that may be chosen where none is named
    List<VmId> vms(VmChoice choice, FleetView view, Predicate<VmRecord> eligible) {
        var running = view.vms().stream().filter(eligible).toList();
        return switch (choice) {
            case VmChoice.Named(var vm) -> List.of(vm);
            case VmChoice.Any() -> one(names(running)).stream().toList();
            case VmChoice.SomeOf(var count, var group) -> {
                var left = new ArrayList<>(names(running.stream()
                        .filter(vm -> vm.spec().group().equals(group))
                        .toList()));
                var chosen = new ArrayList<VmId>();
                while (chosen.size() < count && !left.isEmpty()) {
                    chosen.add(left.remove(random.nextInt(left.size())));
                }
                yield chosen;
            }
        };
    }

    /// The sides of a cut, each with all its nodes; one-way: from the first to the second.
    List<Set<NodeId>> sides(Cut cut, Optional<NodeId> controller) {
        return switch (cut) {
            case Cut.OneWay(var from, var to) -> sides(List.of(from, to), controller);
            case Cut.Between(var sides) -> sides(sides, controller);
        };
    }

    private List<Set<NodeId>> sides(List<Cut.Side> sides, Optional<NodeId> controller) {
        var named = new LinkedHashSet<NodeId>();
        var resolved = new ArrayList<Set<NodeId>>();
        for (var side : sides) {
            var nodes = new LinkedHashSet<NodeId>();
            if (side instanceof Cut.Together(var members)) {
                members.forEach(member -> nodes.addAll(members(member, controller)));
            }
            named.addAll(nodes);
            resolved.add(nodes);
        }
        for (var i = 0; i < sides.size(); i++) {
            if (sides.get(i) instanceof Cut.Others) {
                everyone().filter(node -> !named.contains(node)).forEach(resolved.get(i)::add);
            }
        }
        return resolved;
    }

    private List<NodeId> members(Cut.Member member, Optional<NodeId> controller) {
        return switch (member) {
            case Cut.Clients() -> List.of(console);
            case Cut.Datastore(var array) -> List.of(arrays.get(array));
            case Cut.Nodes(var choice) -> {
                var nodes = new ArrayList<>(nodes(choice, controller));
                if (choice instanceof NodeChoice.All(Area.Site(var site))) {
                    topology.arrays().stream()
                            .filter(array -> array.site().equals(site))
                            .forEach(array -> nodes.add(arrays.get(array.name())));
                }
                yield nodes;
            }
        };
    }

    private Stream<NodeId> everyone() {
        var all = new LinkedHashSet<NodeId>();
        topology.nodes().forEach(node -> all.add(node.id()));
        all.addAll(arrays.values());
        all.add(console);
        return all.stream();
    }

    private static List<VmId> names(List<VmRecord> vms) {
        return vms.stream().map(vm -> vm.spec().id()).toList();
    }

    private <T> Optional<T> one(List<T> choices) {
        return choices.isEmpty() ? Optional.empty() : Optional.of(choices.get(random.nextInt(choices.size())));
    }
}
