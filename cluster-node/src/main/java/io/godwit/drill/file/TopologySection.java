package io.godwit.drill.file;

import io.godwit.drill.Topology;
import io.godwit.drill.Topology.Host;
import io.godwit.drill.Topology.Node;
import io.godwit.drill.Topology.StorageArray;
import io.godwit.host.HostTuning;
import io.godwit.link.NodeId;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.virtualization.CpuFeature.Baseline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `topology`: sites of racks of hosts, the links between sites, the voters.
final class TopologySection {

    /// Sites and racks have no dash, since hosts are called `site-rack-1` and links `site-site`.
    private static final Pattern PLACE = Pattern.compile("[a-z][a-z0-9]*");

    private static final String PLACE_REMEDY = "use small letters and digits, a letter first";

    private final HostCatalog catalog;
    private final Problems problems;
    private final List<Host> hosts = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, String> siteOfArray = new LinkedHashMap<>();

    private TopologySection(HostCatalog catalog, Problems problems) {
        this.catalog = catalog;
        this.problems = problems;
    }

    static Topology read(Item topology, HostCatalog catalog, Problems problems) {
        return new TopologySection(catalog, problems).read(topology);
    }

    private Topology read(Item item) {
        var section = item.section(
                "sites", "links", "voters", "tolerate", "memory", "mapping", "virtual-switch", "cpu-baseline");
        var sites = section.require("sites", "sites: {a: {racks: {r1: 3}, host: NAME}}");
        for (Item.Named site : sites.named()) {
            problems.check(() -> readSite(site));
        }
        problems.settle();
        if (hosts.stream().noneMatch(Host::carriesVms)) {
            throw sites.refused("have no host that carries VMs: add a rack that is no witness");
        }
        var siteNames = hosts.stream().map(Host::site).distinct().toList();
        var links = LinksSection.read(
                section.require("links", "links: {default: {latency: 0.2ms, bandwidth: 10Gbit}}"), siteNames, problems);
        List<NodeId> voters = section.get("voters").map(this::voters).orElseGet(() -> Voters.spread(nodes, hosts));
        int tolerated = section.get("tolerate").map(this::tolerated).orElse(0);
        var arrays = siteOfArray.entrySet().stream()
                .map(entry -> new StorageArray(entry.getKey(), entry.getValue()))
                .toList();
        Optional<MemoryManagement> memory =
                section.get("memory").map(it -> HostMemoryReader.read(it, catalog.memoryCosts()));
        HostTuning tuning = HostTuningReader.read(section);
        Baseline baseline = section.get("cpu-baseline", it -> it.word(Baseline.class), Baseline.NONE);
        return new Topology(nodes, hosts, arrays, links, voters, tolerated, memory, tuning, baseline);
    }

    private void readSite(Item.Named named) {
        named.requireName(PLACE, PLACE_REMEDY);
        var site = named.item().section("racks", "host", "hypervisor", "scheduler", "role", "datastores", "nodes");
        List<String> datastores = site.get("datastores", this::datastores, List.of());
        datastores.forEach(array -> siteOfArray.putIfAbsent(array, named.name()));
        var racks = site.require("racks", "racks: {r1: 3}").named();
        if (racks.isEmpty()) {
            throw site.refused("has no racks: add racks: {r1: 3}");
        }
        var reader = new RackReader(catalog, named.name(), site, datastores);
        int before = hosts.size();
        for (Item.Named rack : racks) {
            rack.requireName(PLACE, PLACE_REMEDY);
            problems.attempt(() -> reader.read(rack)).ifPresent(hosts::addAll);
        }
        carry(before, site);
    }

    private List<String> datastores(Item item) {
        return item.list().stream()
                .map(array -> {
                    if (array.name().equals("local")) {
                        throw array.refused("'local' is every host's own disk: choose another name for an array");
                    }
                    return array.name();
                })
                .distinct()
                .toList();
    }

    /// Gives the hosts of a site, from this index on, to nodes: each to its own, or in equal blocks to as many as the
    /// site asks for. A witness has a node of its own.
    private void carry(int first, Section site) {
        List<Host> ofSite = hosts.subList(first, hosts.size());
        int workers = (int) ofSite.stream().filter(Host::carriesVms).count();
        int asked = site.get("nodes").map(item -> item.whole(1, Bounds.HOSTS)).orElse(workers);
        if (asked > workers) {
            throw site.refusedAt("nodes", asked + " nodes are more than the site has hosts: write at most " + workers);
        }
        Map<NodeId, List<Host>> carried = new LinkedHashMap<>();
        int worker = 0;
        for (int i = 0; i < ofSite.size(); i++) {
            Host host = ofSite.get(i);
            NodeId node = new NodeId(host.id().value());
            if (host.carriesVms()) {
                int block = worker++ * asked / workers;
                node = asked < workers ? new NodeId(host.site() + "-n" + (block + 1)) : node;
            }
            Host placed = host.on(node);
            ofSite.set(i, placed);
            carried.computeIfAbsent(node, _ -> new ArrayList<>()).add(placed);
        }
        carried.forEach((node, on) -> nodes.add(
                new Node(node, on.getFirst().site(), on.stream().map(Host::id).toList())));
    }

    private List<NodeId> voters(Item item) {
        List<NodeId> voters = item.list().stream().map(this::voter).toList();
        if (voters.size() % 2 == 0) {
            throw item.refused(voters.size() + " voters are an even number, which survives no more losses than "
                    + Math.max(1, voters.size() - 1) + ": name an odd number of hosts");
        }
        if (voters.stream().distinct().count() < voters.size()) {
            throw item.refused("names a node twice: each voter needs a node of its own");
        }
        return voters;
    }

    private NodeId voter(Item item) {
        String name = item.text();
        return nodes.stream()
                .filter(node -> node.id().value().equals(name)
                        || node.hosts().stream().anyMatch(host -> host.value().equals(name)))
                .findFirst()
                .map(Node::id)
                .orElseThrow(() -> item.refused("there is no host or node '" + name + "': "
                        + Nearest.remedy(
                                name,
                                hosts.stream().map(host -> host.id().value()).toList())));
    }

    private int tolerated(Item item) {
        var failures = item.section("host-failures").require("host-failures", "host-failures: 1");
        int workers = (int) hosts.stream().filter(Host::carriesVms).count();
        int count = failures.whole(0, Bounds.HOSTS);
        if (count >= workers) {
            throw failures.refused(
                    "to lose " + count + " of " + workers + " hosts leaves none: write at most " + (workers - 1));
        }
        return count;
    }
}
