package io.godwit.drill.file;

import io.godwit.drill.Area;
import io.godwit.drill.HostChoice;
import io.godwit.drill.NodeChoice;
import io.godwit.drill.Topology;
import io.godwit.drill.Topology.Host;
import io.godwit.drill.Topology.Node;
import io.godwit.drill.Topology.SitePair;
import io.godwit.drill.Way;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the words for parts of the topology: `host a-r1-1`, `any host in b`, `node of controller`, `rack a/r1`, `site
/// a`, `link a-b`.
final class Places {

    private static final Pattern HOST = Pattern.compile("host (\\S+)");
    private static final Pattern ANY_HOST = Pattern.compile("any host(?: in (.+))?");
    private static final Pattern NODE = Pattern.compile("node (\\S+)");
    private static final Pattern DATASTORE = Pattern.compile("datastore (\\S+)");
    private static final Pattern ANY_NODE = Pattern.compile("any node(?: in (.+))?");
    private static final Pattern AREA = Pattern.compile("rack ([^/\\s]+)/(\\S+)|(?:site )?([^/\\s]+)");
    private static final Pattern WHOLE_AREA = Pattern.compile("(?:rack|site) .+");
    private static final Pattern LINK = Pattern.compile("link ([^-\\s]+)-([^-\\s]+)");

    private static final String HOST_REMEDY = "write host NAME, any host, or any host in SITE";
    private static final String NODE_REMEDY =
            "write host NAME, any host in SITE, node NAME, node of controller, datastore NAME, rack SITE/RACK, or"
                    + " site SITE";

    private final Topology topology;

    Places(Topology topology) {
        this.topology = topology;
    }

    /// A host that carries VMs.
    HostChoice hostChoice(Item item) {
        Matcher named = HOST.matcher(item.text());
        Matcher any = ANY_HOST.matcher(item.text());
        if (named.matches()) {
            return new HostChoice.Named(worker(item, named.group(1)).id());
        }
        if (any.matches()) {
            return new HostChoice.Any(areaWithWorkers(item, any));
        }
        throw item.refused("'" + item.text() + "' is no host: " + HOST_REMEDY);
    }

    NodeChoice nodeChoice(Item item) {
        String text = item.text();
        if (text.equals("node of controller")) {
            return new NodeChoice.OfController();
        }
        Matcher datastore = DATASTORE.matcher(text);
        if (datastore.matches()) {
            return new NodeChoice.Array(array(item, datastore.group(1)));
        }
        Matcher host = HOST.matcher(text);
        if (host.matches()) {
            Node node = topology.node(host(item, host.group(1)).node()).orElseThrow();
            requireOneHost(item, node, "host " + host.group(1));
            return new NodeChoice.Named(node.id());
        }
        Matcher node = NODE.matcher(text);
        if (node.matches()) {
            return new NodeChoice.Named(node(item, node.group(1)).id());
        }
        Matcher anyHost = ANY_HOST.matcher(text);
        if (anyHost.matches()) {
            Area area = areaWithWorkers(item, anyHost);
            nodesIn(area).forEach(each -> requireOneHost(item, each, "any host"));
            return new NodeChoice.OfHost(new HostChoice.Any(area));
        }
        Matcher anyNode = ANY_NODE.matcher(text);
        if (anyNode.matches()) {
            return new NodeChoice.Any(area(item, anyNode));
        }
        if (WHOLE_AREA.matcher(text).matches()) {
            return new NodeChoice.All(wholeArea(item));
        }
        throw item.refused("'" + text + "' is no node: " + NODE_REMEDY);
    }

    private Area wholeArea(Item item) {
        Area area = area(item, item.text());
        for (Node node : nodesIn(area)) {
            for (var host : node.hosts()) {
                if (!topology.host(host).orElseThrow().isIn(area)) {
                    throw item.refused("node " + node.id() + " also carries hosts outside " + area
                            + ": name nodes, or give the site more nodes");
                }
            }
        }
        return area;
    }

    private List<Node> nodesIn(Area area) {
        return topology.nodesIn(area).map(id -> topology.node(id).orElseThrow()).toList();
    }

    private static void requireOneHost(Item item, Node node, String wanted) {
        if (node.hosts().size() > 1) {
            throw item.refused("'" + wanted + "' shares node " + node.id() + " with "
                    + (node.hosts().size() - 1) + " other hosts, which would share its fate: write node " + node.id()
                    + ", or do: power-off");
        }
    }

    /// All hosts that a choice may come to mean.
    List<Host> possible(HostChoice choice) {
        return switch (choice) {
            case HostChoice.Named(var host) -> List.of(topology.host(host).orElseThrow());
            case HostChoice.Any(var area) ->
                topology.hostsIn(area).filter(Host::carriesVms).toList();
        };
    }

    Host worker(Item item, String name) {
        Host host = host(item, name);
        if (!host.carriesVms()) {
            throw item.refused("host " + name + " is a witness and carries no VMs: name another");
        }
        return host;
    }

    /// A worker that may get short of memory.
    Host managing(Item item, String name) {
        if (topology.memory().isEmpty()) {
            throw item.refused("waits for a pressure that hosts don't have which give each VM memory of its own: add"
                    + " memory: {overcommit: 1.5} to the topology");
        }
        return worker(item, name);
    }

    Host host(Item item, String name) {
        return topology.hosts().stream()
                .filter(host -> host.id().value().equals(name))
                .findFirst()
                .orElseThrow(() -> item.refused("there is no host '" + name + "': "
                        + Nearest.remedy(
                                name,
                                topology.hosts().stream()
                                        .map(host -> host.id().value())
                                        .toList())));
    }

    private Node node(Item item, String name) {
        return topology.nodes().stream()
                .filter(node -> node.id().value().equals(name))
                .findFirst()
                .orElseThrow(() -> item.refused("there is no node '" + name + "': "
                        + Nearest.remedy(
                                name,
                                topology.nodes().stream()
                                        .map(node -> node.id().value())
                                        .toList())));
    }

    String array(Item item, String name) {
        List<String> arrays =
                topology.arrays().stream().map(Topology.StorageArray::name).toList();
        if (!arrays.contains(name)) {
            throw item.refused("there is no datastore '" + name + "': " + Nearest.remedy(name, arrays));
        }
        return name;
    }

    Way way(Item item) {
        if (item.text().equals("all links")) {
            return new Way.Everywhere();
        }
        Matcher link = LINK.matcher(item.text());
        if (!link.matches()) {
            throw item.refused("'" + item.text() + "' is no link: write link SITE-SITE or all links");
        }
        return new Way.Between(new SitePair(site(item, link.group(1)), site(item, link.group(2))));
    }

    private Area areaWithWorkers(Item item, Matcher choice) {
        Area area = area(item, choice);
        if (topology.hostsIn(area).noneMatch(Host::carriesVms)) {
            throw item.refused(area + " has no host that carries VMs: name another place");
        }
        return area;
    }

    /// The area in the first group of a match; everywhere if there is none.
    private Area area(Item item, Matcher choice) {
        return choice.group(1) == null ? new Area.Everywhere() : area(item, choice.group(1));
    }

    private Area area(Item item, String text) {
        Matcher area = AREA.matcher(text);
        if (!area.matches()) {
            throw item.refused("'" + text + "' is no place: write SITE or rack SITE/RACK");
        }
        if (area.group(3) != null) {
            return new Area.Site(site(item, area.group(3)));
        }
        String site = site(item, area.group(1));
        List<String> racks =
                topology.hostsIn(new Area.Site(site)).map(Host::rack).distinct().toList();
        if (!racks.contains(area.group(2))) {
            throw item.refused(
                    "site " + site + " has no rack '" + area.group(2) + "': " + Nearest.remedy(area.group(2), racks));
        }
        return new Area.Rack(site, area.group(2));
    }

    private String site(Item item, String name) {
        if (!topology.sites().contains(name)) {
            throw item.refused("there is no site '" + name + "': " + Nearest.remedy(name, topology.sites()));
        }
        return name;
    }
}
