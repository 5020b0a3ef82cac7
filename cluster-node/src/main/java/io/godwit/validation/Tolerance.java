package io.godwit.validation;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.godwit.figure.Numbers;
import io.godwit.unit.IllegalQuantity;
import java.util.regex.Pattern;

/// How far an emulated value may lie from a published one: `5 %` of it, or an amount in its unit, `0.5 s`. For a value
/// that is itself in percent, `5 %` would be two things, and percentage points are written `5 points`.
///
/// @param unit `%` for a part of the published value
public record Tolerance(double amount, String unit) {

    private static final String PART = "%";
    private static final String POINTS = "points";
    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) (\\S{1,20})");

    /// @throws IllegalQuantity if the text is none
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Tolerance parse(Object scalar) {
        var form = FORM.matcher(scalar.toString().strip());
        if (!form.matches()) {
            throw new IllegalQuantity("'" + scalar + "' is no tolerance: write it like 5 % or 0.5 s");
        }
        return new Tolerance(Double.parseDouble(form.group(1)), form.group(2));
    }

    boolean isPart() {
        return unit.equals(PART);
    }

    /// Whether it can be applied to a value of that unit.
    boolean suits(Published published) {
        return isPart()
                || unit.equals(published.unit())
                || (unit.equals(POINTS) && published.unit().equals(PART));
    }

    /// The deviation in the tolerance's own unit: a part of the published value, or an amount.
    double deviation(Published published, double emulated) {
        double distance = published.distanceOf(emulated);
        return isPart() && distance != 0 ? 100 * distance / Math.abs(published.nearestTo(emulated)) : distance;
    }

    /// A deviation of exactly the tolerance is within; nine digits count.
    boolean allows(double deviation) {
        return Math.abs(deviation) <= amount * (1 + 1e-9);
    }

    @Override
    public String toString() {
        return "±" + Numbers.shown(amount) + " " + unit;
    }
}
