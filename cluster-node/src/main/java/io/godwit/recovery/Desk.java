package io.godwit.recovery;

import io.godwit.identity.MigrationId;
import io.godwit.link.Endpoint;
import io.godwit.recovery.ControlWire.Outcome;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.registry.CommandId;
import io.godwit.registry.HostRecord;
import io.godwit.registry.RegistryAnswer;
import io.godwit.registry.RegistryCommand;
import io.godwit.registry.RegistryCommand.BeginMigration;
import io.godwit.registry.RegistryCommand.MoveHome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The orders of one term: waiting, under way, and lately answered, so that a repeat gets the same answer.
///
/// A repeat that reaches a later term is carried out again; the registry's commands make that harmless.
final class Desk {

    /// Answers kept for repeats. A client repeats within seconds; this many cover minutes of a busy fleet.
    private static final int REMEMBERED = 1_000;

    record Order(CommandId id, Wish wish, Endpoint from) {}

    /// @param finished all its parts are answered
    record Progress(Order order, List<HostRecord> look, Optional<Outcome> finished) {}

    private static final class Work {
        private final Order order;
        private final List<HostRecord> look;
        private final List<MigrationId> migrations = new ArrayList<>();
        private Optional<Outcome.Bound> bound = Optional.empty();
        private int open;
        private Optional<String> failure = Optional.empty();

        Work(Order order, List<RegistryCommand> commands, List<HostRecord> look) {
            this.order = order;
            this.look = look;
            this.open = commands.size();
            for (var command : commands) {
                if (command instanceof BeginMigration begin) {
                    migrations.add(begin.migration());
                }
                if (command instanceof MoveHome move) {
                    bound = Optional.of(new Outcome.Bound(move.to(), move.restarts()));
                }
            }
        }
    }

    private final List<Order> waiting = new ArrayList<>();
    private final Map<CommandId, Work> working = new LinkedHashMap<>();
    private final Map<CommandId, Outcome> answered = new LinkedHashMap<>();

    /// @return the answer, where this order was answered before
    Optional<Outcome> take(Order order) {
        var before = Optional.ofNullable(answered.get(order.id()));
        var known = working.containsKey(order.id())
                || waiting.stream().anyMatch(other -> other.id().equals(order.id()));
        if (before.isEmpty() && !known) {
            waiting.add(order);
        }
        return before;
    }

    List<Order> waiting() {
        var orders = List.copyOf(waiting);
        waiting.clear();
        return orders;
    }

    void begin(Order order, List<RegistryCommand> commands, List<HostRecord> look) {
        working.put(order.id(), new Work(order, commands, look));
    }

    /// One part of an order was answered.
    Progress answered(CommandId id, RegistryAnswer answer) {
        var work = working.get(id);
        work.open--;
        switch (answer) {
            case RegistryAnswer.Refused(var why) -> work.failure = work.failure.or(() -> Optional.of(why));
            case RegistryAnswer.Conflict(var _, var why) -> work.failure = work.failure.or(() -> Optional.of(why));
            case RegistryAnswer.VmIs _, RegistryAnswer.Done _, RegistryAnswer.Joined _ -> {}
        }
        if (work.open > 0) {
            return new Progress(work.order, List.of(), Optional.empty());
        }
        working.remove(id);
        var outcome = work.failure
                .<Outcome>map(Outcome.Refused::new)
                .orElseGet(() -> new Outcome.Accepted(List.copyOf(work.migrations), work.bound));
        remember(id, outcome);
        return new Progress(work.order, work.look, Optional.of(outcome));
    }

    void remember(CommandId id, Outcome outcome) {
        answered.put(id, outcome);
        if (answered.size() > REMEMBERED) {
            answered.remove(answered.keySet().iterator().next());
        }
    }
}
