package io.godwit.process;

import io.godwit.launch.JavaCommand;
import io.godwit.launch.LastWords;
import io.godwit.launch.NodeProcess;
import io.godwit.launch.NodeProcess.NotReady;
import io.godwit.link.NodeId;
import io.godwit.time.Timeline;
import io.godwit.unit.MemorySize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;

/// The processes of a launcher. It tells a death that somebody wanted from one that is a mistake.
public final class Crew {

    /// A process has ended.
    ///
    /// @param boot the number of the process among those of its node, from 1
    /// @param wanted somebody killed it by this crew
    /// @param words its last, with its exit code
    public record End(NodeId node, int boot, boolean wanted, String words) {}

    private static final String SETUP = "setup.json";

    private final JavaCommand java = JavaCommand.ofThisProcess();
    private final Timeline timeline;
    private final MemorySize heap;
    private final Map<NodeId, NodeProcess> processes = new ConcurrentSkipListMap<>();
    private final Map<NodeId, Integer> boots = new TreeMap<>();
    private final Set<Long> killed = new ConcurrentSkipListSet<>();
    private final Consumer<End> onEnd;
    private final Queue<LastWords> mistakes = new ConcurrentLinkedQueue<>();

    /// @param heap most that each process's heap may take
    Crew(Timeline timeline, MemorySize heap) {
        this(timeline, heap, _ -> {});
    }

    /// @param onEnd told each end, by a thread of its own
    public Crew(Timeline timeline, MemorySize heap, Consumer<End> onEnd) {
        this.timeline = timeline;
        this.heap = heap;
        this.onEnd = onEnd;
    }

    /// The number of the process that a node would have next, from 1.
    public synchronized int nextBoot(NodeId node) {
        return boots.merge(node, 1, Integer::sum);
    }

    /// @throws IllegalStateException if the node has a process
    public synchronized void start(NodeId node, Path folder, ProcessSetup setup) {
        if (isAlive(node)) {
            throw new IllegalStateException(node + " runs already");
        }
        try {
            Path file = folder.resolve(SETUP);
            setup.write(file);
            NodeProcess process = NodeProcess.start(
                    node, folder, java.start(NodeMain.class.getName(), heap, file.toString()), timeline);
            processes.put(node, process);
            int boot = boots.getOrDefault(node, 1);
            process.onExit(code -> {
                boolean wanted = killed.contains(process.pid());
                if (!wanted) {
                    mistakes.add(process.lastWords(code));
                }
                onEnd.accept(new End(node, boot, wanted, process.lastWords(code).sentence()));
            });
        } catch (IOException failed) {
            throw new UncheckedIOException(node + " can't be started", failed);
        }
    }

    /// Waits until all that were started are ready.
    ///
    /// @return what the first that failed says
    public Optional<String> awaitReady(Duration limit) {
        long endNs = timeline.now() + limit.toNanos();
        for (NodeProcess process : processes.values()) {
            Duration left = Duration.ofNanos(Math.max(0, endNs - timeline.now()));
            if (process.awaitReady(left) instanceof NotReady(var why)) {
                return Optional.of(why);
            }
        }
        return Optional.empty();
    }

    public boolean isAlive(NodeId node) {
        NodeProcess process = processes.get(node);
        return process != null && process.isAlive();
    }

    public void kill(NodeId node) {
        NodeProcess process = processes.get(node);
        if (process != null) {
            killed.add(process.pid());
            process.kill();
        }
    }

    void pause(NodeId node) {
        if (isAlive(node)) {
            processes.get(node).pause();
        }
    }

    void resume(NodeId node) {
        if (isAlive(node)) {
            processes.get(node).resume();
        }
    }

    public Optional<NodeProcess> process(NodeId node) {
        return Optional.ofNullable(processes.get(node));
    }

    /// What a process that nobody killed said when it ended.
    Optional<LastWords> mistake() {
        return Optional.ofNullable(mistakes.peek());
    }

    public void killAll() {
        processes.keySet().forEach(this::kill);
    }
}
