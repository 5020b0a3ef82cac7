package io.godwit.memory.pressure;

/// How short of memory a host is, by which of its means it meets that.
public enum Pressure {
    /// There is enough: balloons are let go.
    NONE,
    /// Between the thresholds: what is, stays.
    EASING,
    /// Balloons are inflated.
    SOFT,
    /// Pages are compressed and swapped besides.
    HARD
}
