package io.godwit.live;

/// A piece of a line in one tone.
public record Span(String text, Tone tone) {

    /// How it is meant, whatever colour that has.
    public enum Tone {
        PLAIN,
        STRONG,
        QUIET,
        GOOD,
        DOUBTFUL,
        BAD
    }
}
