package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.RegistryEvent.Applied;
import io.godwit.history.RegistryEvent.Invoked;
import io.godwit.history.RegistryEvent.Returned;
import io.godwit.history.RegistryEvent.Saw;
import io.godwit.link.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The registry behaves as one copy: replicas agree on each entry of the log, clients are told what the log says, and
/// what was answered before a call began is part of what that call sees.
///
/// As the log is a total order that all replicas agree on, linearizability is that this order respects real time: the
/// point of a command is its index, that of a question the index it was answered at. Points of calls that do not
/// overlap must come in the calls' order; where clocks can't be compared, in the order of each node.
public final class RegistryIsLinearizable implements Invariant {

    /// An entry of the log as a replica saw it.
    private record Point(long index, long term, String command, String what, String answer) {}

    private final Tally tally = new Tally(InvariantName.REGISTRY_IS_LINEARIZABLE);
    private final Premises premises;
    private final Map<Long, Point> log = new TreeMap<>();
    private final Map<String, Long> points = new LinkedHashMap<>();
    private final Map<String, Long> floors = new LinkedHashMap<>();
    private final Map<NodeId, Long> answeredUpTo = new TreeMap<>();
    private final List<Entry> calls = new ArrayList<>();

    RegistryIsLinearizable(Premises premises) {
        this.premises = premises;
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        switch (entry.event()) {
            case Applied applied -> applied(entry.node(), applied);
            case Invoked _, Returned _, Saw _ -> {
                if (premises.oneOrder()) {
                    call(entry);
                } else {
                    calls.add(entry);
                }
            }
            default -> {}
        }
    }

    @Override
    public void end(Ending ending) {
        calls.forEach(this::call);
        calls.clear();
    }

    private void applied(NodeId replica, Applied it) {
        var point = new Point(it.index(), it.term(), it.command(), it.what(), it.answer());
        var first = log.putIfAbsent(it.index(), point);
        tally.check(
                first == null || first.equals(point),
                () -> "entry %s of the log is %s to %s, and was %s to another replica"
                        .formatted(it.index(), point, replica, first));
        points.merge(it.command(), it.index(), Math::min);
    }

    private void call(Entry entry) {
        var client = premises.oneOrder() ? new NodeId("all") : entry.node();
        switch (entry.event()) {
            case Invoked(var command, var _) -> floors.put(command, answeredUpTo.getOrDefault(client, 0L));
            case Saw(var command, var index) -> {
                points.put(command, index);
                seen(command, index, entry);
            }
            case Returned(var command, var answer) -> returned(command, answer, entry, client);
            default -> throw new IllegalStateException("no call: " + entry);
        }
    }

    /// A question may be answered from the very entry that a call before it was.
    private void seen(String question, long index, Entry entry) {
        long floor = floors.getOrDefault(question, 0L);
        tally.check(
                index >= floor,
                () -> "question %s was answered %s as of entry %s, although %s had been answered before it was asked"
                        .formatted(question, Tally.at(entry.atNs()), index, floor));
    }

    private void returned(String command, String answer, Entry entry, NodeId client) {
        var index = points.get(command);
        var point = index == null ? null : log.get(index);
        boolean isCommand = point != null && point.command().equals(command);
        if (isCommand) {
            long floor = Objects.requireNonNullElse(floors.get(command), 0L);
            tally.check(point.answer().equals(answer), () -> "%s was told %s to %s %s, and the log says %s"
                    .formatted(entry.node(), answer, command, Tally.at(entry.atNs()), point.answer()));
            tally.check(
                    index > floor,
                    () -> "command %s is entry %s, although entry %s had been answered before it was sent"
                            .formatted(command, index, floor));
        } else {
            tally.check(index != null, () -> "%s was answered %s %s, and is nowhere in the log"
                    .formatted(command, answer, Tally.at(entry.atNs())));
        }
        if (index != null) {
            answeredUpTo.merge(client, index, Math::max);
        }
        floors.remove(command);
        if (!isCommand) {
            points.remove(command);
        }
    }
}
