package io.godwit.door;

import io.godwit.chronicle.EntryLine;
import io.godwit.chronicle.FeedWire;
import io.godwit.chronicle.Position;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.NodeId;
import io.godwit.node.artery.ArteryLink;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// Reads the histories of all nodes at once for one caller, each in its own order, and goes on with nodes that join or
/// come back.
final class EventStream {

    sealed interface Command {}

    private record Came(Delivery delivery) implements Command {}

    private record LookAround() implements Command {}

    /// Nobody listens any more.
    record Close() implements Command {}

    /// Whom a stream tells. Called by the stream's actor alone.
    interface Listener {

        /// From here on everything that happens on nodes that could be reached is told.
        void opened(Cursor at);

        void happened(EventView event);

        /// All that there was when the stream was opened has been told.
        ///
        /// @param silent nodes that did not answer
        void caughtUp(Cursor at, SortedSet<NodeId> silent);

        /// Called now and then.
        ///
        /// @return whether anybody still listens
        boolean isThere();
    }

    /// How often nodes are looked for, and silent ones are asked again.
    private static final Duration LOOK = Duration.ofMillis(500);

    /// Looks until a node that has not answered is taken to be gone.
    private static final int PATIENCE_LOOKS = 1;

    private final ArteryLink link;
    private final String service;
    private final Listener listener;
    private final boolean onlyNew;
    private final SortedMap<NodeId, Position> positions = new TreeMap<>();
    private final SortedMap<NodeId, Position> ends = new TreeMap<>();
    private final SortedSet<NodeId> asked = new TreeSet<>();
    private int looks;
    private boolean open;
    private boolean caughtUp;

    private EventStream(ArteryLink link, String service, Start start, Listener listener) {
        this.link = link;
        this.service = service;
        this.listener = listener;
        this.onlyNew = start.onlyNew();
        this.positions.putAll(start.after().positions());
    }

    /// Where a stream begins.
    ///
    /// @param onlyNew nodes that `after` does not name are told from their end, unless they join later
    record Start(Cursor after, boolean onlyNew) {}

    /// @param service of this node that no other stream has
    static Behavior<Command> create(ArteryLink link, String service, Start start, Listener listener) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            link.register(service, context.messageAdapter(Delivery.class, Came::new));
            return new EventStream(link, service, start, listener).reading(timers);
        }));
    }

    private Behavior<Command> reading(TimerScheduler<Command> timers) {
        timers.startTimerWithFixedDelay(new LookAround(), Duration.ZERO, LOOK);
        return Behaviors.receive(Command.class)
                .onMessage(Came.class, came -> {
                    came(came.delivery());
                    return Behaviors.same();
                })
                .onMessage(LookAround.class, _ -> {
                    lookAround();
                    return listener.isThere() ? Behaviors.same() : Behaviors.stopped();
                })
                .onMessage(Close.class, _ -> Behaviors.stopped())
                .onSignal(PostStop.class, _ -> {
                    link.unregister(service);
                    return Behaviors.same();
                })
                .build();
    }

    private void lookAround() {
        for (NodeId node : link.directory().keySet()) {
            asked.add(node);
            if (!ends.containsKey(node)) {
                ask(node, new FeedWire.Where());
            } else {
                ask(node, new FeedWire.Read(positions.get(node)));
            }
        }
        looks++;
        settle();
    }

    private void came(Delivery delivery) {
        NodeId node = delivery.from().node();
        switch (delivery.message()) {
            case FeedWire.End(var end) -> ended(node, end);
            case FeedWire.Lines(var from, var lines, var next) -> {
                if (from.equals(positions.get(node))) {
                    tell(node, from, lines);
                    positions.put(node, next);
                    ask(node, new FeedWire.Read(next));
                }
            }
            default -> {} // nothing else is said to this service
        }
        settle();
    }

    private void ended(NodeId node, Position end) {
        if (ends.putIfAbsent(node, end) == null) {
            positions.putIfAbsent(node, onlyNew && !isLate() ? end : Position.START);
            ask(node, new FeedWire.Read(positions.get(node)));
        }
    }

    /// Nodes that are met later have joined later.
    private boolean isLate() {
        return open;
    }

    private void tell(NodeId node, Position from, byte[] lines) {
        int start = 0;
        for (int end = 0; end < lines.length; end++) {
            if (lines[end] == '\n') {
                positions.put(node, new Position(from.life(), from.offset() + end + 1));
                EventView.of(EntryLine.read(lines, start, end), new Cursor(positions))
                        .ifPresent(listener::happened);
                start = end + 1;
            }
        }
    }

    private void settle() {
        boolean patienceIsOver = looks > PATIENCE_LOOKS;
        if (!open && looks > 0 && (ends.keySet().containsAll(asked) || patienceIsOver)) {
            open = true;
            listener.opened(new Cursor(positions));
        }
        if (open && !caughtUp && ends.entrySet().stream().allMatch(this::isReached)) {
            caughtUp = true;
            SortedSet<NodeId> silent = new TreeSet<>(asked);
            silent.removeAll(ends.keySet());
            listener.caughtUp(new Cursor(positions), silent);
        }
    }

    private boolean isReached(Map.Entry<NodeId, Position> end) {
        Position at = positions.get(end.getKey());
        return at.life() > end.getValue().life()
                || (at.life() == end.getValue().life()
                        && at.offset() >= end.getValue().offset());
    }

    private void ask(NodeId node, FeedWire question) {
        link.send(service, new Endpoint(node, FeedWire.SERVICE), question);
    }
}
