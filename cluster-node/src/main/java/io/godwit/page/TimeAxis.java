package io.godwit.page;

import java.util.ArrayList;
import java.util.List;

/// Where a moment is on a picture.
///
/// @param left pixels at `fromNs`
/// @param right pixels at `toNs`
public record TimeAxis(long fromNs, long toNs, double left, double right) {

    private static final long MILLISECOND_NS = 1_000_000;
    private static final long SECOND_NS = 1_000_000_000L;

    /// As many labels as can stand side by side.
    private static final int MOST_TICKS = 10;

    private static final List<Long> STEPS_NS = steps();

    /// Moments beyond an edge are drawn at the edge.
    public double x(long ns) {
        long length = Math.max(1, toNs - fromNs);
        long within = Math.clamp(ns, fromNs, Math.max(fromNs, toNs)) - fromNs;
        return left + (right - left) * ((double) within / length);
    }

    public List<Long> ticks() {
        long length = toNs - fromNs;
        long stepNs = STEPS_NS.stream()
                .filter(step -> length / step < MOST_TICKS)
                .findFirst()
                .orElse(STEPS_NS.getLast());
        var ticks = new ArrayList<Long>();
        for (long at = Math.ceilDiv(fromNs, stepNs) * stepNs; at <= toNs && ticks.size() <= MOST_TICKS; at += stepNs) {
            ticks.add(at);
        }
        return ticks;
    }

    private static List<Long> steps() {
        var steps = new ArrayList<Long>();
        for (long unit = MILLISECOND_NS; unit < SECOND_NS; unit *= 10) {
            steps.addAll(List.of(unit, 2 * unit, 5 * unit));
        }
        for (long seconds : new long[] {1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 43200}) {
            steps.add(seconds * SECOND_NS);
        }
        for (long days = 1; days < 100_000; days *= 10) {
            steps.add(days * 86_400 * SECOND_NS);
        }
        return steps;
    }
}
