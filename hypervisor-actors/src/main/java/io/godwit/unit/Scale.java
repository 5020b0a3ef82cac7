package io.godwit.unit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The units that one kind of quantity may be written in, each a whole multiple of the smallest, with the reading and
/// the writing of such texts.
///
/// The canonical text of an amount is its shortest exact one in a unit that is not larger than the amount; of equally
/// short ones, the unit declared first. Hence `90s` stays `90s`, and `1500ms` becomes `1.5s`.
final class Scale {

    private static final Pattern TEXT = Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?) ?(\\D*)");

    /// Longer texts are no quantities, and parsing them would cost quadratic time.
    private static final int MAX_CHARACTERS = 60;

    private record Unit(String symbol, BigDecimal factor, boolean canonical) {

        String write(BigDecimal amount) {
            return amount.divide(factor).stripTrailingZeros().toPlainString() + symbol;
        }
    }

    private final String kind;
    private final String example;
    private final List<Unit> units = new ArrayList<>();

    /// @param kind what the quantity is, as it reads in a sentence: "a memory size"
    /// @param example a text that would have been right
    Scale(String kind, String example) {
        this.kind = kind;
        this.example = example;
    }

    /// Adds a unit that is read and written.
    Scale unit(String symbol, long factor) {
        units.add(new Unit(symbol, BigDecimal.valueOf(factor), true));
        return this;
    }

    /// Adds another spelling that is read and never written.
    Scale alias(String symbol, long factor) {
        units.add(new Unit(symbol, BigDecimal.valueOf(factor), false));
        return this;
    }

    /// Reads an amount in the smallest unit.
    ///
    /// @throws IllegalQuantity if the text is no such quantity, is negative, overflows, or is no whole number
    ///     of the smallest unit
    long parse(String text) {
        var matcher = TEXT.matcher(text.strip());
        if (text.length() > MAX_CHARACTERS || !matcher.matches()) {
            throw illegal(text, "is not " + kind);
        }
        if (matcher.group(2).isEmpty()) {
            throw illegal(text, "has no unit");
        }
        return amount(text, matcher);
    }

    private long amount(String text, Matcher matcher) {
        var number = new BigDecimal(matcher.group(1));
        var unit = units.stream()
                .filter(candidate -> candidate.symbol.equals(matcher.group(2)))
                .findFirst()
                .orElseThrow(() -> illegal(text, "has no known unit (known: " + symbols() + ")"));
        if (number.signum() < 0) {
            throw illegal(text, "is negative");
        }
        var exact = number.multiply(unit.factor).stripTrailingZeros();
        if (exact.scale() > 0) {
            throw illegal(text, "is finer than can be kept");
        }
        BigInteger whole = exact.toBigIntegerExact();
        if (whole.bitLength() > 63) {
            throw illegal(text, "is too large (at most " + roughly(Long.MAX_VALUE, RoundingMode.FLOOR) + ")");
        }
        return whole.longValueExact();
    }

    /// Writes the canonical text of an amount.
    String format(long amount) {
        var value = BigDecimal.valueOf(amount);
        Optional<String> shortest = Optional.empty();
        for (Unit unit : units) {
            boolean fits = unit.canonical && (unit.factor.compareTo(value) <= 0 || amount == 0);
            if (fits && terminates(value, unit.factor)) {
                String text = unit.write(value);
                shortest = shortest.filter(known -> known.length() <= text.length())
                        .or(() -> Optional.of(text));
            }
        }
        return shortest.orElseGet(() -> smallest().write(value));
    }

    /// Writes an amount for sentences, with one decimal at most in the largest unit that it has. A decimal of zero says
    /// that the amount was rounded.
    String roughly(long amount, RoundingMode rounding) {
        BigDecimal value = BigDecimal.valueOf(amount);
        Unit unit = units.stream()
                .filter(it -> it.canonical && it.factor.compareTo(value) <= 0)
                .max(Comparator.comparing(Unit::factor))
                .orElseGet(this::smallest);
        BigDecimal rounded = value.divide(unit.factor, 1, rounding);
        boolean isExact = rounded.multiply(unit.factor).compareTo(value) == 0;
        return isExact ? unit.write(value) : rounded.toPlainString() + unit.symbol;
    }

    /// Refuses an amount below zero that code, not a person, has made.
    long checked(long amount) {
        if (amount < 0) {
            throw new IllegalQuantity(
                    kind + " cannot be negative, but is " + smallest().write(BigDecimal.valueOf(amount)));
        }
        return amount;
    }

    IllegalQuantity illegal(String text, String problem) {
        return new IllegalQuantity("'" + Excerpt.of(text) + "' " + problem + ": write " + kind + " like " + example);
    }

    private static boolean terminates(BigDecimal value, BigDecimal factor) {
        BigInteger divisor = factor.toBigIntegerExact();
        BigInteger rest = divisor.divide(divisor.gcd(value.toBigIntegerExact()));
        while (!rest.testBit(0)) {
            rest = rest.shiftRight(1);
        }
        var five = BigInteger.valueOf(5);
        while (rest.mod(five).signum() == 0) {
            rest = rest.divide(five);
        }
        return rest.equals(BigInteger.ONE);
    }

    private String symbols() {
        return String.join(", ", units.stream().map(Unit::symbol).toList());
    }

    private Unit smallest() {
        return Collections.min(units, Comparator.comparing(Unit::factor));
    }
}
