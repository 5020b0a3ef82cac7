package io.godwit.bench;

import io.godwit.device.Disk;
import io.godwit.device.DiskSpec;
import io.godwit.guest.CpuDemand;
import io.godwit.guest.WorkloadSpec;
import io.godwit.history.Event;
import io.godwit.history.FleetEvent;
import io.godwit.host.GuestMaker;
import io.godwit.host.HostPorts;
import io.godwit.host.HostSpec;
import io.godwit.host.Hypervisor;
import io.godwit.host.HypervisorCommand;
import io.godwit.host.Images;
import io.godwit.host.Lifecycle;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.image.GuestImage;
import io.godwit.image.GuestImage.Kernel;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.link.WireCodec;
import io.godwit.migration.HoldPoint;
import io.godwit.migration.MigrationNode;
import io.godwit.migration.MigrationOrder;
import io.godwit.migration.MigrationReport;
import io.godwit.migration.MigrationSettings;
import io.godwit.migration.MigrationWire;
import io.godwit.migration.Migrations;
import io.godwit.migration.Move;
import io.godwit.migration.channel.PageForm;
import io.godwit.migration.channel.TcpPageChannels;
import io.godwit.migration.precopy.Channels;
import io.godwit.migration.precopy.Help;
import io.godwit.migration.precopy.Terms;
import io.godwit.node.artery.ArteryNode;
import io.godwit.node.artery.Membership;
import io.godwit.node.artery.NetworkSetup;
import io.godwit.node.artery.NodeAddress;
import io.godwit.time.MonotonicTimeline;
import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.Frequency;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Power;
import io.godwit.unit.Share;
import io.godwit.vm.CpuShare;
import io.godwit.vm.EffectGate;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// One of two processes between which guests move as fast as these can: a node of a cluster, a host on it, a port for
/// pages, and a registry that always agrees.
final class MigrationEnd implements AutoCloseable {

    /// So fast that no batch ever waits for the emulated wire.
    private static final LinkQuality LINK = new LinkQuality(Duration.ZERO, new Bandwidth(Long.MAX_VALUE / 16));

    /// And so is the core that sends.
    private static final Terms TERMS = new Terms(
            Terms.byDefault().stop(),
            Optional.empty(),
            new Help(
                    false, false, false, false, Optional.empty(), Optional.empty(), new Channels(1, LINK.bandwidth())));

    private static final HostId SOURCE = new HostId("h1");
    private static final HostId TARGET = new HostId("h2");
    private static final String DATASTORE = "array";
    private static final String UNVERIFIED = "unverified: a benchmark's";

    private final MonotonicTimeline timeline = MonotonicTimeline.startingNow();
    private final BlockingQueue<MigrationReport> reports = new LinkedBlockingQueue<>();
    private final BlockingQueue<Lifecycle.Answer> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger unreachable = new AtomicInteger();
    private final ArteryNode node;
    private final TcpPageChannels pages;
    private final ActorRef<HypervisorCommand> hypervisor;
    private final ActorRef<Migrations.Command> migrations;

    /// Where this end listens, and where the other does.
    record Place(NodeAddress here, NodeAddress there, boolean isSource) {}

    /// @param form of the pages that leave here
    /// @param listener hears every event
    MigrationEnd(Place place, PageForm form, Consumer<Event> listener) throws IOException {
        HostId host = place.isSource() ? SOURCE : TARGET;
        HostId other = place.isSource() ? TARGET : SOURCE;
        TreeMap<NodeId, NodeAddress> directory = new TreeMap<>();
        directory.put(nodeOf(other), place.there());
        Membership membership = new Membership.Member(place.isSource() ? List.of() : List.of(place.there()));
        node = ArteryNode.start(
                new NetworkSetup(
                        nodeOf(host), place.here(), place.here(), directory, LINK, new TreeMap<>(), membership),
                new WireCodec(List.of(MigrationWire.class)),
                event -> {
                    if (event instanceof FleetEvent.Unreachable) {
                        unreachable.incrementAndGet();
                    }
                });
        pages = TcpPageChannels.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty(), form);
        TreeMap<String, ActorRef<Disk.Command>> datastores = new TreeMap<>();
        datastores.put(DATASTORE, node.spawn(disk(), "disk"));
        HostPorts ports = new HostPorts(
                timeline,
                listener::accept,
                EffectGate.open(),
                new GuestMaker(images(), _ -> idle()),
                datastores,
                Optional.empty());
        hypervisor = node.spawn(Hypervisor.create(host, host(), ports), "hypervisor");
        MigrationNode ground = new MigrationNode(
                node.link(),
                Optional.of(pages),
                new AgreeingPort(),
                _ -> Optional.of(hypervisor),
                new MigrationNode.Ground(timeline, listener::accept, HoldPoint.none(), Seed.of(1)),
                MigrationSettings.byDefault());
        migrations = node.spawn(Migrations.create(ground, node.spawn(into(reports), "reports")), "migrations");
    }

    /// How often Pekko took the other end for unreachable.
    int unreachable() {
        return unreachable.get();
    }

    /// Starts a guest that does nothing and moves it away.
    ///
    /// @param number of the migration
    MigrationReport moveAway(int number, MemorySize memory) throws InterruptedException {
        VmSpec vm = vm(number, memory);
        hypervisor.tell(new Lifecycle.StartVm(vm, 1, 1, false, node.spawn(into(answers), "answers-" + number)));
        answers.take();
        Move move = new Move(new MigrationId("m-" + number), vm.id(), 1, SOURCE, TARGET);
        migrations.tell(new Migrations.Begin(new MigrationOrder(move, vm, nodeOf(TARGET), TERMS)));
        return reports.take();
    }

    @Override
    public void close() throws IOException {
        node.close();
        pages.close();
    }

    private static NodeId nodeOf(HostId host) {
        return new NodeId(host.value());
    }

    private static <T> Behavior<T> into(BlockingQueue<T> queue) {
        return Behaviors.receiveMessage(message -> {
            queue.add(message);
            return Behaviors.same();
        });
    }

    /// A datastore that keeps nothing: the guests write nothing.
    private static Behavior<Disk.Command> disk() {
        return Behaviors.receiveMessage(command -> {
            if (command instanceof Disk.Open open) {
                open.replyTo().tell(new Disk.Opened(open.request(), open.vm(), open.epoch(), List.of()));
            }
            return Behaviors.same();
        });
    }

    /// One for each size of a guest, which fills all of it: no page is zero.
    private static Images images() {
        return new Images(List.of(image(MigrationSpeed.OF_BYTES), image(MigrationSpeed.OF_IDENTITIES)));
    }

    private static GuestImage image(MemorySize memory) {
        return new GuestImage(
                imageOf(memory),
                new Kernel(GuestImage.ANY, GuestImage.ANY, true, UNVERIFIED),
                new GuestImage.Memory(memory, Share.NONE, UNVERIFIED),
                new GuestImage.Disk(MemorySize.ZERO, UNVERIFIED),
                List.of());
    }

    private static String imageOf(MemorySize memory) {
        return "full-" + memory.bytes();
    }

    private static Workload idle() {
        return new Workload(new CpuDemand.Constant(Share.NONE), 1, Optional.empty(), false);
    }

    private static VmSpec vm(int number, MemorySize memory) {
        return new VmSpec(
                new VmId("vm-" + number),
                "vm",
                1,
                memory,
                VmKind.FULL,
                CpuShare.byDefault(),
                imageOf(memory),
                DATASTORE,
                VmSpec.Care.none(),
                WorkloadSpec.idle());
    }

    private static HostSpec host() {
        return new HostSpec(
                "bench",
                new HostSpec.Processors(1, 4, 1, Frequency.parse("2GHz"), true, true, UNVERIFIED),
                new HostSpec.Memory(
                        MemorySize.ofGibibytes(1024), MemorySize.ZERO, MemorySize.ofKibibytes(4), UNVERIFIED),
                List.of(),
                List.of(new DiskSpec(
                        "d", Bandwidth.parse("1GiB/s"), EventRate.parse("1000/s"), Duration.ofMillis(1), UNVERIFIED)),
                new HostSpec.PowerCurve(List.of(Power.parse("100W"), Power.parse("200W")), UNVERIFIED));
    }
}
