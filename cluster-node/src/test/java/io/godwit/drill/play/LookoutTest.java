package io.godwit.drill.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.cpu.DemandHistory;
import io.godwit.drill.Topology;
import io.godwit.host.VmUse;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.invariant.Story;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.link.WireMessage;
import io.godwit.recovery.UseWire;
import io.godwit.unit.MemorySize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

class LookoutTest {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final VmId WEB = new VmId("web-1");
    private static final HostId H1 = new HostId("h1");
    private static final HostId H2 = new HostId("h2");

    private final Topology topology = Story.drill().fleet().topology();
    private final Wire wire = new Wire();
    private final Lookout lookout = new Lookout(wire, topology, Duration.ofMinutes(2));

    /// Keeps what was sent.
    private static final class Wire implements Link {

        private final List<NodeId> asked = new ArrayList<>();

        @Override
        public NodeId self() {
            return new NodeId("console");
        }

        @Override
        public void register(String service, ActorRef<Delivery> receiver) {}

        @Override
        public void unregister(String service) {}

        @Override
        public void send(String fromService, Endpoint to, WireMessage message) {
            assertThat(message).isEqualTo(new UseWire.Ask());
            asked.add(to.node());
        }

        @Override
        public LinkQuality quality(NodeId to) {
            throw new AssertionError("nobody asks");
        }
    }

    @Test
    void allNodesAreAskedButNotAtEachLook() {
        lookout.look(0);
        lookout.look(SECOND_NS / 4);
        assertThat(wire.asked)
                .containsExactlyElementsOf(
                        topology.nodes().stream().map(Topology.Node::id).toList());
        lookout.look(2 * SECOND_NS);
        assertThat(wire.asked).hasSize(2 * topology.nodes().size());
    }

    @Test
    void staysOnSeveralHostsAndReturnsAddUp() {
        tell(H1, use(10, 1, 100));
        tell(H1, use(20, 1, 100));
        tell(H2, use(30, 2, 300));
        tell(H1, use(5, 4, 200));
        VmUse all = lookout.uses().getFirst();
        assertThat(all.observedNs()).isEqualTo(55 * SECOND_NS);
        assertThat(all.wantedNs()).isEqualTo((20 + 60 + 20) * SECOND_NS);
        assertThat(all.memoryUsed()).isEqualTo(MemorySize.ofMebibytes(300));
        assertThat(all.cpu().p50()).isBetween(2_000_000_000L, 2_300_000_000L);
        assertThat(all.cpu().p100()).isBetween(4_000_000_000L, 4_600_000_000L);
    }

    @Test
    void whatOneHostTellsAgainCountsOnce() {
        for (int seconds = 1; seconds <= 30; seconds++) {
            tell(H1, use(seconds, 1, 100));
            tell(H1, use(seconds, 1, 100));
        }
        assertThat(lookout.uses()).singleElement().satisfies(use -> assertThat(use.observedNs())
                .isEqualTo(30 * SECOND_NS));
    }

    private void tell(HostId host, VmUse use) {
        lookout.told(new UseWire.Told(host, List.of(use)));
    }

    private static VmUse use(int seconds, int cores, int mebibytes) {
        DemandHistory history = new DemandHistory(0, cores * SECOND_NS);
        long now = seconds * SECOND_NS;
        return new VmUse(
                WEB,
                4,
                MemorySize.ofGibibytes(1),
                MemorySize.ofMebibytes(mebibytes),
                history.wantedNs(now),
                history.spread(now));
    }
}
