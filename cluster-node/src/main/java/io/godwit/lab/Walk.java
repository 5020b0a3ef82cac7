package io.godwit.lab;

import java.util.ArrayList;
import java.util.List;

/// A person's walk through the steps of a run. It can go back: a step holds its whole state.
///
/// @param at the step that one looks at, from zero
public record Walk(List<Step> steps, int at) {

    /// A row of the state.
    ///
    /// @param cells in the order of the snapshot's columns
    /// @param changed whether the step changed the cell of this column
    public record Row(List<String> cells, List<Boolean> changed) {}

    public Walk {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to walk through");
        }
        at = Math.clamp(at, 0, steps.size() - 1);
    }

    public static Walk through(List<Step> steps) {
        return new Walk(steps, 0);
    }

    /// At the end it stays there.
    public Walk next() {
        return new Walk(steps, at + 1);
    }

    /// At the beginning it stays there.
    public Walk back() {
        return new Walk(steps, at - 1);
    }

    public Walk toTheEnd() {
        return new Walk(steps, steps.size() - 1);
    }

    public boolean isAtTheEnd() {
        return at == steps.size() - 1;
    }

    /// `3 of 12: what happened`.
    public String heading() {
        return (at + 1) + " of " + steps.size() + ": " + steps.get(at).sentence();
    }

    public List<String> columns() {
        return steps.get(at).after().columns();
    }

    /// What this step changed; nothing at the first.
    public List<Snapshot.Change> changes() {
        return at == 0
                ? List.of()
                : steps.get(at).after().since(steps.get(at - 1).after());
    }

    /// The state after this step.
    public List<Row> rows() {
        var changes = changes();
        var after = steps.get(at).after();
        var rows = new ArrayList<Row>();
        for (var row : after.rows()) {
            var changed = new ArrayList<Boolean>();
            for (var aspect : after.columns()) {
                changed.add(changes.stream()
                        .anyMatch(it ->
                                it.thing().equals(row.getFirst()) && it.aspect().equals(aspect)));
            }
            rows.add(new Row(row, changed));
        }
        return rows;
    }
}
