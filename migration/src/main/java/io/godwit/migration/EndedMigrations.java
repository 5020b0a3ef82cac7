package io.godwit.migration;

import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.identity.MigrationId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the last migrations of a node ended, so that late messages get an answer, and what became of the very last, for
/// people. Whoever is answered less, because it was forgotten, asks the registry. Confined to one actor.
final class EndedMigrations {

    /// Far more than can end while a message is on its way; about 100 bytes each.
    private static final int MAX_REMEMBERED = 4096;

    /// What a message holds with room: the longest take 1.5 kB.
    static final int MAX_TOLD = 64;

    private record Key(MigrationId migration, Side side) {}

    private final Map<Key, Outcome> outcomes = new LinkedHashMap<>();
    private final Deque<PastMigration> last = new ArrayDeque<>();

    void remember(PastMigration past) {
        last.add(past);
        if (last.size() > MAX_TOLD) {
            last.remove();
        }
        outcomes.put(new Key(past.move().migration(), past.side()), past.outcome());
        if (outcomes.size() > MAX_REMEMBERED) {
            outcomes.remove(outcomes.keySet().iterator().next());
        }
    }

    Optional<Outcome> outcome(MigrationId migration, Side side) {
        return Optional.ofNullable(outcomes.get(new Key(migration, side)));
    }

    /// The last that ended, the newest last.
    List<PastMigration> last() {
        return List.copyOf(last);
    }
}
