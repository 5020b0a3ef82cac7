package io.godwit.migration.precopy;

import io.godwit.unit.Bandwidth;

/// When batches leave the emulated wire: one after the other, each when its last bit is on it. Immutable.
///
/// A batch that leaves late, because a real timer fired late, doesn't delay those behind it: they are counted from when
/// it should have left, so that the rate is kept on clocks of any grain.
///
/// @param freeAtNs when the wire has taken everything booked so far
public record Pacer(long freeAtNs) {

    /// A wire that is idle now.
    public static Pacer idleAt(long nowNs) {
        return new Pacer(nowNs);
    }

    /// The same, but not free before that.
    public Pacer notBefore(long ns) {
        return ns <= freeAtNs ? this : new Pacer(ns);
    }

    /// Books the wire for the bytes; [#freeAtNs()] of the answer is when they have left.
    ///
    /// @throws ArithmeticException if the bandwidth is zero
    public Pacer book(long bytes, Bandwidth bandwidth) {
        return new Pacer(Math.addExact(freeAtNs, bandwidth.nanosFor(bytes)));
    }
}
