package io.godwit.chronicle;

import io.godwit.history.Entry;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// Follows a node's history over the link, through the node's lives, and misses nothing of it.
public final class HistoryReader {

    public sealed interface Command {}

    private record Came(Delivery delivery) implements Command {}

    private record AskAgain() implements Command {}

    /// An answer may wait for news; after this long without one, the question may have been lost.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Link link;
    private final Endpoint feed;
    private final String service;
    private final Consumer<Entry> watcher;

    private HistoryReader(Link link, NodeId node, Consumer<Entry> watcher) {
        this.link = link;
        this.feed = new Endpoint(node, FeedWire.SERVICE);
        this.service = "history-of-" + node;
        this.watcher = watcher;
    }

    /// @param watcher told every entry in its order, by the actor's own thread
    public static Behavior<Command> create(Link link, NodeId node, Consumer<Entry> watcher) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            HistoryReader mine = new HistoryReader(link, node, watcher);
            link.register(mine.service, context.messageAdapter(Delivery.class, Came::new));
            return mine.asking(Position.START, timers);
        }));
    }

    private Behavior<Command> asking(Position from, TimerScheduler<Command> timers) {
        link.send(service, feed, new FeedWire.Read(from));
        timers.startTimerWithFixedDelay(new AskAgain(), PATIENCE);
        return Behaviors.receiveMessage(command -> switch (command) {
            case Came(var delivery) -> {
                if (delivery.message() instanceof FeedWire.Lines(var start, var lines, var next)
                        && start.equals(from)) {
                    EntryLine.read(lines).forEach(watcher);
                    yield asking(next, timers);
                }
                yield Behaviors.same(); // the answer to a question that was asked twice
            }
            case AskAgain() -> {
                link.send(service, feed, new FeedWire.Read(from));
                yield Behaviors.same();
            }
        });
    }
}
