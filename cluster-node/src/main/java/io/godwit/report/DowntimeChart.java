package io.godwit.report;

import io.godwit.history.DowntimeParts;
import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Svg;
import io.godwit.page.Svg.Box;
import io.godwit.page.TimeAxis;
import io.godwit.verdict.MigrationRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What the downtime of each migration was spent on: a bar a migration, the longest first. A bar is all of its own
/// downtime, as those of different modes have no scale in common.
final class DowntimeChart {

    private static final int ROW = 18;
    private static final int LEFT = 250;

    /// The total and the outage stand to the right of a bar.
    private static final int RIGHT = 850;

    /// The longest tell how it went; the table has all.
    private static final int MOST = 16;

    private DowntimeChart() {}

    private record Bar(MigrationRow row, DowntimeParts parts) {

        long lengthNs() {
            return parts.totalNs();
        }
    }

    static List<Markup> draw(List<MigrationRow> migrations) {
        var bars = migrations.stream()
                .flatMap(row -> row.parts().stream().map(parts -> new Bar(row, parts)))
                .sorted(Comparator.comparingLong(Bar::lengthNs).reversed().thenComparing(it -> it.row()
                        .migration()))
                .toList();
        if (bars.isEmpty()) {
            return List.of();
        }
        var drawn = new ArrayList<Markup>();
        drawn.add(Markup.element("h3", "Downtime, part by part"));
        drawn.add(DowntimePart.legend());
        drawn.add(SwimLanes.wide(picture(bars.stream().limit(MOST).toList())));
        if (bars.size() > MOST) {
            drawn.add(Markup.note("The longest " + MOST + " of " + Figures.count(bars.size()) + " are drawn."));
        }
        return drawn;
    }

    private static Markup picture(List<Bar> bars) {
        var shapes = new ArrayList<Markup>();
        int y = 4;
        for (var bar : bars) {
            shapes.addAll(shapes(bar, y));
            y += ROW;
        }
        return Svg.picture(TimeFrame.WIDTH, y + 4, "Downtime of each migration, part by part", shapes);
    }

    private static List<Markup> shapes(Bar bar, int y) {
        long allNs = bar.lengthNs();
        var axis = new TimeAxis(0, Math.max(1, allNs), LEFT, RIGHT);
        var row = bar.row();
        var shapes = new ArrayList<Markup>();
        shapes.add(Svg.text("host", 8, y + 12.0, TimeFrame.shortened(row.vm().value())));
        shapes.add(
                Svg.text("small", 130, y + 12.0, TimeFrame.shortened(row.mode().word())));
        long atNs = 0;
        for (var part : DowntimePart.values()) {
            long lengthNs = part.of(bar.parts()).orElse(0L);
            if (lengthNs > 0) {
                double x = axis.x(atNs);
                atNs += lengthNs;
                var box = new Box(x, y + 2.0, Math.max(1, axis.x(atNs) - x), ROW - 5.0);
                shapes.add(Svg.titled(Svg.rect(part.kind(), box), part.word() + ": " + Figures.duration(lengthNs)));
            }
        }
        var said = Figures.duration(allNs)
                + row.outageNs()
                        .map(outage -> ", clients " + Figures.duration(outage))
                        .orElse("");
        shapes.add(Svg.text("small", RIGHT + 8, y + 12.0, said));
        return shapes;
    }
}
