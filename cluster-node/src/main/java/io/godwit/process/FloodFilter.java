package io.godwit.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.TreeMap;

/// Lets each logger say so much in a while and no more, so that a peer that sends garbage fills no disk: Pekko writes a
/// line for each frame that it can't read, and four bytes make a frame.
///
/// What has a stack trace is never held back: a node ends with it, and its last words must stand there.
public final class FloodFilter extends Filter<ILoggingEvent> {

    /// A screenful: whoever reads more than that of one logger has seen what it has to say.
    static final int MOST = 40;

    static final long WINDOW_MS = 60_000;

    /// Loggers are classes, of which there are some thousands.
    private final Map<String, Window> windows = new TreeMap<>();

    private static final class Window {

        private long sinceMs;
        private int said;

        private Window(long sinceMs) {
            this.sinceMs = sinceMs;
        }
    }

    @Override
    public synchronized FilterReply decide(ILoggingEvent event) {
        if (event.getThrowableProxy() != null && event.getLevel() == Level.ERROR) {
            return FilterReply.NEUTRAL;
        }
        Window window = windows.computeIfAbsent(event.getLoggerName(), _ -> new Window(event.getTimeStamp()));
        if (event.getTimeStamp() - window.sinceMs >= WINDOW_MS) {
            window.sinceMs = event.getTimeStamp();
            window.said = 0;
        }
        window.said++;
        return window.said > MOST ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
