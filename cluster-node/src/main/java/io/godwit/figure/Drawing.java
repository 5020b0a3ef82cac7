package io.godwit.figure;

import io.godwit.page.Markup;
import io.godwit.page.Markup.Element;
import io.godwit.page.Markup.Verbatim;
import io.godwit.page.Page;
import io.godwit.page.Section;
import io.godwit.page.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Figures as parts of a page, and as pictures that stand alone.
public final class Drawing {

    private Drawing() {}

    /// A section with the picture, and its numbers beneath.
    public static Section section(Figure figure) {
        var caption = figure.caption();
        var body = new ArrayList<Markup>();
        picture(figure)
                .ifPresent(it -> body.add(Markup.element("div").kind("figure").add(it)));
        body.add(
                figure instanceof Grid grid
                        ? table(grid).show()
                        : table(figure).fold("The numbers, also in " + caption.id() + ".csv"));
        return new Section(caption.id(), caption.title(), caption.text(), body);
    }

    /// A file of SVG with its own colours; empty for a table.
    public static Optional<String> svg(Figure figure) {
        return picture(figure).map(it -> {
            var text = new StringBuilder();
            var style = Markup.element("style").add(new Verbatim(Page.styleOfPictures()));
            new Element("svg", it.attributes(), joined(style, it.children()))
                    .with("xmlns", "http://www.w3.org/2000/svg")
                    .writeTo(text);
            return text.toString();
        });
    }

    private static List<Markup> joined(Markup first, List<Markup> rest) {
        var all = new ArrayList<Markup>();
        all.add(first);
        all.addAll(rest);
        return all;
    }

    private static Optional<Element> picture(Figure figure) {
        return switch (figure) {
            case Lines lines -> Optional.of(LinesPicture.draw(lines));
            case Bars bars -> Optional.of(BarsPicture.draw(bars));
            case Grid _ -> Optional.empty();
        };
    }

    private static Table table(Figure figure) {
        var tidy = figure.tidy();
        return new Table(
                figure.caption().title(),
                columns(tidy),
                tidy.rows().stream()
                        .map(row -> row.stream().map(Table::cell).toList())
                        .toList());
    }

    private static Table table(Grid grid) {
        return new Table(
                grid.caption().title(),
                columns(grid.tidy()),
                grid.rows().stream()
                        .map(row -> row.stream()
                                .map(it -> Table.cell(Grid.shown(it)))
                                .toList())
                        .toList());
    }

    private static List<String> columns(Tidy tidy) {
        var columns = new ArrayList<String>();
        for (int i = 0; i < tidy.columns().size(); i++) {
            columns.add((tidy.numbers().get(i) ? "#" : "") + tidy.columns().get(i));
        }
        return columns;
    }
}
