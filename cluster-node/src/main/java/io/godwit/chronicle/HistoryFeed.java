package io.godwit.chronicle;

import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// Lets others read this node's history while it grows. It keeps nothing of it: the files do.
public final class HistoryFeed {

    public sealed interface Command {}

    private record Asked(Delivery delivery) implements Command {}

    private record Look() implements Command {}

    /// How long news waits for more of it: a person or a trigger doesn't notice, and a message takes many lines.
    private static final Duration BATCH = Duration.ofMillis(50);

    /// Readers that wait at a time: consoles of people, and one drill. Who asked first gives way to the next, as most
    /// who asked long ago are gone; a reader that is there asks again before long.
    private static final int MAX_READERS = 32;

    private final Link link;
    private final HistoryFolder folder;
    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final LinkedHashMap<Endpoint, Position> readers = new LinkedHashMap<>();

    private HistoryFeed(Link link, Path folder, ActorContext<Command> context, TimerScheduler<Command> timers) {
        this.link = link;
        this.folder = new HistoryFolder(folder);
        this.context = context;
        this.timers = timers;
    }

    /// @param folder where the node's [HistoryLog] writes
    public static Behavior<Command> create(Link link, Path folder) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            link.register(FeedWire.SERVICE, context.messageAdapter(Delivery.class, Asked::new));
            return new HistoryFeed(link, folder, context, timers).feeding();
        }));
    }

    private Behavior<Command> feeding() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Asked(var delivery) -> asked(delivery);
                case Look() -> look();
            }
            return Behaviors.same();
        });
    }

    private void asked(Delivery delivery) {
        switch (delivery.message()) {
            case FeedWire.Where() -> tellEnd(delivery.from());
            case FeedWire.Read(var from) -> await(delivery.from(), from);
            default -> {} // nothing else is asked of a feed
        }
    }

    private void tellEnd(Endpoint reader) {
        try {
            link.send(FeedWire.SERVICE, reader, new FeedWire.End(folder.end()));
        } catch (IOException unreadable) {
            context.getLog().warn("{} can't be read: {}", folder.path(), unreadable.getMessage());
        }
    }

    private void await(Endpoint reader, Position from) {
        if (readers.isEmpty()) {
            timers.startTimerWithFixedDelay(new Look(), BATCH);
        }
        readers.putLast(reader, from);
        if (readers.size() > MAX_READERS) {
            readers.pollFirstEntry();
        }
    }

    private void look() {
        Iterator<Map.Entry<Endpoint, Position>> waiting = readers.entrySet().iterator();
        while (waiting.hasNext()) {
            Map.Entry<Endpoint, Position> reader = waiting.next();
            if (answered(reader.getKey(), reader.getValue())) {
                waiting.remove();
            }
        }
        if (readers.isEmpty()) {
            timers.cancel(new Look());
        }
    }

    private boolean answered(Endpoint reader, Position from) {
        try {
            Piece piece = folder.read(from);
            if (piece.isNews()) {
                link.send(FeedWire.SERVICE, reader, new FeedWire.Lines(from, piece.lines(), piece.next()));
            }
            return piece.isNews();
        } catch (IOException unreadable) {
            context.getLog().warn("{} can't be read: {}", folder.path(), unreadable.getMessage());
            return true;
        }
    }
}
