package io.godwit.figure;

import io.godwit.page.Markup;
import io.godwit.page.Svg;
import io.godwit.page.Svg.Box;
import java.util.ArrayList;
import java.util.List;

/// Which colour is whose, in the picture itself, so that it can stand alone.
///
/// @param names in the order of their colours
/// @param curves whether they are lines; else they are areas
record Legend(List<String> names, boolean curves) {

    static final int ROW = 20;

    /// Colours that people with any colour vision can tell apart; then they repeat.
    static final int COLOURS = 7;

    private static final double LETTER = 6.6;
    private static final double WIDER = 0.7;
    private static final int SIGN = 22;
    private static final int GAP = 18;

    /// About as wide as it is drawn: letters are of one width, but for m and w.
    static double width(String text) {
        long wide = text.chars().filter(letter -> "mwMW".indexOf(letter) >= 0).count();
        return (text.length() + wide * WIDER) * LETTER;
    }

    /// One name needs no legend: the title has it.
    int height(double width) {
        return names.size() < 2 ? 0 : rows(width).size() * ROW;
    }

    List<Markup> draw(double left, double top, double width) {
        var shapes = new ArrayList<Markup>();
        if (names.size() < 2) {
            return shapes;
        }
        double y = top;
        int index = 0;
        for (var row : rows(width)) {
            double x = left;
            for (var name : row) {
                shapes.add(sign(index++, x, y));
                shapes.add(Svg.text("key", x + SIGN, y + 12, name));
                x += SIGN + width(name) + GAP;
            }
            y += ROW;
        }
        return shapes;
    }

    private Markup sign(int index, double x, double y) {
        return curves
                ? Svg.path("curve c" + index % COLOURS, "M" + Svg.number(x) + " " + Svg.number(y + 8) + "h16")
                : Svg.rect("g" + index % COLOURS, new Box(x, y + 2, 14, 12));
    }

    private List<List<String>> rows(double width) {
        List<List<String>> rows = new ArrayList<>();
        double x = width;
        for (var name : names) {
            double wide = SIGN + width(name) + GAP;
            if (rows.isEmpty() || x + wide > width) {
                rows.add(new ArrayList<>());
                x = 0;
            }
            rows.getLast().add(name);
            x += wide;
        }
        return rows;
    }
}
