package io.godwit.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.node.artery.ArteryNode;
import io.godwit.node.artery.Membership;
import io.godwit.node.artery.NetworkSetup;
import io.godwit.node.artery.NodeAddress;
import io.godwit.stage.Vocabulary;
import io.godwit.unit.Bandwidth;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FatalFailuresTest {

    private static final NodeAddress HERE = new NodeAddress("127.88.3.1", 25_520);
    private static final int PATIENCE_SECONDS = 30;

    private final BlockingQueue<ILoggingEvent> errors = new LinkedBlockingQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level usual = root.getLevel();
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
    private final AppenderBase<ILoggingEvent> ear = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            errors.add(event);
        }
    };
    private final ArteryNode node = ArteryNode.listen(
            new NetworkSetup(
                    new NodeId("a"),
                    HERE,
                    HERE,
                    new TreeMap<>(),
                    new LinkQuality(Duration.ofMillis(1), Bandwidth.parse("10Gbit")),
                    new TreeMap<>(),
                    new Membership.Outside()),
            Vocabulary.codec());

    @BeforeEach
    void listen() {
        root.iteratorForAppenders().forEachRemaining(others::add);
        ear.setContext(root.getLoggerContext());
        ear.start();
        others.forEach(root::detachAppender); // the errors are meant to be, and nobody's to read
        root.addAppender(ear);
        root.setLevel(Level.ERROR);
    }

    @AfterEach
    void close() {
        root.setLevel(usual);
        root.detachAppender(ear);
        others.forEach(root::addAppender);
        node.close();
    }

    @Test
    void aPeerThatEndsAmidItsGreetingIsNotFatal() throws IOException, InterruptedException {
        try (Socket peer = new Socket(HERE.host(), HERE.port())) {
            peer.getOutputStream().write("AK".getBytes(StandardCharsets.ISO_8859_1));
        }
        ILoggingEvent error = next();
        assertThat(error.getFormattedMessage()).contains("truncated data");
        assertThat(FatalFailures.isFatal(error)).as(error.toString()).isFalse();
    }

    @Test
    void anActorThatFailsIsFatal() throws InterruptedException {
        node.spawn(
                Behaviors.setup(_ -> {
                    throw new IllegalStateException("planted");
                }),
                "faulty");
        ILoggingEvent error = next();
        assertThat(FatalFailures.isFatal(error)).as(error.toString()).isTrue();
    }

    private ILoggingEvent next() throws InterruptedException {
        ILoggingEvent error = errors.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(error).as("an error in the log").isNotNull();
        return error;
    }
}
