package io.godwit.stage;

import io.godwit.history.Entry;
import io.godwit.history.Recorder;
import io.godwit.identity.HostId;
import io.godwit.link.Link;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.time.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/// A fleet on which a drill is played, and the hands that break it. One implementation runs it in virtual time, the
/// other on JVMs of this machine.
///
/// Every fault is the real one of its clock: on JVMs a signal or a cut connection, in virtual time a node whose
/// mailboxes and timers are dropped or held in the same instant. Calls come from the stage's own console actors or,
/// between runs, from the thread that opened the stage.
public interface Stage extends AutoCloseable {

    /// The console's clock.
    Timeline timeline();

    /// The console's link. The console is a node of its own, outside the fleet.
    Link link();

    /// Where the console writes its own events.
    Recorder recorder();

    /// Starts an actor on the console.
    <T> ActorRef<T> spawn(Behavior<T> behavior, String name);

    /// Starts the process of a node, for the first time or again, with the disk it had.
    void start(NodeId node);

    /// SIGKILL: nothing that the process meant to do happens any more.
    void kill(NodeId node);

    /// SIGSTOP: nothing happens until [#resume], and its clock goes on.
    void pause(NodeId node);

    void resume(NodeId node);

    boolean isAlive(NodeId node);

    /// Cuts the power of one emulated host; the others of its node stay up.
    void powerOff(HostId host);

    void powerOn(HostId host);

    /// Cuts one direction. What is under way may arrive when it is healed, long after it was sent.
    void cut(NodeId from, NodeId to);

    void heal(NodeId from, NodeId to);

    /// Sets what the link between two nodes can do, in both directions.
    void shape(NodeId one, NodeId other, LinkQuality quality);

    /// What passed and what was stopped in one direction so far: the evidence that a cut or a slow link was felt.
    Traffic traffic(NodeId from, NodeId to);

    /// Messages in virtual time, bytes on JVMs.
    record Traffic(long passed, long stopped) {}

    /// Tells every event of the fleet and of the console, in the order in which this stage learns of them.
    void watch(Consumer<Entry> watcher);

    /// All of the fleet's history so far, each node's in its own order.
    List<Entry> history();

    /// Lets the fleet live until the condition holds or time is up.
    ///
    /// @return whether the condition holds
    boolean runUntil(BooleanSupplier reached, Duration limit);

    /// Whether membership is Pekko's, or modelled; reports say which.
    boolean realMembership();

    /// Stops all that the stage started, and removes what it left on disk.
    @Override
    void close();
}
