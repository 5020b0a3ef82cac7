package io.godwit.validation;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.godwit.unit.IllegalQuantity;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A value that was published, as it stands in a case: `8 s`, `at most 125 ms`, `at least 95 %`, `1.4..4.4 %`.
///
/// @param least minus infinity for `at most`
/// @param most infinity for `at least`
/// @param unit one word, the same as the experiment's; `%` and `times` are units
/// @param text as it was written
public record Published(double least, double most, String unit, String text) {

    private static final Pattern FORM = Pattern.compile(
            "(?:(at most|at least) )?(-?[0-9]+(?:\\.[0-9]+)?)(?:\\.\\.(-?[0-9]+(?:\\.[0-9]+)?))? (\\S+)");

    /// Longer texts are no values.
    private static final int MAX_CHARACTERS = 60;

    /// @throws IllegalQuantity if the text is none of the forms
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Published parse(Object scalar) {
        var text = scalar.toString().strip();
        var form = FORM.matcher(text);
        if (text.length() > MAX_CHARACTERS || !form.matches()) {
            throw illegal(text);
        }
        double value = Double.parseDouble(form.group(2));
        var range = form.group(3);
        if (form.group(1) == null) {
            return between(value, range == null ? value : Double.parseDouble(range), form);
        }
        if (range != null) {
            throw illegal(text);
        }
        return form.group(1).equals("at most")
                ? new Published(Double.NEGATIVE_INFINITY, value, form.group(4), text)
                : new Published(value, Double.POSITIVE_INFINITY, form.group(4), text);
    }

    private static Published between(double least, double most, Matcher form) {
        if (most < least) {
            throw illegal(form.group());
        }
        return new Published(least, most, form.group(4), form.group());
    }

    private static IllegalQuantity illegal(String text) {
        return new IllegalQuantity("'" + text + "' is no published value: write it with a blank and a unit, like 8 s,"
                + " at most 125 ms, or 1.4..4.4 %");
    }

    /// The end that a value is nearest to: what its deviation is counted from.
    double nearestTo(double value) {
        if (Double.isInfinite(least)) {
            return most;
        }
        if (Double.isInfinite(most)) {
            return least;
        }
        return Math.abs(value - least) <= Math.abs(value - most) ? least : most;
    }

    /// How far a value lies outside, in the unit, with its sign; zero within. Nine digits count.
    double distanceOf(double value) {
        double distance = value < least ? value - least : Math.max(0, value - most);
        return Math.abs(distance) <= 1e-9 * Math.abs(nearestTo(value)) ? 0 : distance;
    }

    @Override
    public String toString() {
        return text;
    }
}
