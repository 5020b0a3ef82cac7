package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import java.util.ArrayList;
import java.util.List;

/// Text in columns: numbers to the right, all else to the left.
final class Table {

    /// In a cell that has nothing to say.
    static final String NOTHING = "-";

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... head) {
        rows.add(new ArrayList<>(List.of(head)));
    }

    void row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(row);
    }

    /// Columns in which no row has anything are left out of it from now on.
    Table withoutEmptyColumns() {
        for (int column = rows.getFirst().size() - 1; column >= 0; column--) {
            int at = column;
            if (rows.stream().skip(1).allMatch(row -> row.get(at).equals(NOTHING))) {
                rows.forEach(row -> row.remove(at));
            }
        }
        return this;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String padding = " ".repeat(width(column) - cell.length());
                line.append(column == 0 ? "" : GAP).append(isNumber(column) ? padding + cell : cell + padding);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /// A size as people read it; the exact one is for programs. What is no size is shown as it is.
    static String size(JsonNode size) {
        try {
            return MemorySize.parse(size.asText()).roughly();
        } catch (IllegalQuantity another) {
            return size.asText();
        }
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private boolean isNumber(int column) {
        return rows.size() > 1
                && rows.stream().skip(1).allMatch(row -> row.get(column).matches("[-\\d].*"));
    }
}
