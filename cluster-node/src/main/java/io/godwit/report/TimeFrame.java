package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Svg;
import io.godwit.page.Svg.Box;
import io.godwit.page.TimeAxis;
import io.godwit.verdict.Charts;
import io.godwit.verdict.Charts.Band;
import io.godwit.verdict.DrillReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What all pictures of one drill's time share, so that they can be read one below the other: the axis, and the faults,
/// named above it and shaded behind it.
final class TimeFrame {

    static final int WIDTH = 1060;
    static final int LEFT = 150;
    private static final int RIGHT = 1044;
    private static final int NAME_ROW = 17;
    private static final double LETTER = 6.4;

    /// Faults that can be named above a picture.
    private static final int MOST_BANDS = 40;

    private record Named(Band band, int row) {}

    private final Optional<Long> healedNs;
    private final TimeAxis axis;
    private final List<Named> bands = new ArrayList<>();
    private final int rows;

    TimeFrame(DrillReport report) {
        Charts charts = report.charts();
        healedNs = report.healedNs();
        axis = new TimeAxis(charts.fromNs(), charts.toNs(), LEFT, RIGHT);
        var ends = new ArrayList<Double>();
        for (var band : charts.bands().stream().limit(MOST_BANDS).toList()) {
            double from = nameX(band);
            int row = 0;
            while (row < ends.size() && ends.get(row) > from) {
                row++;
            }
            double end = Math.max(from + width(band.step()), axis.x(band.toNs())) + 6;
            if (row == ends.size()) {
                ends.add(end);
            } else {
                ends.set(row, end);
            }
            bands.add(new Named(band, row));
        }
        rows = ends.size();
    }

    TimeAxis axis() {
        return axis;
    }

    /// Where the picture itself begins.
    int top() {
        return rows * NAME_ROW + 8;
    }

    int heightFor(int plot) {
        return top() + plot + 24;
    }

    /// All that stands behind a plot of this height.
    List<Markup> behind(int plot) {
        int top = top();
        var shapes = new ArrayList<Markup>();
        for (long tick : axis.ticks()) {
            double x = axis.x(tick);
            shapes.add(Svg.line(tick == 0 ? "zero" : "grid", new Box(x, top, 0, plot)));
            shapes.add(Svg.text("tick", x, top + plot + 16.0, Figures.duration(tick)));
        }
        for (var named : bands) {
            shade(named, top + plot, shapes);
        }
        healedNs.ifPresent(at -> shapes.add(
                Svg.titled(Svg.line("healed", new Box(axis.x(at), top - 4.0, 0, plot + 4.0)), "faults ended")));
        return shapes;
    }

    private void shade(Named named, int bottom, List<Markup> shapes) {
        var band = named.band();
        double x = axis.x(band.fromNs());
        double y = named.row() * NAME_ROW + 2.0;
        double width = Math.max(2, axis.x(band.toNs()) - x);
        var bar = Svg.rect("fault", new Box(x, y, width, NAME_ROW - 3.0));
        shapes.add(Svg.titled(
                bar,
                band.step() + ": " + band.verb() + ", from " + Figures.duration(band.fromNs()) + " to "
                        + Figures.duration(band.toNs())));
        shapes.add(Svg.rect("shade", new Box(x, top() - 4.0, width, bottom - top() + 4.0)));
        shapes.add(Svg.line("strike", new Box(x, y, 0, bottom - y)));
        shapes.add(Svg.text("fault-name", nameX(band) + 4, y + 11, shortened(band.step())));
    }

    /// A name at the right edge begins earlier, so that it stays inside.
    private double nameX(Band band) {
        return Math.min(axis.x(band.fromNs()), WIDTH - width(band.step()));
    }

    private static double width(String name) {
        return shortened(name).length() * LETTER + 8;
    }

    static String shortened(String name) {
        return name.length() <= 22 ? name : name.substring(0, 21) + "…";
    }
}
