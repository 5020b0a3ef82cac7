package io.godwit.page;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A piece of a page. Text and attributes are escaped when they are written, so that a name from a drill file can't
/// become markup.
public sealed interface Markup {

    /// Elements after which a line ends, so that two pages can be compared by line.
    Set<String> LINES = new TreeSet<>(List.of(
            "a", "details", "div", "g", "h1", "h2", "h3", "header", "li", "line", "nav", "p", "path", "rect", "section",
            "style", "summary", "svg", "table", "tr", "ul", "head", "body", "title", "script"));

    /// Elements without an end tag.
    List<String> VOID = List.of("meta", "br");

    void writeTo(StringBuilder page);

    record Text(String text) implements Markup {

        @Override
        public void writeTo(StringBuilder page) {
            escape(text, page);
        }
    }

    /// The house's own style sheet or script; never anything from a report.
    record Verbatim(String text) implements Markup {

        @Override
        public void writeTo(StringBuilder page) {
            page.append(text);
        }
    }

    record Attribute(String name, String value) {}

    record Element(String name, List<Attribute> attributes, List<Markup> children) implements Markup {

        public Element with(String attribute, String value) {
            return new Element(name, joined(attributes, List.of(new Attribute(attribute, value))), children);
        }

        public Element kind(String classes) {
            return with("class", classes);
        }

        public Element say(String text) {
            return add(new Text(text));
        }

        public Element add(Markup... more) {
            return addAll(List.of(more));
        }

        public Element addAll(List<? extends Markup> more) {
            return new Element(name, attributes, joined(children, more));
        }

        @Override
        public void writeTo(StringBuilder page) {
            page.append('<').append(name);
            for (var attribute : attributes) {
                page.append(' ').append(attribute.name()).append("=\"");
                escape(attribute.value(), page);
                page.append('"');
            }
            page.append('>');
            if (!VOID.contains(name)) {
                children.forEach(child -> child.writeTo(page));
                page.append("</").append(name).append('>');
            }
            if (VOID.contains(name) || LINES.contains(name)) {
                page.append('\n');
            }
        }
    }

    static Element element(String name) {
        return new Element(name, List.of(), List.of());
    }

    static Element element(String name, String text) {
        return element(name).say(text);
    }

    static Element paragraph(String text) {
        return element("p", text);
    }

    static Element note(String text) {
        return element("p", text).kind("note");
    }

    private static <T> List<T> joined(List<? extends T> first, List<? extends T> second) {
        return Stream.<T>concat(first.stream(), second.stream()).toList();
    }

    /// Characters that no page may hold become the replacement character.
    private static void escape(String text, StringBuilder page) {
        text.codePoints().forEach(it -> {
            switch (it) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> page.appendCodePoint(isAllowed(it) ? it : 0xFFFD);
            }
        });
    }

    private static boolean isAllowed(int codePoint) {
        boolean control = Character.isISOControl(codePoint) && codePoint != '\n' && codePoint != '\t';
        boolean lone = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        boolean turnsText =
                (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
        return !control && !lone && !turnsText;
    }
}
