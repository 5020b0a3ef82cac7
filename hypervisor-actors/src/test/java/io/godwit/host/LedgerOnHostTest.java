package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.device.Disk;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.HostId;
import io.godwit.link.EmulatedNetwork;
import io.godwit.link.Endpoint;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.network.EdgeSwitch;
import io.godwit.network.FrameHeader;
import io.godwit.network.MacAddress;
import io.godwit.network.NetworkWire;
import io.godwit.network.NetworkWire.WriteAnswer;
import io.godwit.network.NetworkWire.WriteRequest;
import io.godwit.network.VirtualSwitch.Uplink;
import io.godwit.time.Seed;
import io.godwit.time.VirtualNode;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.MemorySize;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Clients outside, through edge, link, switch, hypervisor and guest, to a disk and back.
class LedgerOnHostTest {

    private static final HostId H1 = new HostId("h1");
    private static final HostId H2 = new HostId("h2");
    private static final NodeId NODE = new NodeId("n1");
    private static final NodeId EDGE = new NodeId("edge");
    private static final VmSpec DB =
            Specs.vm("db-1", 1, MemorySize.ofMebibytes(64), Specs.ARRAY).with(Specs.frozenWithoutPermit());

    private final Lab lab = new Lab();
    private final List<Object> arrived = new ArrayList<>();
    private ActorRef<HypervisorCommand> h1 = lab.asker.narrow();
    private ActorRef<HypervisorCommand> h2 = lab.asker.narrow();
    private ActorRef<EdgeSwitch.Command> edge = lab.asker.narrow();
    private boolean permitted = true;

    @BeforeEach
    void connect() {
        lab.workloads = Loads::serving;
        lab.gate = vm -> permitted;
        var quality = new LinkQuality(Duration.ofNanos(200_000), Bandwidth.parse("10Gbit"));
        var network = new EmulatedNetwork(lab.world, Seed.of(1), EmulatedNetwork.Settings.plain(quality));
        lab.uplink = Optional.of(
                new Uplink(network.attach(lab.node, NODE), List.of(new Endpoint(EDGE, NetworkWire.EDGE_SERVICE))));
        h1 = lab.hypervisor("h1");
        h2 = lab.hypervisor("h2");
        VirtualNode outside = lab.world.start("edge");
        var hosts = new TreeMap<>(Map.of(H1, NODE, H2, NODE));
        edge = outside.spawn(
                EdgeSwitch.create(new EdgeSwitch.Ground(
                        network.attach(outside, EDGE), lab.world.timeline(), hosts, lab.history::add)),
                "edge");
        edge.tell(new EdgeSwitch.Attach(
                "c",
                FrameHeader.UNTAGGED,
                outside.spawn(Lab.collecting(arrived), "client").narrow()));
        lab.run(Duration.ZERO);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void acknowledgesAWriteOnceItIsOnTheDiskAndEachRepeatAgain() {
        lab.start(h1, DB, 1);
        send(1);
        lab.run(Duration.ofNanos(499_000)); // 200 µs there, 101 µs of disk, 200 µs back
        assertThat(arrived).isEmpty();
        lab.run(Duration.ofMillis(1));
        assertThat(arrived).containsExactly(answer(1, 1));
        send(1);
        lab.run(Duration.ofMillis(1));
        assertThat(arrived).containsExactly(answer(1, 1), answer(1, 1));
        assertThat(heldUpTo()).isEqualTo(1);
        assertThat(lab.describe(h1, DB).ledger().writes())
                .as("one write for two requests")
                .isEqualTo(1);
    }

    @Test
    void withholdsWhatMayNotLeaveAndSendsItWhenThePermitIsBack() {
        lab.start(h1, DB, 1);
        permitted = false;
        send(1);
        lab.run(Duration.ofMillis(2));
        assertThat(heldUpTo()).isZero();
        assertThat(lab.guestEvents().getLast())
                .isEqualTo(new GuestEvent.EffectWithheld(DB.id(), H1, 1, GuestEvent.Effect.DISK_WRITE));
        lab.ask(h1, new Lifecycle.PauseVm(DB.id(), Why.PERMIT_EXPIRED, lab.replyTo()));
        permitted = true;
        lab.ask(h1, new Lifecycle.ResumeVm(DB.id(), 1, Why.PERMIT_RETURNED, lab.replyTo()));
        lab.run(Duration.ofMillis(2));
        assertThat(arrived).containsExactly(answer(1, 1));
    }

    @Test
    void withholdsAnAnswerWhoseWriteWasStillAllowed() {
        lab.start(h1, DB, 1);
        send(1);
        lab.run(Duration.ofNanos(250_000)); // on the disk's queue
        permitted = false;
        lab.run(Duration.ofMillis(2));
        assertThat(heldUpTo()).isEqualTo(1);
        assertThat(arrived).isEmpty();
        assertThat(lab.guestEvents().getLast())
                .isEqualTo(new GuestEvent.EffectWithheld(DB.id(), H1, 1, GuestEvent.Effect.FRAME));
    }

    @Test
    void anOldCopyIsFencedAtItsFirstWriteAndItsFramesAreRefused() {
        lab.start(h1, DB, 1);
        lab.start(h2, DB, 2);
        send(1);
        lab.run(Duration.ofMillis(2));
        assertThat(arrived).as("the edge learned the new place").containsExactly(answer(1, 2));
        // The old copy gets a frame all the same, as one that was on its way would reach it.
        lab.uplink
                .orElseThrow()
                .link()
                .send(
                        "x",
                        new Endpoint(NODE, NetworkWire.switchService(H1)),
                        new NetworkWire.Frame(DB.id(), H1, 1, toDb(), request(2)));
        lab.run(Duration.ofMillis(2));
        assertThat(lab.guestEvents().getLast()).isEqualTo(new GuestEvent.Stopped(DB.id(), H1, 1, Why.FENCED));
        assertThat(arrived).hasSize(1);
    }

    @Test
    void aFrameForAnotherEpochIsRefused() {
        lab.start(h1, DB, 5);
        lab.uplink
                .orElseThrow()
                .link()
                .send(
                        "x",
                        new Endpoint(NODE, NetworkWire.switchService(H1)),
                        new NetworkWire.Frame(DB.id(), H1, 4, toDb(), request(1)));
        lab.run(Duration.ofMillis(2));
        assertThat(lab.guestEvents().getLast()).isEqualTo(new GuestEvent.FrameRefused(DB.id(), H1, 4, 5));
        assertThat(heldUpTo()).isZero();
    }

    @Test
    void findsAVmAgainByFloodingWhenItsAnnouncementWasLost() {
        lab.start(h1, DB, 1);
        send(1);
        lab.run(Duration.ofMillis(2));
        permitted = false; // its announcement is withheld
        lab.start(h2, DB, 2);
        permitted = true;
        lab.ask(h1, new Lifecycle.StopVm(DB.id(), Why.REQUESTED, lab.replyTo()));
        for (int attempt = 0; attempt < 4; attempt++) {
            send(2);
            lab.run(Duration.ofMillis(2));
        }
        assertThat(arrived).containsExactly(answer(1, 1), answer(2, 2));
    }

    @Test
    void whatTheDiskHadNotAnsweredIsWrittenByTheNextEpoch() {
        lab.start(h1, DB, 1);
        send(1);
        lab.run(Duration.ofNanos(250_000));
        lab.ask(h1, new Lifecycle.PauseVm(DB.id(), Why.REQUESTED, lab.replyTo()));
        assertThat(arrived).isEmpty();
        lab.ask(h1, new Lifecycle.ResumeVm(DB.id(), 2, Why.REQUESTED, lab.replyTo()));
        lab.run(Duration.ofMillis(2));
        assertThat(arrived).containsExactly(answer(1, 2));
    }

    @Test
    void aRestartedGuestKnowsWhatItsDiskHolds() {
        lab.start(h1, DB, 1);
        send(1);
        lab.run(Duration.ofMillis(2));
        lab.ask(h1, new Lifecycle.StopVm(DB.id(), Why.REQUESTED, lab.replyTo()));
        lab.start(h2, DB, 2);
        send(1);
        lab.run(Duration.ofMillis(2));
        assertThat(arrived).containsExactly(answer(1, 1), answer(1, 2));
        assertThat(lab.describe(h2, DB).ledger().writes()).isZero();
    }

    private void send(long number) {
        edge.tell(new EdgeSwitch.Send(DB.id(), request(number)));
    }

    private static FrameHeader toDb() {
        return new FrameHeader(MacAddress.ofClient("c"), MacAddress.of(DB.id()), FrameHeader.UNTAGGED);
    }

    private static WriteRequest request(long number) {
        return new WriteRequest("c", number, 1000 + number, 0);
    }

    private static EdgeSwitch.Arrived answer(long number, long epoch) {
        return new EdgeSwitch.Arrived(DB.id(), new WriteAnswer("c", number, epoch));
    }

    private long heldUpTo() {
        lab.datastores.get(Specs.ARRAY).tell(new Disk.Audit(0, DB.id(), lab.replyTo()));
        lab.run(Duration.ofMillis(1));
        return ((Disk.Audited) lab.answers.getLast())
                .held().stream().mapToLong(Disk.Held::upTo).sum();
    }
}
