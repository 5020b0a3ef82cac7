package io.godwit.time;

/// The timeline of a real JVM: its monotonic clock, counted from an origin.
///
/// Processes of one machine that are given the same origin share an axis for their charts. Nothing is ever decided by
/// comparing their times.
///
/// @param originNs what the monotonic clock showed at the start of the run
public record MonotonicTimeline(long originNs) implements Timeline {

    /// A timeline that starts now.
    public static MonotonicTimeline startingNow() {
        return new MonotonicTimeline(System.nanoTime());
    }

    @Override
    public long now() {
        return System.nanoTime() - originNs;
    }
}
