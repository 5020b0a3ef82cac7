package io.godwit.fleet;

import io.godwit.array.ArraySettings;
import io.godwit.door.DoorSetup;
import io.godwit.host.HostMakes;
import io.godwit.identity.HostId;
import io.godwit.image.GuestImage;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.node.NodeSetup;
import io.godwit.node.artery.Membership;
import io.godwit.node.artery.NetworkSetup;
import io.godwit.node.artery.NodeAddress;
import io.godwit.process.ProcessSetup;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What each process of a fleet file is told.
///
/// @param makes that hosts may be of
/// @param images that VMs may be made from
/// @param arrays each make of an array, by name
/// @param edges where the network outside is that carries frames from one host to another; empty: nothing does
public record Deployment(
        FleetFile file,
        HostMakes makes,
        List<GuestImage> images,
        SortedMap<String, ArraySettings> arrays,
        SortedMap<NodeId, NodeAddress> edges) {

    public Deployment {
        edges = Collections.unmodifiableSortedMap(new TreeMap<>(edges));
    }

    /// Hosts whose guests have nobody to speak to beyond their host.
    public Deployment(
            FleetFile file, HostMakes makes, List<GuestImage> images, SortedMap<String, ArraySettings> arrays) {
        this(file, makes, images, arrays, new TreeMap<>());
    }

    /// A process, as far as its own machine decides.
    ///
    /// @param boot names the process, and no other that the node ever had
    /// @param bind where it listens, with the ports that others reach it at; empty: where they reach it
    /// @param originNs what the monotonic clock showed when its time began
    /// @param launcher the folder of the launcher's run; empty for a process that stands alone
    public record Self(
            String boot, Optional<String> bind, long originNs, Optional<String> launcher, Optional<DoorSetup> door) {}

    /// A sentence about a host or array of a make that there is none of.
    public Optional<String> unknownMake() {
        return file.nodes().values().stream()
                .flatMap(node -> makes.objection(node.host(), node.hypervisor()).stream())
                .findFirst()
                .or(() -> file.arrays().values().stream()
                        .map(FleetFile.StorageArray::array)
                        .filter(make -> !arrays.containsKey(make))
                        .findFirst()
                        .map(make -> "there is no array '" + make + "': write one of "
                                + String.join(", ", arrays.keySet())));
    }

    /// @param name of a node
    /// @param seeds members to join by; empty: the voters, the first of which founds the cluster
    public ProcessSetup node(String name, Self self, Optional<List<NodeAddress>> seeds) {
        FleetFile.Node node = file.nodes().get(name);
        NodeAddress pages = FleetFile.parsed(node.pages());
        List<NodeAddress> others = seeds.orElseGet(this::usualSeeds);
        return new ProcessSetup(
                network(new NodeId(name), FleetFile.parsed(node.address()), self, new Membership.Member(others)),
                self.originNs(),
                self.launcher(),
                new ProcessSetup.Host(
                        setup(name, node, self.boot()),
                        makes,
                        images,
                        new ProcessSetup.Pages(pages, bound(pages, self))),
                ProcessSetup.Kept.OF_NOTE,
                self.door());
    }

    /// @param name of an array
    public ProcessSetup array(String name, Self self) {
        FleetFile.StorageArray array = file.arrays().get(name);
        return new ProcessSetup(
                network(new NodeId(name), FleetFile.parsed(array.address()), self, new Membership.Outside()),
                self.originNs(),
                self.launcher(),
                new ProcessSetup.StorageArray(name, arrays.get(array.array())),
                ProcessSetup.Kept.OF_NOTE,
                Optional.empty());
    }

    /// The part of a process in the network that knows all nodes of the file.
    public NetworkSetup network(NodeId node, NodeAddress address, Self self, Membership membership) {
        SortedMap<NodeId, NodeAddress> directory = new TreeMap<>();
        file.nodes().forEach((name, other) -> directory.put(new NodeId(name), FleetFile.parsed(other.address())));
        file.arrays().forEach((name, other) -> directory.put(new NodeId(name), FleetFile.parsed(other.address())));
        directory.putAll(edges);
        directory.remove(node);
        LinkQuality usual = new LinkQuality(file.link().latency(), file.link().bandwidth());
        return new NetworkSetup(node, address, bound(address, self), directory, usual, new TreeMap<>(), membership);
    }

    public List<NodeId> voters() {
        return file.voters().stream().map(NodeId::new).toList();
    }

    public NodeSetup.Policy policy() {
        return NodeSetup.Policy.of(
                        file.permit(),
                        file.tolerate().hostFailures(),
                        file.migration().terms(),
                        file.migration().limits())
                .sending(file.migration().pages())
                .showing(file.cpuBaseline());
    }

    private NodeSetup setup(String name, FleetFile.Node node, String boot) {
        SortedMap<String, NodeId> reached = new TreeMap<>();
        node.datastores().forEach(datastore -> reached.put(datastore, new NodeId(datastore)));
        return new NodeSetup(
                new NodeId(name),
                boot,
                node.carries().stream()
                        .map(host -> new NodeSetup.Machine(
                                new HostId(host), node.site(), node.rack(), node.host(), node.hypervisor()))
                        .toList(),
                voters(),
                reached,
                List.copyOf(edges.keySet()),
                policy(),
                file.seed());
    }

    /// Pekko's first seed node founds a cluster only if none of the others answers.
    private List<NodeAddress> usualSeeds() {
        return file.voters().stream()
                .map(voter -> FleetFile.parsed(file.nodes().get(voter).address()))
                .toList();
    }

    private static NodeAddress bound(NodeAddress address, Self self) {
        return new NodeAddress(self.bind().orElse(address.host()), address.port());
    }
}
