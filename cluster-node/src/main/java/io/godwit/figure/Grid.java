package io.godwit.figure;

import java.util.ArrayList;
import java.util.List;

/// A table: the first column names the row.
public record Grid(Caption caption, List<Measure> columns, List<List<Cell>> rows) implements Figure {

    /// What a table holds.
    public sealed interface Cell {}

    public record Word(String text) implements Cell {}

    public record Amount(double value) implements Cell {}

    /// Nothing to tell there.
    public record Blank() implements Cell {}

    public Grid {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (var row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        caption.id() + ": a row has " + row.size() + " cells for " + columns.size() + " columns");
            }
        }
    }

    /// A row of words and numbers, as they come.
    public static List<Cell> row(Object... cells) {
        List<Cell> row = new ArrayList<>();
        for (var cell : cells) {
            row.add(
                    switch (cell) {
                        case Cell made -> made;
                        case Number number -> new Amount(number.doubleValue());
                        default -> new Word(cell.toString());
                    });
        }
        return row;
    }

    boolean isOfNumbers(int column) {
        return rows.stream().anyMatch(row -> row.get(column) instanceof Amount)
                && rows.stream().noneMatch(row -> row.get(column) instanceof Word);
    }

    @Override
    public Tidy tidy() {
        List<Boolean> numbers = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            numbers.add(isOfNumbers(column));
        }
        return new Tidy(
                columns.stream().map(Measure::head).toList(),
                numbers,
                rows.stream().map(row -> row.stream().map(Grid::exact).toList()).toList());
    }

    private static String exact(Cell cell) {
        return switch (cell) {
            case Word(var text) -> text;
            case Amount(var value) -> Numbers.exact(value);
            case Blank() -> "";
        };
    }

    static String shown(Cell cell) {
        return switch (cell) {
            case Word(var text) -> text;
            case Amount(var value) -> Numbers.shown(value);
            case Blank() -> "";
        };
    }
}
