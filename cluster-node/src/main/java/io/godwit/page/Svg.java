package io.godwit.page;

import io.godwit.page.Markup.Element;
import java.util.List;

/// Shapes of a picture, in pixels from its upper left corner. Colours come from the style sheet by `kind`.
public final class Svg {

    private Svg() {}

    public record Box(double x, double y, double width, double height) {}

    /// @param label what the picture shows, for those who can't see it
    public static Element picture(int width, int height, String label, List<? extends Markup> shapes) {
        return Markup.element("svg")
                .with("viewBox", "0 0 " + width + " " + height)
                .with("role", "img")
                .with("aria-label", label)
                .addAll(shapes);
    }

    public static Element rect(String kind, Box box) {
        return Markup.element("rect")
                .kind(kind)
                .with("x", number(box.x()))
                .with("y", number(box.y()))
                .with("width", number(Math.max(0, box.width())))
                .with("height", number(box.height()));
    }

    /// From the box's upper left to its lower right corner.
    public static Element line(String kind, Box box) {
        return Markup.element("line")
                .kind(kind)
                .with("x1", number(box.x()))
                .with("y1", number(box.y()))
                .with("x2", number(box.x() + box.width()))
                .with("y2", number(box.y() + box.height()));
    }

    public static Element text(String kind, double x, double y, String text) {
        return Markup.element("text", text).kind(kind).with("x", number(x)).with("y", number(y));
    }

    public static Element path(String kind, String steps) {
        return Markup.element("path").kind(kind).with("d", steps);
    }

    /// With words that appear when one points at it.
    public static Element titled(Element shape, String title) {
        return shape.add(Markup.element("title", title));
    }

    /// A tenth of a pixel is enough, and keeps pages small.
    public static String number(double value) {
        long tenths = Math.round(value * 10);
        String sign = tenths < 0 ? "-" : "";
        long size = Math.abs(tenths);
        return sign + size / 10 + (size % 10 == 0 ? "" : "." + size % 10);
    }
}
