package io.godwit.process;

import io.godwit.array.ArraySettings;
import io.godwit.chronicle.HistoryFolder;
import io.godwit.chronicle.HistoryLog;
import io.godwit.chronicle.HistoryTail;
import io.godwit.history.Entry;
import io.godwit.history.Event;
import io.godwit.history.Recorder;
import io.godwit.host.HostMakes;
import io.godwit.host.HostTuning;
import io.godwit.identity.HostId;
import io.godwit.image.GuestImage;
import io.godwit.launch.LastWords;
import io.godwit.launch.NodeProcess;
import io.godwit.launch.RunFolder;
import io.godwit.link.EmulatedNetwork.Way;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.node.NodeSetup;
import io.godwit.node.PowerWire;
import io.godwit.node.artery.ArteryNode;
import io.godwit.node.artery.Membership;
import io.godwit.node.artery.NodeAddress;
import io.godwit.node.artery.ShapeWire;
import io.godwit.relay.RelayTraffic;
import io.godwit.stage.FleetPlan;
import io.godwit.stage.Stage;
import io.godwit.stage.Vocabulary;
import io.godwit.time.MonotonicTimeline;
import io.godwit.time.Timeline;
import io.godwit.unit.MemorySize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/// A fleet of real processes on this machine, behind relays; the console is this process.
///
/// Whatever ends the stage, its processes, sockets and folders end with it: [#close], a signal, or the death of this
/// process, which the children notice.
public final class JvmStage implements Stage {

    /// What the processes are made with.
    ///
    /// @param makes that hosts may be of
    /// @param images that VMs may be made from
    /// @param heap most that the heap of each process may take
    public record Parts(HostMakes makes, List<GuestImage> images, ArraySettings arrays, MemorySize heap) {

        public Parts with(Optional<MemoryManagement> memory, HostTuning tuning) {
            return new Parts(makes.with(memory).with(tuning), images, arrays, heap);
        }
    }

    /// How an opening went.
    public sealed interface Opening {}

    public record Opened(JvmStage stage) implements Opening {}

    /// @param why a sentence for people
    public record NotOpened(String why) implements Opening {}

    /// A fleet that isn't ready by then never will be, even on a machine that is busy with other things.
    private static final Duration START = Duration.ofMinutes(2);

    /// How often the thread that waits for a condition looks at it.
    private static final long LOOK_NS = 5_000_000;

    private final FleetPlan plan;
    private final Parts parts;
    private final MonotonicTimeline timeline = MonotonicTimeline.startingNow();
    private final Map<NodeId, NodeSetup> setups = new TreeMap<>();
    private final SortedMap<NodeId, Path> folders = new TreeMap<>();
    private final List<Consumer<Entry>> watchers = new CopyOnWriteArrayList<>();
    private final Deque<AutoCloseable> leftovers = new ConcurrentLinkedDeque<>();
    private volatile Optional<LastWords> unwritten = Optional.empty();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread hook = Thread.ofPlatform().unstarted(this::close);
    private final RunFolder run;
    private final Wiring wiring;
    private final Crew crew;
    private final HistoryLog history;
    private final ArteryNode console;

    private JvmStage(FleetPlan plan, Parts parts) throws IOException {
        this.plan = plan;
        this.parts = parts;
        this.crew = new Crew(timeline, parts.heap());
        plan.setups().forEach(setup -> setups.put(setup.node(), setup));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            this.run = opened(RunFolder.create());
            this.wiring = opened(Wiring.lay(plan, timeline));
            for (NodeId node : Wiring.everybody(plan)) {
                folders.put(node, run.of(node.value()));
            }
            this.history = opened(HistoryLog.open(folders.get(plan.console()), plan.console(), timeline));
            this.console = opened(ArteryNode.start(
                    wiring.network(plan.console(), new Membership.Outside()), Vocabulary.codec(), _ -> {}));
        } catch (IOException | RuntimeException failed) {
            close();
            throw failed;
        }
        spawn(HistoryTail.create(folders, entry -> watchers.forEach(watcher -> watcher.accept(entry))), "history-tail");
    }

    /// Starts all processes of a fleet at once, and waits until each does its work.
    public static Opening open(FleetPlan plan, Parts parts) {
        try {
            JvmStage stage = new JvmStage(plan, parts);
            Optional<String> failed = stage.startAll();
            if (failed.isPresent()) {
                stage.close();
                return new NotOpened(failed.get());
            }
            return new Opened(stage);
        } catch (IOException | UncheckedIOException failed) {
            return new NotOpened("the fleet can't be started: " + failed.getMessage());
        }
    }

    @Override
    public Timeline timeline() {
        return timeline;
    }

    @Override
    public Link link() {
        return console.link();
    }

    @Override
    public Recorder recorder() {
        return this::record;
    }

    /// An actor that can't write would only fail; the drill ends instead.
    private void record(Event event) {
        try {
            history.record(event);
        } catch (UncheckedIOException failed) {
            unwritten = Optional.of(new LastWords(
                    failed.getMessage() + " (" + failed.getCause().getMessage() + "): make room where " + run.path()
                            + " is, or let TMPDIR name another place",
                    true));
        }
    }

    @Override
    public <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
        return console.spawn(behavior, name);
    }

    @Override
    public void start(NodeId node) {
        start(node, running());
    }

    @Override
    public void kill(NodeId node) {
        crew.kill(node);
    }

    @Override
    public void pause(NodeId node) {
        crew.pause(node);
    }

    @Override
    public void resume(NodeId node) {
        crew.resume(node);
    }

    @Override
    public boolean isAlive(NodeId node) {
        return crew.isAlive(node);
    }

    @Override
    public void powerOff(HostId host) {
        tellPower(host, new PowerWire.Off(host));
    }

    @Override
    public void powerOn(HostId host) {
        tellPower(host, new PowerWire.On(host));
    }

    @Override
    public void cut(NodeId from, NodeId to) {
        wiring.cut(new Way(from, to));
    }

    @Override
    public void heal(NodeId from, NodeId to) {
        wiring.heal(new Way(from, to));
    }

    @Override
    public void shape(NodeId one, NodeId other, LinkQuality quality) {
        shape(new Way(one, other), quality);
        shape(new Way(other, one), quality);
    }

    @Override
    public Traffic traffic(NodeId from, NodeId to) {
        RelayTraffic passed = wiring.traffic(new Way(from, to));
        return new Traffic(passed.bytes(), passed.stoppedBytes() + passed.resets());
    }

    @Override
    public void watch(Consumer<Entry> watcher) {
        watchers.add(watcher);
    }

    /// Read from the files of all processes, dead ones too.
    @Override
    public List<Entry> history() {
        List<Entry> all = new ArrayList<>();
        for (Path folder : folders.values()) {
            try {
                all.addAll(new HistoryFolder(folder).entries());
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return all;
    }

    /// @throws ProcessLost if a process ends that nobody killed, or this one can't write its history
    @Override
    public boolean runUntil(BooleanSupplier reached, Duration limit) {
        long endNs = timeline.now() + limit.toNanos();
        boolean there = reached.getAsBoolean();
        while (!there && timeline.now() < endNs) {
            crew.mistake().or(() -> unwritten).ifPresent(words -> {
                throw new ProcessLost(words);
            });
            LockSupport.parkNanos(LOOK_NS);
            there = reached.getAsBoolean();
        }
        return there;
    }

    @Override
    public boolean realMembership() {
        return true;
    }

    /// Where all files of this run are, until it is closed.
    public Path folder() {
        return run.path();
    }

    /// Copies the histories and logs of all nodes, not their disks, to where they outlive this stage.
    ///
    /// @throws IOException if that place can't be written
    public void keep(Path place) throws IOException {
        for (var node : folders.entrySet()) {
            Path kept = Files.createDirectories(place.resolve(node.getKey().value()));
            try (Stream<Path> files = Files.list(node.getValue())) {
                for (Path file : files.filter(JvmStage::isTelling).toList()) {
                    Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static boolean isTelling(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".log") || name.endsWith(".jsonl");
    }

    /// A node's process, to be measured.
    public Optional<NodeProcess> process(NodeId node) {
        return crew.process(node);
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
        Optional<Exception> first = Optional.empty();
        while (!leftovers.isEmpty()) {
            try {
                leftovers.pop().close();
            } catch (Exception failed) {
                first = first.or(() -> Optional.of(failed));
            }
        }
        first.ifPresent(failed -> {
            throw new IllegalStateException("the fleet's leftovers can't be removed", failed);
        });
    }

    private <T extends AutoCloseable> T opened(T leftover) {
        leftovers.push(leftover);
        return leftover;
    }

    private Optional<String> startAll() {
        List<NodeAddress> first = List.of();
        for (NodeId node : plan.nodes()) {
            start(node, first);
            if (first.isEmpty() && setups.containsKey(node)) {
                first = List.of(wiring.advertised(node));
            }
        }
        return crew.awaitReady(START);
    }

    private void start(NodeId node, List<NodeAddress> seeds) {
        String boot = Integer.toString(crew.nextBoot(node));
        NodeSetup host = setups.get(node);
        ProcessSetup.Role role = host == null
                ? new ProcessSetup.StorageArray(node.value(), parts.arrays())
                : new ProcessSetup.Host(host.booted(boot), parts.makes(), parts.images(), wiring.pages(node));
        Membership membership = host == null ? new Membership.Outside() : new Membership.Member(seeds);
        crew.start(
                node,
                folders.get(node),
                ProcessSetup.ofDrill(
                        wiring.network(node, membership),
                        timeline.originNs(),
                        Optional.of(run.path().toString()),
                        role));
    }

    /// Members that a node can join by. If none runs, the node is the first of a new cluster.
    private List<NodeAddress> running() {
        return setups.keySet().stream()
                .filter(crew::isAlive)
                .map(wiring::advertised)
                .toList();
    }

    private void shape(Way way, LinkQuality quality) {
        wiring.shape(way, quality);
        link().send("stage", new Endpoint(way.from(), ShapeWire.SERVICE), new ShapeWire.Become(way.to(), quality));
    }

    private void tellPower(HostId host, PowerWire message) {
        NodeId node = plan.topology().host(host).orElseThrow().node();
        link().send("stage", new Endpoint(node, PowerWire.SERVICE), message);
    }
}
