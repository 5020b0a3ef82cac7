package io.godwit.unit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A part of a whole: `30%`, `12.5%`, at most `100%`. Kept in billionths, so that a share of one core is a whole number
/// of nano-cores.
public record Share(long billionths) implements Comparable<Share> {

    private static final Scale SCALE = new Scale("a share of at most 100%", "30% or 12.5%").unit("%", 10_000_000);

    private static final int PERMILLE = 1_000;

    public static final Share NONE = new Share(0);
    public static final Share ALL = new Share(1_000_000_000L);

    public Share {
        SCALE.checked(billionths);
        if (billionths > 1_000_000_000L) {
            throw SCALE.illegal(SCALE.format(billionths), "is more than the whole");
        }
    }

    /// @throws IllegalQuantity if the text is no share
    public static Share parse(String text) {
        return new Share(SCALE.parse(text));
    }

    /// Takes numbers too, so that one without a unit is refused with our own sentence.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Share fromJson(Object scalar) {
        return parse(scalar.toString());
    }

    /// @throws IllegalQuantity if above 100
    public static Share ofPercent(long percent) {
        return new Share(Math.multiplyExact(percent, 10_000_000L));
    }

    /// @throws IllegalQuantity if above 1000
    public static Share ofPermille(long permille) {
        return new Share(Math.multiplyExact(permille, 1_000_000L));
    }

    /// What part of a whole this is; none of nothing.
    ///
    /// @param part at most `whole`
    public static Share of(long part, long whole) {
        return whole == 0 ? NONE : new Share(Exact.floorMulDiv(part, ALL.billionths, whole));
    }

    /// This share of an amount, rounded down.
    public long of(long amount) {
        return Exact.floorMulDiv(amount, billionths, ALL.billionths);
    }

    /// In thousandths, rounded down.
    public int permille() {
        return (int) of(PERMILLE);
    }

    /// In thousandths.
    ///
    /// @throws IllegalQuantity if it is finer than those
    public int wholePermille() {
        if (billionths % (ALL.billionths / PERMILLE) != 0) {
            throw new IllegalQuantity(this + " is finer than 0.1%: round it");
        }
        return permille();
    }

    /// The share as a ratio in `0..1`, for closed forms.
    public double ratio() {
        return billionths / 1e9;
    }

    @Override
    public int compareTo(Share other) {
        return Long.compare(billionths, other.billionths);
    }

    @Override
    @JsonValue
    public String toString() {
        return SCALE.format(billionths);
    }
}
