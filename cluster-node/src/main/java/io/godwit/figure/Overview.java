package io.godwit.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A figure in a few rows of text, for a terminal.
///
/// @param columns heads, in capitals as the command line has them
public record Overview(List<String> columns, List<List<String>> rows) {

    private static final String LEVELS = "▁▂▃▄▅▆▇█";
    private static final int SPARKS = 40;

    public static Overview of(Figure figure) {
        return switch (figure) {
            case Lines lines -> of(lines);
            case Bars bars -> of(bars);
            case Grid grid -> of(grid);
        };
    }

    private static Overview of(Lines lines) {
        var rows = new ArrayList<List<String>>();
        for (var line : lines.lines()) {
            var heights = line.points().stream().map(Lines.Point::y).toList();
            if (!heights.isEmpty()) {
                rows.add(List.of(
                        line.name(),
                        text(heights.getFirst()),
                        text(heights.stream().mapToDouble(it -> it).min().orElse(0)),
                        text(heights.stream().mapToDouble(it -> it).max().orElse(0)),
                        text(heights.getLast()),
                        sparks(line.points())));
            }
        }
        var over = "OVER " + title(lines.x());
        return new Overview(List.of(title(lines.y()), "FIRST", "LEAST", "MOST", "LAST", over), rows);
    }

    /// The line's course, sampled at equal steps of x.
    private static String sparks(List<Lines.Point> points) {
        double most = points.stream().mapToDouble(Lines.Point::y).max().orElse(0);
        double from = points.getFirst().x();
        double length = points.getLast().x() - from;
        int count = Math.min(SPARKS, points.size());
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            double at = from + length * i / Math.max(1, count - 1);
            double height = points.stream()
                    .filter(it -> it.x() <= at + length * 1e-9)
                    .reduce((_, later) -> later)
                    .orElse(points.getFirst())
                    .y();
            int level = most <= 0 ? 0 : (int) Math.round(Math.max(0, height) / most * (LEVELS.length() - 1));
            text.append(LEVELS.charAt(level));
        }
        return text.toString();
    }

    private static Overview of(Bars bars) {
        var columns = new ArrayList<String>();
        columns.add(title(bars.value()));
        bars.parts().forEach(it -> columns.add(it.name().toUpperCase(Locale.ROOT)));
        var rows = new ArrayList<List<String>>();
        for (var category : bars.categories()) {
            var row = new ArrayList<String>(List.of(category));
            bars.parts().forEach(it -> {
                var amount = it.of(category);
                row.add(amount.isPresent() ? text(amount.getAsDouble()) : "-");
            });
            rows.add(row);
        }
        return new Overview(columns, rows);
    }

    private static Overview of(Grid grid) {
        return new Overview(
                grid.columns().stream().map(Overview::title).toList(),
                grid.rows().stream()
                        .map(row ->
                                row.stream().map(it -> plain(Grid.shown(it))).toList())
                        .toList());
    }

    /// Units keep their letters' case.
    private static String title(Measure measure) {
        return new Measure(measure.name().toUpperCase(Locale.ROOT), measure.unit(), false).head();
    }

    private static String text(double number) {
        return plain(Numbers.shown(number));
    }

    /// Signs that any terminal has.
    private static String plain(String text) {
        return text.replace('\u202F', ',').replace('−', '-');
    }
}
