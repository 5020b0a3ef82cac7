package io.godwit.migration;

import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.identity.MigrationId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How the last migrations of a node ended, so that late messages get an answer. Whoever is answered less, because it
/// was forgotten, asks the registry. Confined to one actor.
final class EndedMigrations {

    /// Far more than can end while a message is on its way; about 100 bytes each.
    private static final int MAX_REMEMBERED = 4096;

    private record Key(MigrationId migration, Side side) {}

    private final Map<Key, Outcome> outcomes = new LinkedHashMap<>();

    void remember(MigrationReport report) {
        outcomes.put(new Key(report.move().migration(), report.side()), report.outcome());
        if (outcomes.size() > MAX_REMEMBERED) {
            outcomes.remove(outcomes.keySet().iterator().next());
        }
    }

    Optional<Outcome> outcome(MigrationId migration, Side side) {
        return Optional.ofNullable(outcomes.get(new Key(migration, side)));
    }
}
