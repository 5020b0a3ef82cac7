package io.godwit.figure;

import io.godwit.page.Markup;
import io.godwit.page.Markup.Element;
import io.godwit.page.Svg;
import io.godwit.page.Svg.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Lines over two axes.
final class LinesPicture {

    static final int WIDTH = 760;
    private static final int PLOT = 280;
    private static final int LEFT = 66;
    private static final int RIGHT = WIDTH - 18;
    private static final int NAME = 20;
    private static final int FOOT = 44;

    private final Lines lines;
    private final Legend legend;
    private final int top;
    private final Scale x;
    private final Scale y;

    private LinesPicture(Lines lines) {
        this.lines = lines;
        legend = new Legend(lines.lines().stream().map(Lines.Line::name).toList(), true);
        top = legend.height(WIDTH - LEFT) + NAME + 4;
        var points = lines.lines().stream().flatMap(it -> it.points().stream()).toList();
        var heights = Stream.concat(
                        points.stream().map(Lines.Point::y),
                        lines.marks().stream().map(Lines.Mark::at))
                .toList();
        x = Scale.exactly(lines.x(), points.stream().map(Lines.Point::x).toList(), LEFT, RIGHT);
        y = Scale.of(lines.y(), heights, top + (double) PLOT, top);
    }

    static Element draw(Lines lines) {
        var picture = new LinesPicture(lines);
        var shapes = new ArrayList<Markup>(picture.legend.draw(LEFT, 0, WIDTH - LEFT));
        shapes.addAll(picture.axes());
        for (int i = 0; i < lines.lines().size(); i++) {
            shapes.add(picture.curve(lines.lines().get(i), i));
        }
        lines.marks().forEach(mark -> shapes.addAll(picture.mark(mark)));
        return Svg.picture(WIDTH, picture.top + PLOT + FOOT, lines.caption().title(), shapes)
                .kind("chart");
    }

    private List<Markup> axes() {
        var shapes = new ArrayList<Markup>();
        double bottom = top + (double) PLOT;
        shapes.add(Svg.text("name", 4, top - 10.0, lines.y().head()));
        for (double tick : y.ticks()) {
            shapes.add(Svg.line(tick == 0 ? "zero" : "grid", new Box(LEFT, y.at(tick), RIGHT - LEFT, 0)));
            shapes.add(Svg.text("tick-y", LEFT - 8.0, y.at(tick) + 4, Numbers.shown(tick)));
        }
        for (double tick : x.ticks()) {
            shapes.add(Svg.line("grid", new Box(x.at(tick), bottom, 0, 5)));
            shapes.add(Svg.text("tick", x.at(tick), bottom + 18, Numbers.shown(tick)));
        }
        shapes.add(Svg.text("name-x", RIGHT, bottom + 36, lines.x().head()));
        return shapes;
    }

    private Markup curve(Lines.Line line, int index) {
        int colour = index % Legend.COLOURS;
        if (lines.form() == Lines.Form.DOTTED) {
            var dots = line.points().stream()
                    .<Markup>map(it -> Svg.rect("g" + colour, new Box(x.at(it.x()) - 2.5, y.at(it.y()) - 2.5, 5, 5)))
                    .toList();
            return Svg.titled(Markup.element("g").addAll(dots), line.name());
        }
        return Svg.titled(Svg.path("curve c" + colour, path(line.points())), line.name());
    }

    private String path(List<Lines.Point> points) {
        var path = new StringBuilder();
        double before = 0;
        for (var point : points) {
            double height = y.at(point.y());
            var at = Svg.number(x.at(point.x()));
            if (path.isEmpty()) {
                path.append("M").append(at).append(' ').append(Svg.number(height));
            } else if (lines.form() == Lines.Form.JOINED) {
                path.append("L").append(at).append(' ').append(Svg.number(height));
            } else {
                path.append("H").append(at);
                path.append(height == before ? "" : "V" + Svg.number(height));
            }
            before = height;
        }
        return path.toString();
    }

    private List<Markup> mark(Lines.Mark mark) {
        double height = y.at(mark.at());
        var words = String.format(
                Locale.ROOT,
                "%s: %s %s",
                mark.name(),
                Numbers.shown(mark.at()),
                lines.y().unit());
        return List.of(
                Svg.line("mark", new Box(LEFT, height, RIGHT - LEFT, 0)),
                Svg.text("mark-name", RIGHT - 4.0, height - 5, words.strip()));
    }
}
