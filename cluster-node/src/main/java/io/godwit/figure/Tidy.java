package io.godwit.figure;

import java.util.List;
import java.util.stream.Collectors;

/// Numbers in tidy form: an observation a row, a variable a column, units in the header. Numbers are written with nine
/// digits that count, and always the same way.
///
/// @param numbers for each column, whether it holds numbers
public record Tidy(List<String> columns, List<Boolean> numbers, List<List<String>> rows) {

    public Tidy {
        columns = List.copyOf(columns);
        numbers = List.copyOf(numbers);
        rows = List.copyOf(rows);
        for (var row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("a row has " + row.size() + " cells for " + columns);
            }
        }
    }

    /// As RFC 4180 has it, with line feeds alone.
    public String csv() {
        var text = new StringBuilder(line(columns));
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(Tidy::quoted).collect(Collectors.joining(",", "", "\n"));
    }

    private static String quoted(String cell) {
        return cell.chars().anyMatch(it -> it == ',' || it == '"' || it == '\n')
                ? '"' + cell.replace("\"", "\"\"") + '"'
                : cell;
    }
}
