package io.godwit.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The state of what a lab is about, as a table: a thing a row, named by its first cell, an aspect of it a column.
public record Snapshot(List<String> columns, List<List<String>> rows) {

    /// An aspect of a thing that an event changed.
    ///
    /// @param before empty if the thing was not there
    /// @param after empty if it is no longer there
    public record Change(String thing, String aspect, Optional<String> before, Optional<String> after) {

        @Override
        public String toString() {
            return thing + " " + aspect + ": " + before.orElse("(none)") + " → " + after.orElse("(none)");
        }
    }

    public Snapshot {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (var row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("a row has " + row.size() + " cells for " + columns);
            }
        }
    }

    Optional<String> cell(String thing, String aspect) {
        int column = columns.indexOf(aspect);
        return column < 0
                ? Optional.empty()
                : rows.stream()
                        .filter(row -> row.getFirst().equals(thing))
                        .map(row -> row.get(column))
                        .findFirst();
    }

    /// What is other than before, in the order of this table, then what is gone.
    public List<Change> since(Snapshot before) {
        var changes = new ArrayList<Change>();
        for (var row : rows) {
            for (int column = 1; column < row.size(); column++) {
                var was = before.cell(row.getFirst(), columns.get(column));
                if (was.isEmpty() || !was.get().equals(row.get(column))) {
                    changes.add(new Change(row.getFirst(), columns.get(column), was, Optional.of(row.get(column))));
                }
            }
        }
        for (var row : before.rows()) {
            for (int column = 1; column < row.size(); column++) {
                if (cell(row.getFirst(), before.columns().get(column)).isEmpty()) {
                    changes.add(new Change(
                            row.getFirst(),
                            before.columns().get(column),
                            Optional.of(row.get(column)),
                            Optional.empty()));
                }
            }
        }
        return changes;
    }
}
