package io.godwit.time;

import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.Scheduler;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/// Pekko's scheduler of a virtual node: its timers wait in the queue of the world. Pekko makes it by name.
///
/// A due task runs in the world's loop itself, whatever executor was asked for: all executors of the node are that
/// loop. Fixed-rate timers are refused, since after a pause they replay every missed tick.
public final class VirtualScheduler implements Scheduler {

    private final VirtualNode node;

    /// Pekko demands these parameters; the node comes from the scope in which it is being started.
    public VirtualScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
        this.node = VirtualNode.starting();
    }

    VirtualNode node() {
        return node;
    }

    @Override
    public Cancellable scheduleOnce(FiniteDuration delay, Runnable task, ExecutionContext executor) {
        VirtualWorld world = node.requireOwnThread();
        VirtualTimer timer = VirtualTimer.once(world, node, task);
        if (node.isAlive()) {
            timer.queue(world.after(delay.toNanos()));
        }
        return timer;
    }

    @Override
    public Cancellable scheduleWithFixedDelay(
            FiniteDuration initialDelay, FiniteDuration delay, Runnable task, ExecutionContext executor) {
        VirtualWorld world = node.requireOwnThread();
        VirtualTimer timer = VirtualTimer.repeated(world, node, delay.toNanos(), task);
        if (node.isAlive()) {
            timer.queue(world.after(initialDelay.toNanos()));
        }
        return timer;
    }

    @Override
    @Deprecated(since = "Pekko's fixed-rate timers go through this method")
    public Cancellable schedule(
            FiniteDuration initialDelay, FiniteDuration interval, Runnable task, ExecutionContext executor) {
        throw new UnsupportedOperationException("fixed-rate timers replay missed ticks: use a fixed delay");
    }

    /// The clock is exact to the nanosecond.
    @Override
    public double maxFrequency() {
        return 1e9;
    }
}
