package io.godwit.bench;

import java.util.Locale;
import java.util.Optional;

/// One number that a benchmark came to.
///
/// @param what in a few words
/// @param unit of the value, as it is printed behind it
/// @param bar what the specification asks of it; empty: it stands beside the others to be compared with
/// @param expected the back of an envelope: what it should be, and why
public record Figure(String what, double value, String unit, Optional<Bar> bar, String expected) {

    /// A promise is held by the project, an aim is not yet.
    public enum Kind {
        PROMISE,
        AIM
    }

    public enum Sense {
        AT_LEAST,
        AT_MOST
    }

    /// @param value in the figure's unit
    public record Bar(Kind kind, Sense sense, double value) {

        public static Bar promise(Sense sense, double value) {
            return new Bar(Kind.PROMISE, sense, value);
        }

        public static Bar aim(Sense sense, double value) {
            return new Bar(Kind.AIM, sense, value);
        }

        boolean isMetBy(double measured) {
            return switch (sense) {
                case AT_LEAST -> measured >= value;
                case AT_MOST -> measured <= value;
            };
        }
    }

    public static Figure of(String what, double value, String unit, String expected) {
        return new Figure(what, value, unit, Optional.empty(), expected);
    }

    public Figure against(Bar asked) {
        return new Figure(what, value, unit, Optional.of(asked), expected);
    }

    /// With three digits that count, and none of a large number left out.
    static String written(double value) {
        double size = Math.abs(value);
        String form = size >= 100 || size == 0 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.01 ? "%.2f" : "%.2g";
        return String.format(Locale.ROOT, form, value);
    }
}
