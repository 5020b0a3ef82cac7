package io.godwit.figure;

import io.godwit.page.Figures;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as texts.
public final class Numbers {

    /// Enough for any measurement, and few enough that no rounding of a processor shows.
    private static final MathContext EXACT = new MathContext(9, RoundingMode.HALF_EVEN);

    private static final int SHOWN_DIGITS = 3;

    private Numbers() {}

    /// For programs: nine digits that count.
    ///
    /// @throws IllegalArgumentException if it is no finite number
    public static String exact(double value) {
        return plain(checked(value).round(EXACT));
    }

    /// For people: three digits that count, all of a number's whole part, and thousands apart.
    public static String shown(double value) {
        var exact = checked(value);
        int whole = exact.signum() == 0 ? 1 : exact.precision() - exact.scale();
        var rounded = exact.round(new MathContext(Math.max(SHOWN_DIGITS, whole), RoundingMode.HALF_EVEN));
        var text = plain(rounded);
        int point = text.indexOf('.');
        return point >= 0 || rounded.abs().compareTo(BigDecimal.valueOf(10_000)) < 0
                ? text.replace("-", "−")
                : Figures.count(rounded.longValueExact()).replace("-", "−");
    }

    private static BigDecimal checked(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a figure has a number that is none: " + value);
        }
        return BigDecimal.valueOf(value);
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
