package io.godwit.unit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Electrical power drawn: `117W`, `89.4W`.
public record Power(long milliwatts) implements Comparable<Power> {

    private static final Scale SCALE =
            new Scale("a power", "117W or 89.4W").unit("W", 1_000).unit("mW", 1).unit("kW", 1_000_000);

    public Power {
        SCALE.checked(milliwatts);
    }

    /// @throws IllegalQuantity if the text is no power
    public static Power parse(String text) {
        return new Power(SCALE.parse(text));
    }

    /// Takes numbers too, so that one without a unit is refused with our own sentence.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Power fromJson(Object scalar) {
        return parse(scalar.toString());
    }

    @Override
    public int compareTo(Power other) {
        return Long.compare(milliwatts, other.milliwatts);
    }

    @Override
    @JsonValue
    public String toString() {
        return SCALE.format(milliwatts);
    }
}
