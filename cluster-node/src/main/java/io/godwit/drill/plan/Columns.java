package io.godwit.drill.plan;

import java.util.ArrayList;
import java.util.List;

/// A table of text with aligned columns, indented by two spaces.
final class Columns {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Columns(String... headings) {
        rows.add(List.of(headings));
    }

    /// @param cells as many as there are headings
    void row(String... cells) {
        rows.add(List.of(cells));
    }

    List<String> lines() {
        int count = rows.getFirst().size();
        int[] widths = new int[count];
        for (List<String> row : rows) {
            for (int column = 0; column < count; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            line.append(GAP).append(row.get(column));
            line.append(" ".repeat(widths[column] - row.get(column).length()));
        }
        return line.toString().stripTrailing();
    }
}
