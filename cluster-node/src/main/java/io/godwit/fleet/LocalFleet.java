package io.godwit.fleet;

import io.godwit.array.ArraySettings;
import io.godwit.chronicle.HistoryFeed;
import io.godwit.chronicle.HistoryLog;
import io.godwit.door.Deed;
import io.godwit.door.DoorGround;
import io.godwit.door.DoorSetup;
import io.godwit.door.HttpDoor;
import io.godwit.guest.Activity;
import io.godwit.history.FaultEvent;
import io.godwit.host.HostMakes;
import io.godwit.host.Images;
import io.godwit.image.GuestImage;
import io.godwit.launch.NodeProcess;
import io.godwit.launch.RunFolder;
import io.godwit.link.NodeId;
import io.godwit.network.EdgeSwitch;
import io.godwit.node.artery.Acquaintance;
import io.godwit.node.artery.ArteryNode;
import io.godwit.node.artery.Membership;
import io.godwit.node.artery.NodeAddress;
import io.godwit.process.Crew;
import io.godwit.process.Loopback;
import io.godwit.process.ProcessSetup;
import io.godwit.stage.Vocabulary;
import io.godwit.time.MonotonicTimeline;
import io.godwit.unit.MemorySize;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/// A fleet of processes on this machine, and this process as its console: it starts them, opens a door that can kill
/// and start them, and tells the controller of those that have ended. Whatever ends it, all of it ends.
public final class LocalFleet implements AutoCloseable {

    /// What the processes are made with.
    ///
    /// @param images that VMs may be made from
    /// @param activities that callers of its doors may name
    /// @param heap most that the heap of each may take
    /// @param doorPort of this process's door on 127.0.0.1, and of each node's at its own address
    public record Parts(
            HostMakes makes,
            List<GuestImage> images,
            SortedMap<String, Activity> activities,
            SortedMap<String, ArraySettings> arrays,
            MemorySize heap,
            int doorPort) {}

    /// @param node it happened to
    /// @param sentence for people
    public record News(NodeId node, String sentence) {}

    private static final Duration START = Duration.ofMinutes(2);

    /// Whoever orders the end is told that it comes.
    private static final long LAST_REPLY_NS = 200_000_000;

    private static final NodeId CONSOLE = new NodeId(Shape.CONSOLE);
    private static final String HERE = "127.0.0.1";

    private final Shape shape;
    private final Parts parts;
    private final Consumer<News> news;
    private final MonotonicTimeline timeline = MonotonicTimeline.startingNow();
    private final Deque<AutoCloseable> leftovers = new ConcurrentLinkedDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().unstarted(this::close);
    private final Crew crew;
    private final RunFolder run;
    private final Loopback addresses;
    private final Deployment deployment;
    private final HistoryLog history;
    private final ArteryNode console;
    private final NodeAddress door;
    private final ActorRef<Undertaker.Command> undertaker;

    private LocalFleet(Shape shape, Parts parts, Consumer<News> news) throws IOException {
        this.shape = shape;
        this.parts = parts;
        this.news = news;
        this.crew = new Crew(timeline, parts.heap(), this::ended);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            this.run = opened(RunFolder.create());
            this.addresses = opened(Loopback.claim(shape.everybody()));
            this.deployment = new Deployment(
                    shape.at(addresses::bound, addresses::pagesBound),
                    parts.makes(),
                    parts.images(),
                    parts.arrays(),
                    new TreeMap<>(Map.of(CONSOLE, addresses.bound(CONSOLE))));
            Path folder = run.of(CONSOLE.value());
            this.history = opened(HistoryLog.open(folder, CONSOLE, timeline));
            this.console = opened(ArteryNode.listen(
                    deployment.network(
                            CONSOLE, addresses.bound(CONSOLE), self("1", Optional.empty()), new Membership.Outside()),
                    Vocabulary.codec()));
            console.spawn(HistoryFeed.create(console.link(), folder), "history");
            console.spawn(
                    EdgeSwitch.create(new EdgeSwitch.Ground(console.link(), timeline, new TreeMap<>(), history)),
                    "edge");
            this.undertaker = console.spawn(Undertaker.create(console.link(), deployment.voters()), "undertaker");
            this.door = HttpDoor.open(
                    console,
                    ground(),
                    new DoorSetup(new NodeAddress(HERE, parts.doorPort()), Optional.empty(), parts.activities()));
        } catch (IOException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /// Starts a fleet, and waits until it can be worked with.
    ///
    /// @param news told of processes that end, by threads of their own
    /// @throws IOException with a sentence if it can't be; nothing of it is left
    public static LocalFleet open(Shape shape, Parts parts, Consumer<News> news) throws IOException {
        LocalFleet fleet = new LocalFleet(shape, parts, news);
        try {
            fleet.startAll();
            return fleet;
        } catch (IOException | RuntimeException failed) {
            fleet.close();
            throw failed;
        }
    }

    /// Doors of the fleet, that of this process first.
    public List<String> doors() {
        List<String> all = new ArrayList<>();
        all.add("http://" + door);
        shape.nodeNames().forEach(node -> all.add("http://" + doorOf(node)));
        return all;
    }

    /// Where a node's link is: what another node may join by.
    public List<NodeAddress> links() {
        return shape.nodeNames().stream()
                .map(node -> addresses.bound(new NodeId(node)))
                .toList();
    }

    public Path folder() {
        return run.path();
    }

    /// Waits until somebody orders the end.
    public void awaitEnd() throws InterruptedException {
        ended.await();
        LockSupport.parkNanos(LAST_REPLY_NS);
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        if (Thread.currentThread() != hook) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        crew.killAll();
        while (!leftovers.isEmpty()) {
            try {
                leftovers.pop().close();
            } catch (Exception failed) {
                news.accept(new News(CONSOLE, "not all could be ended in order: " + failed.getMessage()));
            }
        }
        ended.countDown();
    }

    private <T extends AutoCloseable> T opened(T leftover) {
        leftovers.push(leftover);
        return leftover;
    }

    private void startAll() throws IOException {
        startArray();
        List<NodeAddress> first = List.of();
        for (String node : shape.nodeNames()) {
            startNode(node, first);
            first = List.of(addresses.bound(new NodeId(shape.nodeNames().getFirst())));
        }
        Optional<String> failed = crew.awaitReady(START);
        if (failed.isPresent()) {
            throw new IOException(failed.get());
        }
        CompletableFuture<Boolean> complete = new CompletableFuture<>();
        console.spawn(
                Muster.create(console.link(), deployment.voters(), shape.hosts(), () -> complete.complete(true)),
                "muster");
        try {
            complete.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException slow) {
            throw new IOException("the hosts did not join within " + START.toSeconds() + " s", slow);
        } catch (InterruptedException | ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
        started.set(true);
        console.spawn(Acquaintance.create(console.link(), links(), _ -> {}), "acquaintance");
    }

    private void startArray() throws IOException {
        NodeId array = new NodeId(Shape.ARRAY);
        String boot = Integer.toString(crew.nextBoot(array));
        crew.start(array, run.of(Shape.ARRAY), deployment.array(Shape.ARRAY, self(boot, Optional.empty())));
    }

    private void startNode(String name, List<NodeAddress> seeds) throws IOException {
        NodeId node = new NodeId(name);
        String boot = Integer.toString(crew.nextBoot(node));
        Deployment.Self self =
                self(boot, Optional.of(new DoorSetup(doorOf(name), Optional.empty(), parts.activities())));
        ProcessSetup setup = deployment.node(name, self, Optional.of(seeds));
        crew.start(node, run.of(name), setup);
    }

    private Deployment.Self self(String boot, Optional<DoorSetup> itsDoor) {
        return new Deployment.Self(
                boot,
                Optional.empty(),
                timeline.originNs(),
                Optional.of(run.path().toString()),
                itsDoor);
    }

    private NodeAddress doorOf(String node) {
        return new NodeAddress(addresses.bound(new NodeId(node)).host(), parts.doorPort());
    }

    private DoorGround ground() {
        return new DoorGround(
                timeline,
                deployment.voters(),
                "door-" + CONSOLE,
                new Images(parts.images()),
                deployment.file().migration().terms(),
                Optional.of(this::act));
    }

    /// Deeds wait for processes, so that each has a thread.
    private CompletionStage<Deed.Result> act(Deed deed) {
        CompletableFuture<Deed.Result> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("deed").start(() -> result.complete(carryOut(deed)));
        return result;
    }

    private Deed.Result carryOut(Deed deed) {
        return switch (deed) {
            case Deed.Kill(var name) -> nodeOf(name).map(this::kill).orElseGet(() -> unknown(name));
            case Deed.Start(var name) -> nodeOf(name).map(this::restart).orElseGet(() -> unknown(name));
            case Deed.End() -> {
                ended.countDown();
                yield new Deed.Done("the fleet ends");
            }
        };
    }

    private synchronized Deed.Result kill(NodeId node) {
        if (!crew.isAlive(node)) {
            return new Deed.Impossible(
                    "the process of " + node + " has ended already: `godwit start-host " + node + "` starts it again");
        }
        history.record(new FaultEvent.Injected("kill-" + node, "killed the process of", node.value()));
        crew.kill(node);
        return new Deed.Done("killed the process of " + node + carried(node)
                + "; it stays down until `godwit start-host " + node + "`");
    }

    private synchronized Deed.Result restart(NodeId node) {
        if (crew.isAlive(node)) {
            return new Deed.Impossible(node + " runs already: there is nothing to start");
        }
        try {
            if (node.value().equals(Shape.ARRAY)) {
                startArray();
            } else {
                startNode(node.value(), running());
            }
            NodeProcess process = crew.process(node).orElseThrow();
            return process.awaitReady(START) instanceof NodeProcess.NotReady(var why)
                    ? new Deed.Impossible(why)
                    : new Deed.Done(node + " runs again, with "
                            + (node.value().equals(Shape.ARRAY)
                                    ? "all that its disks held"
                                    : "what it had written of the registry; local disks of its VMs ended with it"));
        } catch (IOException failed) {
            return new Deed.Impossible(node + " can't be started: " + failed.getMessage());
        }
    }

    /// Members that a node can join by. If none runs, the node is the first of a new cluster.
    private List<NodeAddress> running() {
        return shape.nodeNames().stream()
                .map(NodeId::new)
                .filter(crew::isAlive)
                .map(addresses::bound)
                .toList();
    }

    private Optional<NodeId> nodeOf(String name) {
        if (name.equals(Shape.ARRAY) || deployment.file().nodes().containsKey(name)) {
            return Optional.of(new NodeId(name));
        }
        return deployment.file().nodes().entrySet().stream()
                .filter(node -> node.getValue().carries().contains(name))
                .map(node -> new NodeId(node.getKey()))
                .findFirst();
    }

    private Deed.Result unknown(String name) {
        return new Deed.Impossible("this launcher started no host " + name + ": it has "
                + String.join(", ", deployment.file().nodes().keySet()) + " and " + Shape.ARRAY);
    }

    private String carried(NodeId node) {
        FleetFile.Node it = deployment.file().nodes().get(node.value());
        return it == null || it.carries().equals(List.of(node.value()))
                ? ""
                : ", which carried " + String.join(", ", it.carries());
    }

    private void ended(Crew.End end) {
        if (closed.get()) {
            return;
        }
        history.record(new FaultEvent.ProcessEnded("end-" + end.node(), end.node()));
        boolean isHost = deployment.file().nodes().containsKey(end.node().value());
        if (isHost) {
            undertaker.tell(new Undertaker.Ended(end.node(), Integer.toString(end.boot())));
        }
        if (!started.get()) {
            return; // whoever waits for the start is told
        }
        news.accept(new News(
                end.node(),
                (end.wanted() ? end.node() + " was killed" : end.words()) + carried(end.node())
                        + (isHost ? "; its protected VMs are restarted elsewhere" : "; its disks don't answer")
                        + "; `godwit start-host " + end.node() + "` starts it again"));
    }
}
