package io.godwit.time;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A fleet in virtual time: many actor systems, one thread, one clock that jumps.
///
/// The loop runs what the nodes have to run, first in, first out, until nothing is left; then it moves the clock to the
/// next timer, runs that, and starts over. Timers of all nodes and events of the world stand in one order: by time,
/// then by when they were made. A run is therefore a function of its input alone. [#fingerprint()] tells two runs
/// apart.
///
/// A world belongs to the thread that made it. Every call from another one throws and is a failure of the run, and so
/// is every message that another thread sends, which reaches nobody: that is how code that breaks virtual time is
/// found.
public final class VirtualWorld implements AutoCloseable {

    /// Steps within a single instant after which the world is taken to be in a loop that never lets time go on. A
    /// million VMs that all wake up at once take a few million.
    private static final long MAX_STEPS_IN_AN_INSTANT = 200_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(VirtualWorld.class);

    private static final Config NODE_CONFIG = ConfigFactory.parseResources(VirtualWorld.class, "virtual-node.conf")
            .resolve();

    private final Thread ownThread = Thread.currentThread();
    private final Map<String, VirtualNode> nodes = new LinkedHashMap<>();
    private final RunQueue runQueue = new RunQueue();
    private final TimerQueue timers = new TimerQueue();
    private final List<ActorFailure> failures = new CopyOnWriteArrayList<>();
    private @Nullable VirtualNode running;
    private boolean looping;
    private long nowNs;
    private long events;
    private long eventsBeforeInstant;
    private long fingerprint;

    /// The clock of this world, for everybody in it.
    public Timeline timeline() {
        return this::now;
    }

    /// Starts a node, before the run or in the middle of it. `extra` overrides Pekko's settings for this node.
    ///
    /// @throws IllegalStateException if a node of this name is alive
    public VirtualNode start(String name, Config extra) {
        requireOwnThread();
        if (nodes.containsKey(name)) {
            throw new IllegalStateException("node " + name + " is alive");
        }
        Config config = extra.isEmpty() ? NODE_CONFIG : extra.withFallback(NODE_CONFIG);
        VirtualNode node = VirtualNode.start(this, name, config);
        nodes.put(name, node);
        return node;
    }

    public VirtualNode start(String name) {
        return start(name, ConfigFactory.empty());
    }

    /// Lets an event of the world happen at `timeNs`, or now if that has passed.
    public void at(long timeNs, Runnable event) {
        requireOwnThread();
        VirtualTimer.once(this, null, event).queue(Math.max(timeNs, nowNs));
    }

    public void after(Duration delay, Runnable event) {
        at(after(delay.toNanos()), event);
    }

    /// Runs all that is due up to and at `timeNs`, and leaves the clock there.
    public void runUntil(long timeNs) {
        runUntil(() -> false, timeNs);
    }

    /// Runs until the condition holds, which is looked at after each event, but not beyond `limitNs`. If it isn't
    /// reached by then, the clock stands at the limit.
    ///
    /// @return whether the condition holds
    public boolean runUntil(BooleanSupplier reached, long limitNs) {
        requireOwnThread();
        if (looping) {
            throw new IllegalStateException("the world is running already");
        }
        looping = true;
        try {
            return loop(reached, limitNs);
        } finally {
            looping = false;
        }
    }

    /// Runs all that is due now, without letting time pass.
    public void drainInstant() {
        runUntil(nowNs);
    }

    /// How many tasks and timers have run so far.
    public long events() {
        return events;
    }

    /// A hash over time and node of every event so far. Two runs that agree in it had the same events in the same
    /// order.
    public long fingerprint() {
        return fingerprint;
    }

    /// What nobody handled, in order. A run that has any of these has found a bug.
    public List<ActorFailure> failures() {
        return Collections.unmodifiableList(failures);
    }

    /// Ends everything without a word to anybody.
    @Override
    public void close() {
        requireOwnThread();
        List.copyOf(nodes.values()).forEach(VirtualNode::kill);
        timers.removeIf(timer -> true);
        runQueue.clear();
    }

    long now() {
        return nowNs;
    }

    /// The time `delayNs` from now, or the end of time if that comes first.
    long after(long delayNs) {
        long timeNs = nowNs + Math.max(delayNs, 0);
        return timeNs < 0 ? Long.MAX_VALUE : timeNs;
    }

    TimerQueue timers() {
        return timers;
    }

    boolean isRunning(VirtualNode node) {
        return running == node;
    }

    void enqueue(VirtualNode node, Runnable task) {
        runQueue.add(node, task);
    }

    void forget(VirtualNode node) {
        nodes.remove(node.name());
        timers.removeIf(timer -> timer.node() == node);
    }

    void failed(ActorFailure failure) {
        LOG.error("{}", failure, failure.cause());
        failures.add(failure);
    }

    void requireOwnThread() {
        if (Thread.currentThread() != ownThread) {
            throw foreignThread();
        }
    }

    private IllegalStateException foreignThread() {
        var problem = new IllegalStateException("virtual time runs on thread " + ownThread.getName() + ", but "
                + Thread.currentThread().getName() + " called");
        failed(new ActorFailure(nowNs, "world", "a foreign thread", problem));
        return problem;
    }

    private boolean loop(BooleanSupplier reached, long limitNs) {
        while (true) {
            runTasks();
            if (reached.getAsBoolean()) {
                return true;
            }
            long nextNs = timers.firstTimeNs();
            if (nextNs > limitNs || timers.size() == 0) {
                moveClock(Math.max(nowNs, limitNs));
                return false;
            }
            moveClock(nextNs);
            fire(timers.takeFirst());
        }
    }

    private void runTasks() {
        while (!runQueue.isEmpty()) {
            VirtualNode node = runQueue.firstNode();
            Runnable task = runQueue.takeFirst();
            runFor(node, task);
        }
    }

    private void fire(VirtualTimer timer) {
        timer.dequeued();
        VirtualNode node = timer.node();
        if (node == null) {
            step(null, timer);
        } else {
            runFor(node, timer);
        }
    }

    private void runFor(VirtualNode node, Runnable task) {
        if (node.isPaused()) {
            node.hold(task);
        } else if (node.isAlive()) {
            step(node, task);
        }
    }

    private void step(@Nullable VirtualNode node, Runnable task) {
        count(node);
        running = node;
        try {
            task.run();
        } catch (RuntimeException e) {
            failed(new ActorFailure(nowNs, node == null ? "world" : node.name(), "a task", e));
        } finally {
            running = null;
        }
    }

    private void count(@Nullable VirtualNode node) {
        events++;
        fingerprint =
                Seed.mix(fingerprint + nowNs ^ (node == null ? 0 : node.name().hashCode()));
        if (events - eventsBeforeInstant > MAX_STEPS_IN_AN_INSTANT) {
            throw new IllegalStateException(
                    "time stands still at " + nowNs + " ns: node " + node + " never comes to rest");
        }
    }

    private void moveClock(long timeNs) {
        if (timeNs != nowNs) {
            nowNs = timeNs;
            eventsBeforeInstant = events;
        }
    }
}
