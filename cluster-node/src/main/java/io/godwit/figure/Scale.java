package io.godwit.figure;

import java.util.ArrayList;
import java.util.List;

/// Where a number is on a picture.
///
/// @param from number at pixel `start`
/// @param to number at pixel `end`
/// @param logarithmic whether decades are equally long; then `from` is positive
record Scale(double from, double to, double start, double end, boolean logarithmic) {

    /// As many labels as can stand side by side.
    private static final int MOST_TICKS = 8;

    private static final int MOST_DECADES = 12;

    /// One that shows these numbers, and begins at zero where that is honest: unless some are negative, or decades are
    /// asked for.
    static Scale of(Measure measure, List<Double> numbers, double start, double end) {
        double least = numbers.stream().mapToDouble(it -> it).min().orElse(0);
        double most = numbers.stream().mapToDouble(it -> it).max().orElse(1);
        if (measure.logarithmic()) {
            double low = numbers.stream()
                    .mapToDouble(it -> it)
                    .filter(it -> it > 0)
                    .min()
                    .orElse(1);
            double from = decade(Math.floor(Math.log10(low)));
            return new Scale(
                    from, Math.max(from * 10, decade(Math.ceil(Math.log10(Math.max(most, low))))), start, end, true);
        }
        double from = Math.min(0, least);
        double to = most > from ? most : from + 1;
        double step = step(to - from);
        return new Scale(Math.floor(from / step) * step, Math.ceil(to / step - 1e-9) * step, start, end, false);
    }

    /// The same without an end at a round number: time ends where it ends.
    static Scale exactly(Measure measure, List<Double> numbers, double start, double end) {
        if (measure.logarithmic()) {
            return of(measure, numbers, start, end);
        }
        double least = numbers.stream().mapToDouble(it -> it).min().orElse(0);
        double most = numbers.stream().mapToDouble(it -> it).max().orElse(1);
        return new Scale(least, most > least ? most : least + 1, start, end, false);
    }

    private static double decade(double exponent) {
        return Math.pow(10, exponent);
    }

    /// Numbers beyond an edge are drawn at the edge.
    double at(double number) {
        double within = Math.clamp(number, from, to);
        double part = logarithmic ? Math.log10(within / from) / Math.log10(to / from) : (within - from) / (to - from);
        return start + (end - start) * part;
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            for (int i = 0; i <= MOST_DECADES && from * decade(i) <= to * 1.001; i++) {
                ticks.add(from * decade(i));
            }
            return ticks;
        }
        double step = step(to - from);
        long first = (long) Math.ceil(from / step - 1e-9);
        for (long i = first; i * step <= to + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /// The smallest of 1, 2 and 5 times a power of ten that gives few enough ticks.
    private static double step(double length) {
        double unit = decade(Math.floor(Math.log10(length / MOST_TICKS)));
        for (double factor : new double[] {1, 2, 5}) {
            if (length / (unit * factor) <= MOST_TICKS) {
                return unit * factor;
            }
        }
        return unit * 10;
    }
}
