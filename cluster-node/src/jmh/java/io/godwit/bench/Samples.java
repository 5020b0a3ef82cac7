package io.godwit.bench;

import java.util.Collection;
import java.util.List;

/// What is told of several runs.
public final class Samples {

    private Samples() {}

    public static double median(Collection<Double> samples) {
        List<Double> sorted = samples.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /// What the best tenth of all, where more is better, came to at least.
    public static double bestTenth(Collection<Double> samples) {
        List<Double> sorted = samples.stream().sorted().toList();
        return sorted.get(sorted.size() * 9 / 10);
    }

    public static double max(Collection<Double> samples) {
        return samples.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
