package io.godwit.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.network.EdgeTable.Place;
import io.godwit.network.NetworkWire.Frame;
import io.godwit.network.NetworkWire.WriteRequest;
import io.godwit.network.SwitchPorts.Deliver;
import io.godwit.network.SwitchPorts.Port;
import io.godwit.network.SwitchPorts.Unknown;
import io.godwit.network.SwitchPorts.WrongEpoch;
import io.godwit.time.Seed;
import org.junit.jupiter.api.Test;

class SwitchTablesTest {

    private static final VmId VM = new VmId("web-1");
    private static final HostId HOST = new HostId("h1");

    private final EdgeTable edge = new EdgeTable();
    private final SwitchPorts ports = new SwitchPorts();

    @Test
    void theEdgeFloodsUntilItHasHeardFromAVm() {
        assertThat(edge.placeFor(VM)).isEmpty();
        edge.heardFrom(VM, place("n1", 1));
        assertThat(edge.placeFor(VM)).contains(place("n1", 1));
    }

    @Test
    void theEdgeForgetsAPlaceThatDoesNotAnswerButNotItsEpoch() {
        edge.heardFrom(VM, place("n1", 3));
        for (int frame = 0; frame < EdgeTable.MAX_UNANSWERED; frame++) {
            assertThat(edge.placeFor(VM)).contains(place("n1", 3));
        }
        assertThat(edge.placeFor(VM)).isEmpty();
        assertThat(edge.heardFrom(VM, place("n2", 2))).isEqualTo(3);
        assertThat(edge.placeFor(VM)).isEmpty();
        assertThat(edge.heardFrom(VM, place("n2", 3))).isEqualTo(3);
        assertThat(edge.placeFor(VM)).contains(place("n2", 3));
    }

    @Test
    void theEdgeNeverGoesBackToAnOlderEpoch() {
        for (int seed = 0; seed < 200; seed++) {
            var random = Seed.of(seed).generator();
            EdgeTable table = new EdgeTable();
            long newest = 0;
            for (int i = 0; i < 100; i++) {
                long epoch = random.nextLong(20);
                newest = Math.max(newest, epoch);
                assertThat(table.heardFrom(VM, place("n" + random.nextInt(3), epoch)))
                        .as("seed %s", seed)
                        .isEqualTo(newest);
                long known = newest;
                table.placeFor(VM).ifPresent(there -> assertThat(there.epoch()).isEqualTo(known));
            }
        }
    }

    @Test
    void aHostTakesFramesForTheEpochThatItRunsAndFloodedOnes() {
        ports.plug(VM, new Port(4, false));
        assertThat(ports.incoming(frame(4))).isEqualTo(new Deliver());
        assertThat(ports.incoming(frame(0))).isEqualTo(new Deliver());
        assertThat(ports.incoming(frame(3))).isEqualTo(new WrongEpoch(4));
        assertThat(ports.incoming(frame(5))).isEqualTo(new WrongEpoch(4));
        ports.unplug(VM);
        assertThat(ports.incoming(frame(4))).isEqualTo(new Unknown());
    }

    private static Frame frame(long epoch) {
        return new Frame(VM, HOST, epoch, new WriteRequest("c", 1, 2, 0));
    }

    private static Place place(String node, long epoch) {
        return new Place(new NodeId(node), HOST, epoch);
    }
}
