package io.godwit.memory.pressure;

/// Divides pages among VMs in proportion to weights, each between a floor and a ceiling: the levels at which all that
/// are between pay the same, see [IdleTax].
final class Allotment {

    /// Halvings of the interval that the level is in: more change no page of any machine.
    private static final int STEPS = 80;

    private final double[] weights;
    private final long[] floors;
    private final long[] ceilings;

    Allotment(int vms) {
        weights = new double[vms];
        floors = new long[vms];
        ceilings = new long[vms];
    }

    /// @param ceiling at least the floor
    void claim(int vm, double weight, long floor, long ceiling) {
        weights[vm] = weight;
        floors[vm] = floor;
        ceilings[vm] = Math.max(floor, ceiling);
    }

    /// What each gets; together no more than there is, but for floors.
    long[] divide(long pages) {
        double low = 0;
        double high = 1;
        while (total(high) < pages && high < 1e18) {
            high *= 2;
        }
        for (int step = 0; step < STEPS; step++) {
            double level = (low + high) / 2;
            if (total(level) <= pages) {
                low = level;
            } else {
                high = level;
            }
        }
        long[] allotted = new long[weights.length];
        for (int vm = 0; vm < allotted.length; vm++) {
            allotted[vm] = of(vm, low);
        }
        return allotted;
    }

    private long total(double level) {
        long total = 0;
        for (int vm = 0; vm < weights.length; vm++) {
            total += of(vm, level);
        }
        return total;
    }

    private long of(int vm, double level) {
        return Math.clamp((long) (weights[vm] * level), floors[vm], ceilings[vm]);
    }
}
