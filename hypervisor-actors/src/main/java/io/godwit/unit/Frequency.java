package io.godwit.unit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The clock of a processor: `2.2GHz`, `1860MHz`. Never zero.
public record Frequency(long hertz) implements Comparable<Frequency> {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final Scale SCALE = new Scale("a frequency above zero", "2.2GHz or 1860MHz")
            .unit("Hz", 1)
            .unit("kHz", 1_000)
            .unit("MHz", 1_000_000)
            .unit("GHz", 1_000_000_000);

    public Frequency {
        if (hertz <= 0) {
            throw SCALE.illegal(hertz + "Hz", "is not above zero");
        }
    }

    /// @throws IllegalQuantity if the text is no frequency
    public static Frequency parse(String text) {
        return new Frequency(SCALE.parse(text));
    }

    /// Takes numbers too, so that one without a unit is refused with our own sentence.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Frequency fromJson(Object scalar) {
        return parse(scalar.toString());
    }

    /// How long this many cycles take, rounded up to a whole nanosecond.
    ///
    /// @throws ArithmeticException on overflow
    public long nanosFor(long cycles) {
        return Exact.ceilMulDiv(cycles, NANOS_PER_SECOND, hertz);
    }

    @Override
    public int compareTo(Frequency other) {
        return Long.compare(hertz, other.hertz);
    }

    @Override
    @JsonValue
    public String toString() {
        return SCALE.format(hertz);
    }
}
