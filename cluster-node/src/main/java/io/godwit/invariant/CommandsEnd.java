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

    private static final class Node {
        private final Map<String, Entry> open = new LinkedHashMap<>();
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
            case Invoked(var command, var what) -> node.open.putIfAbsent(what + " (" + command + ")", entry);
            case Returned(var command, var _) -> {
                tally.count();
                node.open.keySet().removeIf(what -> what.endsWith("(" + command + ")"));
            }
            case MigrationEvent.PhaseEntered it -> node.open.put(migration(it, it.side()), entry);
            case MigrationEvent.Finished it -> {
                tally.count();
                node.open.remove(migration(it, it.side()));
            }
            default -> {}
        }
    }

    @Override
    public void end(Ending ending) {
        nodes.forEach((id, node) -> {
            if (processes.isUp(id)) {
                node.open.forEach((what, since) -> tally.check(
                        node.lastNs - since.atNs() <= PATIENCE_NS,
                        () -> "%s never ended on %s, where it began %s".formatted(what, id, Tally.at(since.atNs()))));
            }
        });
    }

    private static String migration(MigrationEvent event, Side side) {
        return "migration %s as %s".formatted(event.migration(), side.toString().toLowerCase(Locale.ROOT));
    }
}
