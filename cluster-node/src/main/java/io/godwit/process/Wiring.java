package io.godwit.process;

import io.godwit.link.CutMode;
import io.godwit.link.EmulatedNetwork.Way;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.node.artery.Membership;
import io.godwit.node.artery.NetworkSetup;
import io.godwit.node.artery.NodeAddress;
import io.godwit.relay.RelayTraffic;
import io.godwit.relay.Relays;
import io.godwit.stage.FleetPlan;
import io.godwit.time.Timeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// How the processes of a stage reach each other: an address each, relays before them, and what every way can do.
final class Wiring implements AutoCloseable {

    private final FleetPlan plan;
    private final Loopback addresses;
    private final Relays relays;
    private final Map<Way, LinkQuality> qualities = new ConcurrentSkipListMap<>();

    private Wiring(FleetPlan plan, Loopback addresses, Relays relays) {
        this.plan = plan;
        this.addresses = addresses;
        this.relays = relays;
    }

    /// @throws IOException if this machine has no addresses or ports to spare
    static Wiring lay(FleetPlan plan, Timeline timeline) throws IOException {
        Loopback addresses = Loopback.claim(everybody(plan));
        Wiring wiring = new Wiring(plan, addresses, new Relays(timeline));
        try {
            for (NodeId node : everybody(plan)) {
                wiring.connect(node);
            }
        } catch (IOException | RuntimeException failed) {
            wiring.close();
            throw failed;
        }
        return wiring;
    }

    /// All nodes of a plan, and the console.
    static List<NodeId> everybody(FleetPlan plan) {
        List<NodeId> all = new ArrayList<>(plan.nodes());
        all.add(plan.console());
        return all;
    }

    private void connect(NodeId node) throws IOException {
        relays.know(node, InetAddress.getByName(addresses.bound(node).host()));
        relays.open(node, socket(addresses.advertised(node)), socket(addresses.bound(node)));
        relays.open(node, socket(addresses.pagesAdvertised(node)), socket(addresses.pagesBound(node)));
        for (NodeId other : everybody(plan)) {
            if (!other.equals(node)) {
                relays.shape(new Way(node, other), plan.link(node, other));
            }
        }
    }

    NodeAddress advertised(NodeId node) {
        return addresses.advertised(node);
    }

    ProcessSetup.Pages pages(NodeId node) {
        return new ProcessSetup.Pages(addresses.pagesAdvertised(node), addresses.pagesBound(node));
    }

    /// What a node is told of the network when it starts.
    NetworkSetup network(NodeId node, Membership membership) {
        SortedMap<NodeId, NodeAddress> directory = new TreeMap<>();
        SortedMap<NodeId, LinkQuality> links = new TreeMap<>();
        for (NodeId other : everybody(plan)) {
            if (!other.equals(node)) {
                directory.put(other, addresses.advertised(other));
                links.put(other, qualities.getOrDefault(new Way(node, other), plan.link(node, other)));
            }
        }
        return new NetworkSetup(
                node,
                addresses.advertised(node),
                addresses.bound(node),
                directory,
                plan.link(node, node),
                links,
                membership);
    }

    void cut(Way way) {
        relays.cut(way, CutMode.HOLD);
    }

    void heal(Way way) {
        relays.heal(way);
    }

    void shape(Way way, LinkQuality quality) {
        qualities.put(way, quality);
        relays.shape(way, quality);
    }

    RelayTraffic traffic(Way way) {
        return relays.traffic(way);
    }

    @Override
    public void close() throws IOException {
        relays.close();
        addresses.close();
    }

    private static InetSocketAddress socket(NodeAddress address) {
        return new InetSocketAddress(address.host(), address.port());
    }
}
