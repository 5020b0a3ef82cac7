package io.godwit.live;

import io.godwit.live.Span.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A line of text in several tones. Built by adding to its end.
public final class Line {

    private final List<Span> spans = new ArrayList<>();

    Line() {}

    static Line of(String text, Tone tone) {
        return new Line().add(text, tone);
    }

    Line add(String text) {
        return add(text, Tone.PLAIN);
    }

    Line add(String text, Tone tone) {
        spans.add(new Span(text, tone));
        return this;
    }

    /// Fills with blanks up to a column, and with one where that is passed already.
    Line to(int column) {
        return add(" ".repeat(Math.max(spans.isEmpty() ? 0 : 1, column - length())));
    }

    private int length() {
        return spans.stream().mapToInt(span -> span.text().length()).sum();
    }

    public List<Span> spans() {
        return List.copyOf(spans);
    }

    public String plain() {
        return spans.stream().map(Span::text).collect(Collectors.joining()).stripTrailing();
    }
}
