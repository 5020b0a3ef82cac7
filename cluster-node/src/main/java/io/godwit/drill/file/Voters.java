package io.godwit.drill.file;

import io.godwit.drill.Topology.Host;
import io.godwit.drill.Topology.Node;
import io.godwit.link.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Chooses voters where the file names none: three, or one in a fleet too small for three, spread over sites and then
/// over racks, witnesses first.
final class Voters {

    private static final int COUNT = 3;

    private static final int SAME_RACK = 2;
    private static final int SAME_SITE = 2 * COUNT * SAME_RACK;

    private Voters() {}

    static List<NodeId> spread(List<Node> nodes, List<Host> hosts) {
        Map<NodeId, Host> firstHosts = new LinkedHashMap<>();
        hosts.forEach(host -> firstHosts.putIfAbsent(host.node(), host));
        List<NodeId> candidates = new ArrayList<>(nodes.stream().map(Node::id).toList());
        List<NodeId> chosen = new ArrayList<>();
        int wanted = nodes.size() < COUNT ? 1 : COUNT;
        while (chosen.size() < wanted) {
            NodeId best = candidates.getFirst();
            for (NodeId candidate : candidates) {
                if (crowding(candidate, chosen, firstHosts) < crowding(best, chosen, firstHosts)) {
                    best = candidate;
                }
            }
            chosen.add(best);
            candidates.remove(best);
        }
        return chosen;
    }

    /// How little a candidate adds: voters in its site count most, then those in its rack, then that it carries VMs.
    private static int crowding(NodeId candidate, List<NodeId> chosen, Map<NodeId, Host> firstHosts) {
        Host host = firstHosts.get(candidate);
        int crowding = host.carriesVms() ? 1 : 0;
        for (NodeId voter : chosen) {
            Host other = firstHosts.get(voter);
            if (other.site().equals(host.site())) {
                crowding += other.rack().equals(host.rack()) ? SAME_SITE + SAME_RACK : SAME_SITE;
            }
        }
        return crowding;
    }
}
