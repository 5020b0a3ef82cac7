package io.godwit.verdict;

import io.godwit.unit.Words;
import io.godwit.verdict.Machine.Change;
import io.godwit.verdict.Machine.Comparison;
import io.godwit.verdict.Machine.Direction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// How a report differs from the one before it.
public final class Comparisons {

    private Comparisons() {}

    /// The report, with what has changed since the other one of the same file and cell.
    public static DrillReport compared(DrillReport now, DrillReport before) {
        var changes = new ArrayList<Change>();
        if (now.verdict().outcome() != before.verdict().outcome()) {
            changes.add(new Change(
                    "verdict",
                    word(before.verdict().outcome()),
                    word(now.verdict().outcome()),
                    direction(
                            0,
                            now.verdict().outcome().compareTo(before.verdict().outcome()))));
        }
        objectives(now, before, changes);
        if (now.refusals().all() != before.refusals().all()) {
            changes.add(new Change(
                    "refusals",
                    Long.toString(before.refusals().all()),
                    Long.toString(now.refusals().all()),
                    Direction.OTHER));
        }
        var comparison = new Comparison(
                before.machine().startedAt(),
                before.replay().seed(),
                before.verdict().outcome(),
                sentence(changes),
                changes);
        return now.on(now.machine().since(comparison));
    }

    private static void objectives(DrillReport now, DrillReport before, List<Change> changes) {
        var earlier = new LinkedHashMap<String, ObjectiveRow>();
        before.objectives().forEach(row -> earlier.put(row.name(), row));
        for (var row : now.objectives()) {
            var other = earlier.get(row.name());
            if (other != null && !other.measured().equals(row.measured())) {
                changes.add(
                        new Change(row.name(), other.value(), row.value(), direction(other.badness(), row.badness())));
            }
        }
    }

    private static String sentence(List<Change> changes) {
        if (changes.isEmpty()) {
            return "nothing differs from the run before";
        }
        var first = changes.getFirst();
        return first.what() + " was " + first.before() + ", and is " + first.now();
    }

    private static Direction direction(long before, long now) {
        return now < before ? Direction.BETTER : Direction.WORSE;
    }

    private static String word(Outcome outcome) {
        return Words.of(outcome);
    }
}
