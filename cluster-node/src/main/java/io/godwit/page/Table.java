package io.godwit.page;

import io.godwit.page.Markup.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Rows under named columns; the first cell of a row names it.
///
/// @param caption what it lists, for those who can't see it
/// @param columns a name that starts with `#` is that of numbers
/// @param rows their cells
public record Table(String caption, List<String> columns, List<List<Markup>> rows) {

    /// No page gets longer than this by one table.
    public static final int MOST_ROWS = 400;

    /// More rows than this are folded away until one asks for them.
    public static final int OPEN_ROWS = 30;

    public static Markup cell(String text) {
        return new Markup.Text(text);
    }

    /// The same without columns in which no row has anything to say.
    public Table withoutEmptyColumns() {
        var kept = IntStream.range(0, columns.size())
                .filter(column -> rows.isEmpty() || rows.stream().anyMatch(row -> !isEmpty(row.get(column))))
                .boxed()
                .toList();
        return new Table(
                caption,
                kept.stream().map(columns::get).toList(),
                rows.stream().map(row -> kept.stream().map(row::get).toList()).toList());
    }

    private static boolean isEmpty(Markup cell) {
        return switch (cell) {
            case Markup.Text(var text) -> text.isBlank() || text.equals(Figures.NONE);
            case Markup.Element element -> element.children().stream().allMatch(Table::isEmpty);
            case Markup.Verbatim _ -> false;
        };
    }

    public Element show() {
        var head = new ArrayList<Markup>();
        for (var column : columns) {
            var name = Markup.element("th", named(column)).with("scope", "col");
            head.add(isNumber(column) ? name.kind("number") : name);
        }
        var lines = rows.stream().limit(MOST_ROWS).map(this::line).toList();
        var table = Markup.element("table")
                .add(Markup.element("caption", caption).kind("unseen"))
                .add(Markup.element("thead").add(Markup.element("tr").addAll(head)))
                .add(Markup.element("tbody").addAll(lines));
        return rows.size() <= MOST_ROWS ? wide(table) : wide(table).add(leftOut());
    }

    /// Folded if it is long.
    public Element showOrFold(String summary) {
        return rows.size() <= OPEN_ROWS ? show() : fold(summary);
    }

    public Element fold(String summary) {
        return Markup.element("details").add(Markup.element("summary", summary), show());
    }

    private Element leftOut() {
        return Markup.note(Figures.count((long) rows.size() - MOST_ROWS)
                + " more rows are left out here; the report for machines has them all.");
    }

    private static Element wide(Element table) {
        return Markup.element("div").kind("wide").add(table);
    }

    private Element line(List<Markup> cells) {
        var line = new ArrayList<Markup>();
        for (int i = 0; i < cells.size(); i++) {
            var cell = i == 0 ? Markup.element("th").with("scope", "row") : Markup.element("td");
            line.add((isNumber(columns.get(i)) ? cell.kind("number") : cell).add(cells.get(i)));
        }
        return Markup.element("tr").addAll(line);
    }

    private static boolean isNumber(String column) {
        return column.startsWith("#");
    }

    private static String named(String column) {
        return isNumber(column) ? column.substring(1) : column;
    }
}
