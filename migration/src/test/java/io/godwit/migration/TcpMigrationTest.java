package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.device.Disk;
import io.godwit.device.FencedBlocks;
import io.godwit.history.GuestEvent.Why;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.host.GuestMaker;
import io.godwit.host.HostPorts;
import io.godwit.host.Hypervisor;
import io.godwit.host.HypervisorCommand;
import io.godwit.host.Images;
import io.godwit.host.Lifecycle;
import io.godwit.host.Transfer;
import io.godwit.identity.HostId;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.link.WireMessage;
import io.godwit.migration.channel.PageForm;
import io.godwit.migration.channel.Refusals;
import io.godwit.migration.channel.TcpPageChannels;
import io.godwit.migration.switchover.Standing;
import io.godwit.time.MonotonicTimeline;
import io.godwit.time.Seed;
import io.godwit.vm.EffectGate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The same actors on the wall clock, with pages on real sockets.
class TcpMigrationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ActorTestKit kit = ActorTestKit.create("tcp-migration");
    private final MonotonicTimeline timeline = MonotonicTimeline.startingNow();
    private final Scenario scenario = Scenario.small(1);
    private final TestRegistry registry = new TestRegistry(TwoHosts.MOVE);
    private final FencedBlocks blocks = new FencedBlocks();
    private final Map<Endpoint, ActorRef<Delivery>> services = new ConcurrentSkipListMap<>();
    private final TestProbe<MigrationReport> reports = kit.createTestProbe(MigrationReport.class);
    private final TestProbe<Lifecycle.Answer> lifecycle = kit.createTestProbe(Lifecycle.Answer.class);
    private final TestProbe<Transfer.Answer> transfers = kit.createTestProbe(Transfer.Answer.class);

    private PageForm form = PageForm.IDENTITIES;

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    @Test
    void movesAGuestWithItsPagesOnSockets() throws IOException {
        moves(scenario);
    }

    @Test
    void movesAGuestWithAllBytesOfItsPages() throws IOException {
        form = PageForm.BYTES;
        moves(scenario);
    }

    @Test
    void movesAGuestWhosePagesFollowItOnSockets() throws IOException {
        moves(scenario.by(Mode.POST_COPY));
    }

    @Test
    void movesAGuestThatIsHalfCopiedOnSockets() throws IOException {
        moves(scenario.by(Mode.HYBRID));
    }

    private void moves(Scenario how) throws IOException {
        try (TcpPageChannels here = listen();
                TcpPageChannels there = listen()) {
            ActorRef<HypervisorCommand> source = hypervisor(TwoHosts.SOURCE);
            ActorRef<HypervisorCommand> target = hypervisor(TwoHosts.TARGET);
            source.tell(new Lifecycle.StartVm(scenario.vm(), 7, 1, false, lifecycle.getRef()));
            lifecycle.expectMessageClass(Lifecycle.Started.class, PATIENCE);
            migrations(TwoHosts.TARGET, target, there);
            migrations(TwoHosts.SOURCE, source, here)
                    .tell(new Migrations.Begin(new MigrationOrder(
                            TwoHosts.MOVE, scenario.vm(), TwoHosts.nodeOf(TwoHosts.TARGET), how.terms())));
            for (int side = 0; side < 2; side++) {
                MigrationReport report = reports.receiveMessage(PATIENCE);
                assertThat(report.outcome()).as("%s", report).isEqualTo(Outcome.COMMITTED);
                assertThat(report.epoch()).hasValue(8);
            }
            target.tell(new Lifecycle.PauseVm(TwoHosts.VM, Why.REQUESTED, lifecycle.getRef()));
            lifecycle.expectMessageClass(Lifecycle.Paused.class, PATIENCE);
            target.tell(new Transfer.CaptureState(TwoHosts.VM, transfers.getRef()));
            var moved = transfers.expectMessageClass(Transfer.StateCaptured.class, PATIENCE);
            assertThat(moved.digest())
                    .isEqualTo(scenario.twinDigest(moved.state().memoryWrites()));
            Refusals refusals = there.refusals(); // foreign: a late hello for a passage that the pull has replaced
            assertThat(refusals.total() - refusals.foreign()).isZero();
        }
    }

    private TcpPageChannels listen() throws IOException {
        return TcpPageChannels.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty(), form);
    }

    private ActorRef<HypervisorCommand> hypervisor(HostId host) {
        TreeMap<String, ActorRef<Disk.Command>> datastores = new TreeMap<>();
        datastores.put(SharedDisk.NAME, kit.spawn(SharedDisk.create(blocks, Duration.ZERO)));
        HostPorts ports = new HostPorts(
                timeline,
                event -> {},
                EffectGate.open(),
                new GuestMaker(new Images(List.of()), vm -> scenario.workload()),
                datastores,
                Optional.empty());
        return kit.spawn(Hypervisor.create(host, scenario.host(Scenario.CORES), ports));
    }

    private ActorRef<Migrations.Command> migrations(
            HostId host, ActorRef<HypervisorCommand> hypervisor, TcpPageChannels pages) {
        MigrationNode node = new MigrationNode(
                new NearLink(TwoHosts.nodeOf(host)),
                Optional.of(pages),
                new NearPort(),
                asked -> Optional.of(hypervisor),
                new MigrationNode.Ground(timeline, event -> {}, HoldPoint.none(), Seed.of(1)),
                MigrationSettings.byDefault());
        return kit.spawn(Migrations.create(node, reports.getRef()));
    }

    /// Between nodes of one process.
    private final class NearLink implements Link {

        private final NodeId self;

        private NearLink(NodeId self) {
            this.self = self;
        }

        @Override
        public NodeId self() {
            return self;
        }

        @Override
        public void register(String service, ActorRef<Delivery> receiver) {
            services.put(new Endpoint(self, service), receiver);
        }

        @Override
        public void unregister(String service) {
            services.remove(new Endpoint(self, service));
        }

        @Override
        public void send(String fromService, Endpoint to, WireMessage message) {
            Optional.ofNullable(services.get(to))
                    .ifPresent(receiver -> receiver.tell(new Delivery(new Endpoint(self, fromService), message)));
        }

        @Override
        public LinkQuality quality(NodeId to) {
            return scenario.link();
        }
    }

    /// A registry that always answers at once.
    private final class NearPort implements CommitPort {

        @Override
        public void ping(long request, ActorRef<LeaderAnswered> replyTo) {
            replyTo.tell(new LeaderAnswered(request));
        }

        @Override
        public void commit(Move move, Cargo cargo, ActorRef<Standing> replyTo) {
            replyTo.tell(settled(() -> registry.commit(move, cargo == Cargo.GUEST_OWED_PAGES)));
        }

        @Override
        public void whole(Move move, ActorRef<Standing> replyTo) {
            replyTo.tell(settled(() -> registry.whole(move)));
        }

        @Override
        public void abort(Move move, String why, ActorRef<Standing> replyTo) {
            replyTo.tell(settled(() -> registry.abort(move)));
        }

        @Override
        public void look(Move move, ActorRef<Standing> replyTo) {
            replyTo.tell(settled(() -> registry.look(move)));
        }

        /// One after the other, whichever actor asks.
        private Standing settled(Supplier<Standing> question) {
            synchronized (registry) {
                return question.get();
            }
        }
    }
}
