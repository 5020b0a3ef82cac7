package io.godwit.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FloodFilterTest {

    private final LoggerContext context = new LoggerContext();
    private final FloodFilter filter = new FloodFilter();

    @Test
    void aLoggerSaysSoMuchAndNoMore() {
        for (int i = 0; i < FloodFilter.MOST; i++) {
            assertThat(filter.decide(said("Decoder", i, Level.WARN))).isEqualTo(FilterReply.NEUTRAL);
        }
        assertThat(filter.decide(said("Decoder", 50, Level.WARN))).isEqualTo(FilterReply.DENY);
        assertThat(filter.decide(said("Another", 50, Level.WARN))).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void anotherWhileLaterItMaySpeakAgain() {
        for (int i = 0; i <= FloodFilter.MOST; i++) {
            filter.decide(said("Decoder", i, Level.WARN));
        }
        assertThat(filter.decide(said("Decoder", FloodFilter.WINDOW_MS, Level.WARN)))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void theLastWordsOfANodeAreNeverHeldBack() {
        for (int i = 0; i <= FloodFilter.MOST; i++) {
            filter.decide(said("Decoder", i, Level.WARN));
        }
        LoggingEvent last = new LoggingEvent(
                "", context.getLogger("Decoder"), Level.ERROR, "broken", new IllegalStateException("a bug"), null);
        assertThat(filter.decide(last)).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void nodesLogThroughIt() throws JoranException {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(
                Objects.requireNonNull(FloodFilter.class.getClassLoader().getResource("logback.xml")));
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ConsoleAppender<ILoggingEvent> appender = (ConsoleAppender<ILoggingEvent>) root.getAppender("stderr");
        assertThat(appender.getCopyOfAttachedFiltersList()).hasAtLeastOneElementOfType(FloodFilter.class);
        context.stop();
    }

    private LoggingEvent said(String logger, long atMs, Level level) {
        LoggingEvent event = new LoggingEvent("", context.getLogger(logger), level, "Dropping message", null, null);
        event.setInstant(Instant.ofEpochMilli(1_000_000 + atMs));
        return event;
    }
}
