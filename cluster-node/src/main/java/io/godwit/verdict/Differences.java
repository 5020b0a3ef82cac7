package io.godwit.verdict;

import io.godwit.unit.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Where a drill went otherwise on processes than in virtual time: its verdict, its objectives, and which steps were
/// felt. The two measure the same things, so each line is one thing with both its values.
public final class Differences {

    private Differences() {}

    /// @param virtual the cells as they were rehearsed
    /// @param wall the same cells, in the same order, on processes
    /// @return lines for a terminal; the last says how much was compared
    public static List<String> between(List<DrillReport> virtual, List<DrillReport> wall) {
        var lines = new ArrayList<String>();
        lines.add("virtual time, and processes:");
        var compared = 0;
        for (var i = 0; i < Math.min(virtual.size(), wall.size()); i++) {
            compared += compare(virtual.get(i), wall.get(i), virtual.size() > 1, lines);
        }
        var differing = lines.size() - 1;
        lines.add(
                differing == 0
                        ? "  nothing differs in " + compared + " values"
                        : "  " + differing + " of " + compared + " values differ");
        return lines;
    }

    /// @return how many values were compared
    private static int compare(DrillReport virtual, DrillReport wall, boolean named, List<String> lines) {
        var where = named ? virtual.subject().title() + " " : "";
        var compared = 1;
        note(
                where + "verdict",
                Words.of(virtual.verdict().outcome()),
                Words.of(wall.verdict().outcome()),
                lines);
        var real = new LinkedHashMap<String, ObjectiveRow>();
        wall.objectives().forEach(row -> real.put(row.name(), row));
        for (var row : virtual.objectives()) {
            if (real.containsKey(row.name())) {
                compared++;
                note(where + row.name(), row.value(), real.get(row.name()).value(), lines);
            }
        }
        for (var i = 0; i < Math.min(virtual.steps().size(), wall.steps().size()); i++) {
            compared++;
            var step = virtual.steps().get(i);
            note(
                    where + "step " + step.id(),
                    Words.of(step.effect()),
                    Words.of(wall.steps().get(i).effect()),
                    lines);
        }
        return compared;
    }

    private static void note(String what, String virtual, String wall, List<String> lines) {
        if (!virtual.equals(wall)) {
            lines.add("  " + what + ": " + virtual + ", and " + wall);
        }
    }
}
