package io.godwit.time;

import com.typesafe.config.Config;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.internal.adapter.ActorRefFactoryAdapter;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.jspecify.annotations.Nullable;

/// A node in virtual time: an actor system of its own, driven by its [VirtualWorld].
///
/// It can die as a process dies of `kill -9`: between two steps everything is gone at once. No actor hears of it, no
/// message or timer of it is ever seen again. And it can be stopped as by SIGSTOP: nothing of it runs, while the clock
/// goes on and messages and due timers pile up; on resume all of them run.
///
/// A fault strikes between two steps. It comes from an event of the world, never from an actor of the node itself.
public final class VirtualNode {

    private static final ScopedValue<VirtualNode> STARTING = ScopedValue.newInstance();

    private static final ClassLoader CLASSES = new NodeClassLoader(VirtualNode.class.getClassLoader());

    private final VirtualWorld world;
    private final String name;
    private final Queue<Runnable> held = new ArrayDeque<>();
    private org.apache.pekko.actor.@Nullable ActorSystem system;
    private boolean alive = true;
    private boolean paused;

    private VirtualNode(VirtualWorld world, String name) {
        this.world = world;
        this.name = name;
    }

    static VirtualNode start(VirtualWorld world, String name, Config config) {
        VirtualNode node = new VirtualNode(world, name);
        node.system = ScopedValue.where(STARTING, node)
                .call(() -> org.apache.pekko.actor.ActorSystem.create(name, config, CLASSES));
        return node;
    }

    /// The node whose actor system is being created by this thread.
    static VirtualNode starting() {
        if (!STARTING.isBound()) {
            throw new IllegalStateException("virtual nodes are started by a VirtualWorld alone");
        }
        return STARTING.get();
    }

    public String name() {
        return name;
    }

    public ActorSystem<Void> system() {
        return Adapter.toTyped(running());
    }

    /// Starts an actor at the top of the node. It may be called before the run, and from events of the world.
    ///
    /// This is `Adapter.spawn`, save that a failure goes on to the parent, where the dispatcher sees it.
    public <T> ActorRef<T> spawn(Behavior<T> behavior, String actorName) {
        requireOwnThread();
        return ActorRefFactoryAdapter.spawn(running(), behavior, actorName, Props.empty(), true);
    }

    /// Ends the node as `kill -9` does. A node that is dead already stays so.
    public void kill() {
        if (!alive) {
            return;
        }
        requireBetweenSteps();
        alive = false;
        system = null;
        held.clear();
        world.forget(this);
    }

    /// Stops the node as SIGSTOP does, until [#resume()].
    public void pause() {
        requireBetweenSteps();
        running();
        paused = true;
    }

    /// Lets a paused node go on, with all it has missed.
    public void resume() {
        requireOwnThread();
        running();
        paused = false;
        while (!held.isEmpty()) {
            world.enqueue(this, held.remove());
        }
    }

    public boolean isAlive() {
        return alive;
    }

    public boolean isPaused() {
        return paused;
    }

    /// Lets a task of this node run in this instant, unless the node is dead.
    void execute(Runnable task) {
        if (alive) {
            world.enqueue(this, task);
        }
    }

    void hold(Runnable task) {
        held.add(task);
    }

    void failed(String where, Throwable cause) {
        world.failed(new ActorFailure(world.now(), name, where, cause));
    }

    VirtualWorld requireOwnThread() {
        world.requireOwnThread();
        return world;
    }

    private void requireBetweenSteps() {
        requireOwnThread();
        if (world.isRunning(this)) {
            throw new IllegalStateException(
                    "a fault strikes between two steps of node " + name + ": let an event of the world bring it");
        }
    }

    private org.apache.pekko.actor.ActorSystem running() {
        if (system == null) {
            throw new IllegalStateException("node " + name + " is dead");
        }
        return system;
    }

    @Override
    public String toString() {
        return name;
    }
}
