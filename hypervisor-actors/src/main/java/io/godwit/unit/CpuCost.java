package io.godwit.unit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// What a piece of work costs a processor: `1300cycles`, which takes less time on a faster one, or `18us`, as a paper
/// measured it on its own.
///
/// @param cycles 0 where it is given in time
/// @param ns 0 where it is given in cycles
public record CpuCost(long cycles, long ns) {

    public static final CpuCost NONE = new CpuCost(0, 0);

    private static final double NANOS_PER_SECOND = 1e9;

    private static final Scale CYCLES =
            new Scale("a cost", "1300cycles or 18us").unit("cycles", 1).alias("cycle", 1);

    public CpuCost {
        if (cycles < 0 || ns < 0 || (cycles > 0 && ns > 0)) {
            throw CYCLES.illegal(cycles + "cycles and " + ns + "ns", "is no cost");
        }
    }

    /// @throws IllegalQuantity if the text is no cost
    public static CpuCost parse(String text) {
        return isTime(text) ? new CpuCost(0, Durations.parseNs(text)) : new CpuCost(CYCLES.parse(text), 0);
    }

    /// Takes numbers too, so that one without a unit is refused with our own sentence.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static CpuCost fromJson(Object scalar) {
        return parse(scalar.toString());
    }

    private static boolean isTime(String text) {
        return text.strip().matches(".*[0-9] ?(ns|us|µs|μs|ms|s)");
    }

    /// How long it takes at this clock, not rounded, as costs are multiplied by millions of events.
    public double nanosAt(Frequency clock) {
        return cycles > 0 ? cycles * NANOS_PER_SECOND / clock.hertz() : ns;
    }

    @Override
    @JsonValue
    public String toString() {
        return cycles > 0 ? CYCLES.format(cycles) : Durations.formatNs(ns);
    }
}
