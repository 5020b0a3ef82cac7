package io.godwit.figure;

import io.godwit.page.Markup;
import io.godwit.page.Markup.Element;
import io.godwit.page.Svg;
import io.godwit.page.Svg.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Bars from left to right, so that their names have room.
final class BarsPicture {

    private static final int WIDTH = LinesPicture.WIDTH;
    private static final int BAR = 17;
    private static final int STACK = 24;
    private static final int GAP = 12;
    private static final int FOOT = 44;
    private static final int MOST_OF_NAMES = 300;
    private static final int ROOM_FOR_VALUE = 90;

    private final Bars bars;
    private final Legend legend;
    private final int left;
    private final Scale scale;

    private BarsPicture(Bars bars) {
        this.bars = bars;
        legend = new Legend(bars.parts().stream().map(Bars.Part::name).toList(), false);
        double widest =
                bars.categories().stream().mapToDouble(Legend::width).max().orElse(0);
        left = (int) Math.min(MOST_OF_NAMES, widest + 16);
        var lengths = bars.stacked()
                ? bars.categories().stream().map(this::total).toList()
                : bars.parts().stream()
                        .flatMap(it -> it.values().stream())
                        .map(Bars.Value::amount)
                        .toList();
        scale = Scale.of(bars.value(), lengths, left, WIDTH - (double) ROOM_FOR_VALUE);
    }

    private double total(String category) {
        return bars.parts().stream()
                .flatMapToDouble(part -> part.of(category).stream())
                .sum();
    }

    static Element draw(Bars bars) {
        var picture = new BarsPicture(bars);
        int top = picture.legend.height(WIDTH) + 6;
        int plot = bars.categories().size() * picture.block();
        var shapes = new ArrayList<Markup>(picture.legend.draw(0, 0, WIDTH));
        shapes.addAll(picture.axis(top, plot));
        int y = top + GAP / 2;
        for (var category : bars.categories()) {
            shapes.addAll(picture.category(category, y));
            y += picture.block();
        }
        return Svg.picture(WIDTH, top + plot + FOOT, bars.caption().title(), shapes)
                .kind("chart");
    }

    private int thickness() {
        return bars.stacked() ? STACK : BAR * bars.parts().size();
    }

    private int block() {
        return thickness() + GAP;
    }

    private List<Markup> axis(int top, int plot) {
        var shapes = new ArrayList<Markup>();
        for (double tick : scale.ticks()) {
            shapes.add(Svg.line(tick == scale.from() ? "zero" : "grid", new Box(scale.at(tick), top, 0, plot)));
            shapes.add(Svg.text("tick", scale.at(tick), top + plot + 16.0, Numbers.shown(tick)));
        }
        shapes.add(Svg.text(
                "name-x",
                WIDTH - (double) ROOM_FOR_VALUE,
                top + plot + 36.0,
                bars.value().head()));
        return shapes;
    }

    private List<Markup> category(String category, int y) {
        var shapes = new ArrayList<Markup>();
        shapes.add(Svg.text("row", left - 8.0, y + thickness() / 2.0 + 4, category));
        shapes.addAll(bars.stacked() ? stack(category, y) : group(category, y));
        return shapes;
    }

    private List<Markup> stack(String category, int y) {
        var shapes = new ArrayList<Markup>();
        double sum = 0;
        for (int i = 0; i < bars.parts().size(); i++) {
            double amount = bars.parts().get(i).of(category).orElse(0);
            double from = scale.at(sum);
            sum += amount;
            if (amount > 0) {
                var shape = Svg.rect("part g" + i % Legend.COLOURS, new Box(from, y, scale.at(sum) - from, STACK));
                shapes.add(Svg.titled(shape, bars.parts().get(i).name() + ": " + said(amount)));
            }
        }
        shapes.add(Svg.text("total", scale.at(sum) + 6, y + STACK / 2.0 + 4, Numbers.shown(sum)));
        return shapes;
    }

    private List<Markup> group(String category, int y) {
        var shapes = new ArrayList<Markup>();
        for (int i = 0; i < bars.parts().size(); i++) {
            var part = bars.parts().get(i);
            double at = y + (double) i * BAR;
            int colour = i % Legend.COLOURS;
            part.of(category)
                    .ifPresentOrElse(
                            amount -> shapes.addAll(bar(part, amount, at, "g" + colour)),
                            () -> shapes.add(Svg.text("name", left + 5.0, at + 12, "–")));
        }
        return shapes;
    }

    private List<Markup> bar(Bars.Part part, double amount, double y, String kind) {
        double end = scale.at(amount);
        return Stream.<Markup>of(
                        Svg.titled(
                                Svg.rect(kind, new Box(left, y + 1, Math.max(1, end - left), BAR - 3)),
                                part.name() + ": " + said(amount)),
                        Svg.text("value", end + 6, y + 12, Numbers.shown(amount)))
                .toList();
    }

    private String said(double amount) {
        return (Numbers.shown(amount) + " " + bars.value().unit()).strip();
    }
}
