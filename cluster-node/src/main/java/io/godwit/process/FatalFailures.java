package io.godwit.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/// Ends the process when an actor has failed, after Pekko has logged it. In virtual time such a bug ends the run; here
/// it must not leave a node that is alive and has lost a part.
final class FatalFailures extends AppenderBase<ILoggingEvent> {

    /// What a process exits with that can't do its work any more.
    static final int BROKEN = 70;

    /// Under this name Pekko logs that a stream broke, such as that of a connection whose peer ended amid its greeting.
    /// That is the peer's doing, be it a port scanner, and the node does without the connection.
    private static final String STREAMS = "org.apache.pekko.actor.RepointableActorRef";

    private FatalFailures() {}

    /// From now on, for the rest of this process.
    static void install() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        FatalFailures last = new FatalFailures();
        last.setContext(root.getLoggerContext());
        last.start();
        root.addAppender(last); // behind the one that writes
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (isFatal(event)) {
            Runtime.getRuntime().halt(BROKEN);
        }
    }

    static boolean isFatal(ILoggingEvent event) {
        return event.getLevel() == Level.ERROR
                && event.getThrowableProxy() != null
                && isOfActors(event.getLoggerName());
    }

    /// A typed actor's failure is logged under the name of its parent's behavior, or by Pekko at the top.
    private static boolean isOfActors(String logger) {
        return logger.startsWith("io.godwit.")
                || (logger.startsWith("org.apache.pekko.actor.") && !logger.equals(STREAMS));
    }
}
