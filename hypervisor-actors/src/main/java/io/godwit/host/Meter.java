package io.godwit.host;

import io.godwit.unit.Exact;

/// Counts what goes on at a rate, as a function of the time at which it is asked: nobody counts single events. Mutable.
final class Meter {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MILLION = 1_000_000;

    private final long nsOfOne;
    private final long parts;
    private long base;
    private long rate;
    private long sinceNs;

    /// @param nsOfOne time in which a rate of 1 makes one part
    /// @param parts of what is counted
    private Meter(long nsOfOne, long parts) {
        this.nsOfOne = nsOfOne;
        this.parts = parts;
    }

    /// Of events, at rates in thousandths of one a second; each stretch is rounded down to a millionth.
    static Meter ofEvents() {
        return new Meter(MILLION, MILLION);
    }

    /// Of core time in nanoseconds, at rates in nano-cores; each stretch is rounded down to a nanosecond.
    static Meter ofCoreTime() {
        return new Meter(SECOND_NS, 1);
    }

    /// From now on it goes on at this rate.
    void rate(long next, long nowNs) {
        if (next != rate) {
            base = counted(nowNs);
            rate = next;
            sinceNs = nowNs;
        }
    }

    long count(long nowNs) {
        return counted(nowNs) / parts;
    }

    private long counted(long nowNs) {
        return Math.addExact(base, Exact.floorMulDiv(rate, nowNs - sinceNs, nsOfOne));
    }
}
