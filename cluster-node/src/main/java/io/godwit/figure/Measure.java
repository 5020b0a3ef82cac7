package io.godwit.figure;

/// What an axis or a column measures.
///
/// @param unit may be empty, for a count or a word
/// @param logarithmic whether an axis of it goes in decades
public record Measure(String name, String unit, boolean logarithmic) {

    public static Measure of(String name, String unit) {
        return new Measure(name, unit, false);
    }

    /// A count, a ratio or a word.
    public static Measure plain(String name) {
        return of(name, "");
    }

    public Measure inDecades() {
        return new Measure(name, unit, true);
    }

    /// As it heads a column: `time [s]`.
    public String head() {
        return unit.isEmpty() ? name : name + " [" + unit + "]";
    }
}
