package io.godwit.migration;

import io.godwit.guest.LedgerClient;
import io.godwit.identity.HostId;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.network.EdgeSwitch;
import io.godwit.network.FrameHeader;
import io.godwit.network.NetworkWire;
import io.godwit.network.NetworkWire.WriteAnswer;
import io.godwit.network.NetworkWire.WriteRequest;
import io.godwit.network.VirtualSwitch.Uplink;
import io.godwit.time.Seed;
import io.godwit.time.VirtualNode;
import io.godwit.unit.EventRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// A client outside that is in the middle of a conversation with the guest: it writes numbers, each again until it is
/// answered.
final class Session {

    static final NodeId EDGE = new NodeId("edge");
    static final String CLIENT = LedgerClient.nameOf(TwoHosts.VM);
    private static final Duration STEP = Duration.ofMillis(1);

    /// How long an answer may take before the write is sent again.
    static final EventRate WRITES = EventRate.parse("500/s");

    static final Duration RETRY = Duration.ofMillis(40);

    final LedgerClient client;
    private final TwoHosts hosts;
    private final ActorRef<EdgeSwitch.Command> edge;
    private final Map<Long, Integer> transmissions = new TreeMap<>();
    private final List<Long> answeredNs = new ArrayList<>();
    private long answers;
    private long last = Long.MAX_VALUE;

    Session(TwoHosts hosts) {
        this.hosts = hosts;
        client = new LedgerClient(
                Seed.of(hosts.scenario.seed()).child("client"),
                new LedgerClient.Settings(WRITES, 16, RETRY.toNanos()),
                hosts.world.timeline().now());
        VirtualNode node = hosts.world.start(EDGE.value());
        Map<HostId, NodeId> known = new TreeMap<>();
        known.put(TwoHosts.SOURCE, TwoHosts.nodeOf(TwoHosts.SOURCE));
        known.put(TwoHosts.TARGET, TwoHosts.nodeOf(TwoHosts.TARGET));
        edge = node.spawn(
                EdgeSwitch.create(new EdgeSwitch.Ground(
                        hosts.network.attach(node, EDGE), hosts.world.timeline(), new TreeMap<>(known), event -> {})),
                "edge");
        ActorRef<EdgeSwitch.Arrived> ear = node.spawn(
                Behaviors.<EdgeSwitch.Arrived>receiveMessage(arrived -> {
                    hear((WriteAnswer) arrived.payload());
                    return Behaviors.same();
                }),
                "client");
        edge.tell(new EdgeSwitch.Attach(CLIENT, FrameHeader.UNTAGGED, ear));
        step();
    }

    static Uplink uplink(Link link) {
        return new Uplink(link, List.of(new Endpoint(EDGE, NetworkWire.EDGE_SERVICE)));
    }

    /// Nothing new from now on; what is unanswered is asked for until it is.
    void windDown() {
        client.stopSending();
    }

    /// It sends this many writes in all, and winds down.
    void endAfter(long writes) {
        last = writes;
    }

    /// Whether all writes that it was to send are answered.
    boolean isOver() {
        return client.sent() == last && client.outstanding() == 0;
    }

    /// Writes that were sent more than once.
    long repeated() {
        return transmissions.values().stream().filter(times -> times > 1).count();
    }

    /// Answers that came, those to what was answered before included.
    long answers() {
        return answers;
    }

    /// The longest time without an answer.
    Duration longestGap() {
        long longest = 0;
        for (int i = 1; i < answeredNs.size(); i++) {
            longest = Math.max(longest, answeredNs.get(i) - answeredNs.get(i - 1));
        }
        return Duration.ofNanos(longest);
    }

    private void step() {
        client.poll(hosts.world.timeline().now(), (number, value, _) -> {
            transmissions.merge(number, 1, Integer::sum);
            edge.tell(new EdgeSwitch.Send(TwoHosts.VM, new WriteRequest(CLIENT, number, value, client.settled())));
        });
        if (client.sent() >= last) {
            windDown();
        }
        hosts.world.after(STEP, this::step);
    }

    private void hear(WriteAnswer answer) {
        answers++;
        if (client.answered(hosts.world.timeline().now(), answer.number(), answer.epoch())
                instanceof LedgerClient.Acknowledged) {
            answeredNs.add(hosts.world.timeline().now());
        }
    }
}
