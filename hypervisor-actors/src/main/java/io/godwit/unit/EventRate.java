package io.godwit.unit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// How often something happens: `50/s`, `3/m`, `0.5/s`. Kept as events in a period, so that the n-th event has an exact
/// time and nothing drifts. Equal rates are equal: `60/m` is `1/s`.
///
/// @param events how many happen in a period; zero means never
/// @param periodNs the shortest of a second, minute, hour and day that holds a whole number of events
public record EventRate(long events, long periodNs) {

    private static final Scale PER_DAY = new Scale("a rate", "50/s, 3/m or 0.5/s")
            .unit("/s", 86_400)
            .unit("/m", 1_440)
            .unit("/h", 24)
            .unit("/d", 1)
            .alias("/ms", 86_400_000);

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long DAY_NS = 86_400 * SECOND_NS;

    private static final int BITS_PER_BYTE = 8;

    /// Of which a day is counted in bytes.
    private static final long MOST_GIBIBYTES_PER_SECOND = (Long.MAX_VALUE / (DAY_NS / SECOND_NS)) >> 30;

    private static final long[] PERIODS_NS = {SECOND_NS, 60 * SECOND_NS, 3_600 * SECOND_NS, DAY_NS};
    private static final String[] SYMBOLS = {"/s", "/m", "/h", "/d"};

    public EventRate {
        PER_DAY.checked(events);
        int unit = 0;
        while (unit < PERIODS_NS.length && PERIODS_NS[unit] != periodNs) {
            unit++;
        }
        if (unit == PERIODS_NS.length) {
            throw new IllegalQuantity("a period of " + periodNs + "ns is none of a second, minute, hour and day");
        }
        for (int shorter = 0; shorter < unit; shorter++) {
            long parts = periodNs / PERIODS_NS[shorter];
            if (events % parts == 0) {
                events /= parts;
                periodNs = PERIODS_NS[shorter];
                break;
            }
        }
    }

    /// @throws IllegalQuantity if the text is no rate
    public static EventRate parse(String text) {
        return new EventRate(PER_DAY.parse(text), DAY_NS);
    }

    /// Takes numbers too, so that one without a unit is refused with our own sentence.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static EventRate fromJson(Object scalar) {
        return parse(scalar.toString());
    }

    public static EventRate perSecond(long events) {
        return new EventRate(events, SECOND_NS);
    }

    /// A rate of bytes as one of pieces, rounded down to whole pieces a day.
    ///
    /// @throws IllegalQuantity if that is more than this type holds
    public static EventRate ofBytes(Bandwidth bytes, MemorySize piece) {
        try {
            long bytesPerDay = Math.multiplyExact(bytes.bitsPerSecond() / BITS_PER_BYTE, DAY_NS / SECOND_NS);
            return new EventRate(bytesPerDay / piece.bytes(), DAY_NS);
        } catch (ArithmeticException tooMuch) {
            throw new IllegalQuantity("'" + bytes + "' is too large (at most " + MOST_GIBIBYTES_PER_SECOND
                    + "GiB/s): write a rate that memory can have");
        }
    }

    /// How many events have happened when this much time has passed: `⌊rate × elapsed⌋`.
    ///
    /// @throws ArithmeticException on overflow
    public long eventsIn(long elapsedNs) {
        return Exact.floorMulDiv(elapsedNs, events, periodNs);
    }

    /// When the n-th event happens, counted from the start: the smallest time at which [#eventsIn] reaches `n`.
    ///
    /// @throws ArithmeticException if the rate is zero and `n` is not, or on overflow
    public long timeOfNs(long n) {
        return n == 0 ? 0 : Exact.ceilMulDiv(n, periodNs, events);
    }

    /// Events a second, for people and closed forms.
    public double perSecond() {
        return (double) events * SECOND_NS / periodNs;
    }

    @Override
    @JsonValue
    public String toString() {
        int unit = 0;
        while (PERIODS_NS[unit] != periodNs) {
            unit++;
        }
        return events + SYMBOLS[unit];
    }
}
