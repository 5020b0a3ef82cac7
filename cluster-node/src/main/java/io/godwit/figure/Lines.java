package io.godwit.figure;

import java.util.ArrayList;
import java.util.List;

/// Lines over two axes, such as a use of CPU over time.
///
/// @param form how points are joined
/// @param marks levels worth comparing with, such as a published value
public record Lines(Caption caption, Measure x, Measure y, Form form, List<Line> lines, List<Mark> marks)
        implements Figure {

    public enum Form {
        /// In straight lines.
        JOINED,
        /// A value holds until the next one.
        STEPPED,
        /// Not at all: each point is an observation of its own.
        DOTTED
    }

    public record Line(String name, List<Point> points) {

        public Line {
            points = List.copyOf(points);
        }
    }

    public record Point(double x, double y) {

        public Point {
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                throw new IllegalArgumentException("a point needs two numbers, not " + x + " and " + y);
            }
        }
    }

    /// A level of the y axis.
    public record Mark(String name, double at) {}

    public Lines {
        lines = List.copyOf(lines);
        marks = List.copyOf(marks);
    }

    /// Straight lines, with nothing to compare with.
    public static Lines of(Caption caption, Measure x, Measure y, List<Line> lines) {
        return new Lines(caption, x, y, Form.JOINED, lines, List.of());
    }

    public Lines formed(Form form) {
        return new Lines(caption, x, y, form, lines, marks);
    }

    public Lines marked(String name, double at) {
        var more = new ArrayList<>(marks);
        more.add(new Mark(name, at));
        return new Lines(caption, x, y, form, lines, more);
    }

    @Override
    public Tidy tidy() {
        List<List<String>> rows = new ArrayList<>();
        for (var line : lines) {
            line.points()
                    .forEach(point ->
                            rows.add(List.of(line.name(), Numbers.exact(point.x()), Numbers.exact(point.y()))));
        }
        return new Tidy(List.of("series", x.head(), y.head()), List.of(false, true, true), rows);
    }
}
