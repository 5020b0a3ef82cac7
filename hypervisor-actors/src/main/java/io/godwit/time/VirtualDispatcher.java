package io.godwit.time;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorCell;
import org.apache.pekko.dispatch.Dispatcher;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.ExecutorServiceFactory;
import org.apache.pekko.dispatch.ExecutorServiceFactoryProvider;
import org.apache.pekko.dispatch.Mailbox;
import org.apache.pekko.dispatch.MessageDispatcherConfigurator;
import org.apache.pekko.dispatch.sysmsg.Failed;
import org.apache.pekko.dispatch.sysmsg.SystemMessage;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;

/// A dispatcher without threads: what it is to execute joins the run queue of the world.
///
/// It throws when a foreign thread sends, before the message is in the mailbox, so that nothing is half-sent. And it
/// sees every failure that an actor reports to its parent, which is how a world knows of crashed actors.
final class VirtualDispatcher extends Dispatcher {

    /// Messages that an actor takes in a row before the next actor's turn. It only saves trips through the run queue:
    /// all of it happens in the same instant.
    private static final int THROUGHPUT = 64;

    private final VirtualNode node;

    VirtualDispatcher(MessageDispatcherConfigurator configurator, String id, VirtualNode node) {
        super(
                configurator,
                id,
                THROUGHPUT,
                Duration.Zero(),
                new NoThreads(),
                FiniteDuration.create(1, TimeUnit.SECONDS));
        this.node = node;
    }

    @Override
    public void dispatch(ActorCell receiver, Envelope message) {
        node.requireOwnThread();
        super.dispatch(receiver, message);
    }

    @Override
    public void systemDispatch(ActorCell receiver, SystemMessage message) {
        node.requireOwnThread();
        if (message instanceof Failed failed) {
            node.failed(failed.child().path().toStringWithoutAddress(), failed.cause());
        }
        super.systemDispatch(receiver, message);
    }

    @Override
    public boolean registerForExecution(Mailbox mailbox, boolean hasMessage, boolean hasSystemMessage) {
        if (!mailbox.canBeScheduledForExecution(hasMessage, hasSystemMessage)) {
            return false;
        }
        node.requireOwnThread();
        if (!mailbox.setAsScheduled()) {
            return false;
        }
        node.execute(mailbox);
        return true;
    }

    @Override
    public void execute(Runnable task) {
        node.requireOwnThread();
        node.execute(task);
    }

    /// There is nothing to shut down.
    @Override
    public void shutdown() {}

    /// Nothing of this node ever runs on a thread of its own.
    private record NoThreads() implements ExecutorServiceFactoryProvider {

        @Override
        public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
            return NoThreads::refuse;
        }

        @Override
        public boolean isVirtualized() {
            return false;
        }

        private static ExecutorService refuse() {
            throw new IllegalStateException("a virtual node has no threads");
        }
    }
}
