package io.godwit.guest;

import java.util.List;

/// The figures by which published loads are described.
record Moments(double mean, double deviation, List<Double> quartiles) {

    static Moments of(List<Double> values) {
        var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double sum = 0;
        double squares = 0;
        for (double value : sorted) {
            sum += value;
            squares += value * value;
        }
        double mean = sum / sorted.length;
        double deviation = Math.sqrt(squares / sorted.length - mean * mean);
        var quartiles = List.of(sorted[sorted.length / 4], sorted[sorted.length / 2], sorted[sorted.length * 3 / 4]);
        return new Moments(mean, deviation, quartiles);
    }
}
