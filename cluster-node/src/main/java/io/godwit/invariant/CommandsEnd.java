package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.MigrationEvent;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.history.RegistryEvent.Invoked;
import io.godwit.history.RegistryEvent.Returned;
import io.godwit.link.NodeId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Once faults have ended, every command and every migration comes to its end: nobody waits for an answer for ever.
/// What a process had begun ends with the process.
public final class CommandsEnd implements Invariant {

    /// An answer takes milliseconds; a command that lost its leader is sent again, and answered by the next.
    private static final long PATIENCE_NS = 10_000_000_000L;

    private record Begun(String what, long atNs) {}

    private static final class Node {
        private final Map<String, Begun> open = new LinkedHashMap<>();
        private long lastNs;
    }

    private final Tally tally = new Tally(InvariantName.COMMANDS_END);
    private final Processes processes = new Processes();
    private final Map<NodeId, Node> nodes = new TreeMap<>();

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        var node = nodes.computeIfAbsent(entry.node(), _ -> new Node());
        if (processes.observe(entry)) {
            node.open.clear();
        }
        node.lastNs = entry.atNs();
        switch (entry.event()) {
            case Invoked(var command, var what) -> node.open.putIfAbsent(command, new Begun(what, entry.atNs()));
            case Returned(var command, var _) -> {
                tally.count();
                node.open.remove(command);
            }
            case MigrationEvent.PhaseEntered it ->
                node.open.put(sideOf(it, it.side()), new Begun("migration", entry.atNs()));
            case MigrationEvent.Finished it -> {
                tally.count();
                node.open.remove(sideOf(it, it.side()));
            }
            default -> {}
        }
    }

    @Override
    public void end(Ending ending) {
        nodes.forEach((id, node) -> {
            if (processes.isUp(id)) {
                node.open.forEach((key, it) -> tally.check(
                        node.lastNs - it.atNs() <= PATIENCE_NS, () -> "%s (%s) never ended on %s, where it began %s"
                                .formatted(it.what(), key, id, Tally.at(it.atNs()))));
            }
        });
    }

    private static String sideOf(MigrationEvent event, Side side) {
        return "%s as %s".formatted(event.migration(), side.toString().toLowerCase(Locale.ROOT));
    }
}
