package io.godwit.registry;

import io.godwit.link.NodeId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;

/// The calls of one node to the registry that are not answered yet: which are to be sent now, and to which voter.
///
/// Commands go out in order, [Clients#WINDOW] at most under way; questions at once. What stays unanswered is sent
/// again, with the same id, at growing intervals; whoever was silent or does not lead is no longer asked first.
final class Outbox {

    /// How long the first attempt waits for its answer: a commit across sites takes some 20 ms, so that this much
    /// silence means a dead voter or a lost message.
    static final Duration FIRST_PATIENCE = Duration.ofMillis(500);

    /// The longest an attempt waits: an election takes 2 to 4 s, and nobody should sleep much beyond its end.
    static final Duration MAX_PATIENCE = Duration.ofSeconds(2);

    /// More calls than this wait only if the node's actors have gone mad; a call is some 500 B.
    private static final int MAX_CALLS = 1_000_000;

    /// A message to send.
    record Sending(NodeId to, RegistryWire message) {}

    private static final class Pending {
        private final RegistryWire message;
        private NodeId to;
        private long patienceNs = FIRST_PATIENCE.toNanos();
        private long againNs;

        Pending(RegistryWire message, NodeId to) {
            this.message = message;
            this.to = to;
        }
    }

    private final String client;
    private final List<NodeId> voters;
    private final Queue<RegistryWire.Submit> commands = new ArrayDeque<>();
    private final Queue<RegistryWire.Ask> questions = new ArrayDeque<>();
    private final Map<CommandId, Pending> underway = new LinkedHashMap<>();
    private final NavigableSet<Long> commandsUnderway = new TreeSet<>();
    private long lastCommand;
    private long lastQuestion;
    private NodeId favourite;

    /// @param client names this process; its like was never used before
    Outbox(String client, List<NodeId> voters) {
        this.client = client;
        this.voters = List.copyOf(voters);
        this.favourite = voters.getFirst();
    }

    CommandId add(RegistryCommand command) {
        CommandId id = new CommandId(client, ++lastCommand);
        requireRoom();
        commands.add(new RegistryWire.Submit(id, command));
        return id;
    }

    CommandId add(RegistryQuery query) {
        CommandId id = new CommandId(client + "?", ++lastQuestion);
        requireRoom();
        questions.add(new RegistryWire.Ask(id, query));
        return id;
    }

    private void requireRoom() {
        if (commands.size() + questions.size() + underway.size() >= MAX_CALLS) {
            throw new IllegalStateException("more than " + MAX_CALLS + " calls to the registry wait for an answer");
        }
    }

    boolean isEmpty() {
        return commands.isEmpty() && questions.isEmpty() && underway.isEmpty();
    }

    /// What is to be sent now: new calls as far as the window lets them, and old ones whose patience is over.
    List<Sending> due(long nowNs) {
        List<Sending> due = new ArrayList<>();
        again(nowNs, due);
        fresh(nowNs, due);
        return due;
    }

    private void again(long nowNs, List<Sending> due) {
        NodeId silent = favourite;
        for (Pending each : underway.values()) {
            if (nowNs < each.againNs) {
                continue;
            }
            if (each.to.equals(silent) && favourite.equals(silent)) {
                favourite = after(silent);
            }
            each.patienceNs = Math.min(2 * each.patienceNs, MAX_PATIENCE.toNanos());
            due.add(sent(each, nowNs));
        }
    }

    private void fresh(long nowNs, List<Sending> due) {
        while (!questions.isEmpty()) {
            RegistryWire.Ask ask = questions.remove();
            due.add(sent(underway(ask.id(), ask), nowNs));
        }
        while (!commands.isEmpty() && fitsTheWindow(commands.element().id())) {
            RegistryWire.Submit submit = commands.remove();
            commandsUnderway.add(submit.id().number());
            due.add(sent(underway(submit.id(), submit), nowNs));
        }
    }

    private boolean fitsTheWindow(CommandId id) {
        return commandsUnderway.isEmpty() || id.number() < commandsUnderway.first() + Clients.WINDOW;
    }

    private Pending underway(CommandId id, RegistryWire message) {
        Pending pending = new Pending(message, favourite);
        underway.put(id, pending);
        return pending;
    }

    private Sending sent(Pending pending, long nowNs) {
        pending.to = favourite;
        pending.againNs = nowNs + pending.patienceNs;
        return new Sending(favourite, pending.message);
    }

    /// @return whether somebody waits for this answer; false for a repeat of it
    boolean answered(CommandId id) {
        Pending known = underway.remove(id);
        if (known != null && known.message instanceof RegistryWire.Submit) {
            commandsUnderway.remove(id.number());
        }
        return known != null;
    }

    /// A voter does not lead. If it knows who does, the call goes there at once, unless it was just there; else it
    /// waits until its patience is over, and goes to another voter then.
    Optional<Sending> turnedAway(CommandId id, NodeId by, Optional<NodeId> leader, long nowNs) {
        Pending known = underway.get(id);
        if (known == null || !known.to.equals(by)) {
            return Optional.empty();
        }
        if (leader.isPresent() && voters.contains(leader.get()) && !leader.get().equals(by)) {
            favourite = leader.get();
            return Optional.of(sent(known, nowNs));
        }
        return Optional.empty();
    }

    private NodeId after(NodeId voter) {
        return voters.get((voters.indexOf(voter) + 1) % voters.size());
    }
}
