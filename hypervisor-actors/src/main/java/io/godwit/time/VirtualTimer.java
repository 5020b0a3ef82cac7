package io.godwit.time;

import org.apache.pekko.actor.Cancellable;
import org.jspecify.annotations.Nullable;

/// A task that is due once, or again and again with a fixed delay after each run, until it is cancelled.
final class VirtualTimer implements Cancellable, Runnable {

    private static final long ONCE = 0;

    private final VirtualWorld world;
    private final @Nullable VirtualNode node;
    private final long delayNs;
    private @Nullable Runnable task;
    private boolean queued;

    private VirtualTimer(VirtualWorld world, @Nullable VirtualNode node, long delayNs, Runnable task) {
        this.world = world;
        this.node = node;
        this.delayNs = delayNs;
        this.task = task;
    }

    static VirtualTimer once(VirtualWorld world, @Nullable VirtualNode node, Runnable task) {
        return new VirtualTimer(world, node, ONCE, task);
    }

    static VirtualTimer repeated(VirtualWorld world, VirtualNode node, long delayNs, Runnable task) {
        if (delayNs <= 0) {
            throw new IllegalArgumentException("a repeated timer needs a delay, or time would stand still");
        }
        return new VirtualTimer(world, node, delayNs, task);
    }

    /// The node whose timer this is, or null for an event of the world.
    @Nullable
    VirtualNode node() {
        return node;
    }

    void queue(long timeNs) {
        queued = true;
        world.timers().add(timeNs, this);
    }

    void dequeued() {
        queued = false;
    }

    @Override
    public void run() {
        Runnable due = task;
        if (due == null) {
            return;
        }
        if (delayNs == ONCE) {
            task = null;
            due.run();
            return;
        }
        due.run();
        if (task != null) {
            queue(world.after(delayNs));
        }
    }

    /// Forgets the task at once, so that whatever it refers to can be collected before it would have been due.
    @Override
    public boolean cancel() {
        world.requireOwnThread();
        if (task == null) {
            return false;
        }
        task = null;
        if (queued) {
            world.timers().noteCancelled();
        }
        return true;
    }

    @Override
    public boolean isCancelled() {
        return task == null;
    }
}
