package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Markup.Element;
import io.godwit.page.Table;
import io.godwit.verdict.Summary.CellRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The cells of a drill's matrix as a table: the variable with most values goes down, all others across; more of them
/// go down as long as the table is too wide.
///
/// @param down the variables whose values together are rows
/// @param across the values of all other variables together, in the order of the file
record Matrix(List<String> down, SequencedSet<String> rows, SequencedSet<String> across, Map<String, CellRow> cells) {

    /// A wider table is easier to read as a list.
    private static final int MOST_COLUMNS = 12;

    static Matrix of(List<CellRow> cells) {
        var names = new TreeSet<String>();
        cells.forEach(cell -> names.addAll(cell.cell().keySet()));
        var longestFirst = names.stream()
                .sorted(Comparator.<String>comparingInt(name -> -values(cells, name))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        var matrix = of(cells, longestFirst.stream().limit(1).toList());
        for (int count = 2; count < longestFirst.size() && matrix.across().size() > MOST_COLUMNS; count++) {
            matrix = of(cells, longestFirst.subList(0, count));
        }
        return matrix;
    }

    private static Matrix of(List<CellRow> cells, List<String> down) {
        var rows = new LinkedHashSet<String>();
        var across = new LinkedHashSet<String>();
        Map<String, CellRow> placed = new LinkedHashMap<>();
        for (var cell : cells) {
            var row = down.stream()
                    .map(name -> cell.cell().getOrDefault(name, ""))
                    .collect(Collectors.joining(", "));
            var column = others(cell.cell(), down);
            rows.add(row);
            across.add(column);
            placed.put(key(row, column), cell);
        }
        return new Matrix(down, rows, across, placed);
    }

    Element show() {
        return across.size() > MOST_COLUMNS ? list() : grid();
    }

    private Element grid() {
        var head = new ArrayList<Markup>();
        head.add(Markup.element("th", String.join(", ", down)).with("scope", "col"));
        across.forEach(column -> head.add(Markup.element("th", column).with("scope", "col")));
        var lines = new ArrayList<Markup>();
        for (var row : rows) {
            var line = new ArrayList<Markup>();
            line.add(Markup.element("th", row).with("scope", "row"));
            across.forEach(column -> line.add(cell(key(row, column))));
            lines.add(Markup.element("tr").addAll(line));
        }
        return Markup.element("div")
                .kind("wide")
                .add(Markup.element("table")
                        .kind("matrix")
                        .add(Markup.element("caption", "Outcome of each cell").kind("unseen"))
                        .add(Markup.element("thead").add(Markup.element("tr").addAll(head)))
                        .add(Markup.element("tbody").addAll(lines)));
    }

    private Element cell(String key) {
        var found = cells.get(key);
        if (found == null) {
            return Markup.element("td", Figures.NONE);
        }
        var badge = Badges.of(found.outcome());
        return Markup.element("td")
                .kind(badge.tone().kind())
                .add(badge.show(), Markup.element("small", reached(found)));
    }

    private Element list() {
        var rows = cells.values().stream()
                .map(cell -> List.<Markup>of(
                        Table.cell(cell.title()), Badges.of(cell.outcome()).show(), Table.cell(reached(cell))))
                .toList();
        return new Table("Outcome of each cell", List.of("Cell", "Outcome", "Runs"), rows).show();
    }

    private static String reached(CellRow cell) {
        return "reached by " + cell.reached() + " of " + cell.runs();
    }

    private static int values(List<CellRow> cells, String variable) {
        var values = new TreeSet<String>();
        cells.forEach(cell -> values.add(cell.cell().getOrDefault(variable, "")));
        return values.size();
    }

    private static String others(SortedMap<String, String> cell, List<String> down) {
        var words = new ArrayList<String>();
        cell.forEach((variable, value) -> {
            if (!down.contains(variable)) {
                words.add(variable + " " + value);
            }
        });
        return words.isEmpty() ? "outcome" : String.join(", ", words);
    }

    /// No name holds this character.
    private static String key(String row, String column) {
        return row + '\n' + column;
    }
}
