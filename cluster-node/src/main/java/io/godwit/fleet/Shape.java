package io.godwit.fleet;

import io.godwit.link.NodeId;
import io.godwit.migration.channel.PageForm;
import io.godwit.node.artery.NodeAddress;
import io.godwit.recovery.MoveLimits;
import io.godwit.unit.Bandwidth;
import io.godwit.virtualization.CpuFeature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/// What a person wants of a fleet on one machine: so many hosts on so many nodes, and an array.
///
/// @param host a file of `config/hosts`
/// @param hypervisor a file of `config/hypervisors`
/// @param array a file of `config/arrays`
/// @param tolerate losses of hosts that room is kept for
/// @param limits of migrations in flight
/// @param form what of a page travels from one process to another
/// @param baseline what guests are shown of processors at most
public record Shape(
        int hosts,
        int nodes,
        String host,
        String hypervisor,
        String array,
        Duration permit,
        int tolerate,
        MoveLimits limits,
        PageForm form,
        CpuFeature.Baseline baseline) {

    static final String ARRAY = "array-a";
    static final String CONSOLE = "console";

    private static final String SITE = "a";

    /// As in drills: what QEMU and Xen have as limits of a migration.
    private static final Duration DOWNTIME_LIMIT = Duration.ofMillis(300);

    private static final int MAX_ROUNDS = 29;

    /// What a migration plans with where nobody says otherwise.
    static final FleetFile.Way LINK = new FleetFile.Way(Duration.ofNanos(200_000), Bandwidth.parse("10Gbit"));

    /// Names of nodes: those of their hosts where each carries one.
    List<String> nodeNames() {
        String prefix = nodes == hosts ? "h" : "n";
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(number -> prefix + number)
                .toList();
    }

    /// All processes, the console last.
    List<NodeId> everybody() {
        List<NodeId> all = new ArrayList<>();
        all.add(new NodeId(ARRAY));
        nodeNames().forEach(name -> all.add(new NodeId(name)));
        all.add(new NodeId(CONSOLE));
        return all;
    }

    /// The same as a fleet file would say it.
    FleetFile at(Function<NodeId, NodeAddress> link, Function<NodeId, NodeAddress> pages) {
        SortedMap<String, FleetFile.Node> all = new TreeMap<>();
        List<String> names = nodeNames();
        for (int index = 0; index < nodes; index++) {
            NodeId node = new NodeId(names.get(index));
            all.put(
                    node.value(),
                    new FleetFile.Node(
                            link.apply(node).toString(),
                            pages.apply(node).toString(),
                            SITE,
                            "r" + (index + 1),
                            host,
                            hypervisor,
                            carries(index),
                            List.of(ARRAY)));
        }
        SortedMap<String, FleetFile.StorageArray> arrays = new TreeMap<>();
        arrays.put(
                ARRAY, new FleetFile.StorageArray(link.apply(new NodeId(ARRAY)).toString(), array));
        return new FleetFile(
                "up",
                1,
                voters(names),
                permit,
                new FleetFile.Tolerate(tolerate),
                new FleetFile.Migration(DOWNTIME_LIMIT, MAX_ROUNDS, limits, form),
                LINK,
                baseline,
                all,
                arrays);
    }

    /// Three voters outlast one loss; of fewer nodes one alone votes, as two outlast none.
    private static List<String> voters(List<String> names) {
        return names.size() < 3 ? names.subList(0, 1) : names.subList(0, 3);
    }

    /// Hosts in a row, evenly.
    private List<String> carries(int node) {
        return IntStream.range(node * hosts / nodes, (node + 1) * hosts / nodes)
                .mapToObj(index -> "h" + (index + 1))
                .toList();
    }
}
