package io.godwit.guest;

import io.godwit.time.Seed;
import java.util.OptionalLong;

/// Generated demand with the moments that Beloglazov & Buyya (CCPE 24(13), 2012, Table II) publish for 1,052
/// PlanetLab VMs on 2011-03-03: mean 12.31 %, standard deviation 17.09, quartiles 2, 6 and 15 %. A value for each
/// five minutes, a function of the seed and the number of the step alone, for as long as the run lasts.
///
/// *Values.* The quantile function is linear between the published quartiles, starting at 0. Above the upper one it
/// is `15 + A·sᵏ` with `s` from 0 to 1; the published mean and deviation determine `A = 80.26` and `k = 3.283`, so
/// the highest value is 95 %.
///
/// *Times.* Each VM has a level of its own and stays near it: its place among the quantiles is a point on a circle,
/// folded to the unit interval, that a slow and a fast noise displace; so the values keep their distribution
/// exactly. Within the fleet, samples of one VM five minutes apart correlate with 0.78, half a day apart with 0.75;
/// the recorded day has 0.77 and 0.75.
///
/// *Not modelled*: hours of the day, and loads that several VMs have in common.
public final class CpuGenerator implements CpuDemand {

    private static final double LOWER_QUARTILE = 2;
    private static final double MEDIAN = 6;
    private static final double UPPER_QUARTILE = 15;
    private static final double TAIL = 80.26;
    private static final double TAIL_EXPONENT = 3.283;

    /// Values at equal steps of probability, in nano-cores. Interpolating in 4,096 steps is exact but for the tail,
    /// where it is off by less than 0.001 %.
    private static final long[] QUANTILES = quantiles(12);

    private static final int INDEX_SHIFT = 63 - 12;

    /// Two hours: what makes one five minutes resemble the next.
    private static final int STEPS_OF_SLOW_NOISE = 24;

    /// The golden section of the circle, in units of 2⁻⁶⁴.
    private static final long GOLDEN_SECTION = 0x9E37_79B9_7F4A_7C15L;

    private final long level;
    private final Seed fast;
    private final Seed slow;

    private CpuGenerator(long level, Seed seed) {
        this.level = level;
        fast = seed.child("fast");
        slow = seed.child("slow");
    }

    /// The demand of one VM, whose level is drawn by itself. Of a thousand such VMs even the true mean is known
    /// only to half a per cent, since each keeps its level.
    public static CpuGenerator alone(Seed vm) {
        return new CpuGenerator(vm.child("level").value(), vm);
    }

    /// The demand of one of many VMs, whose levels are spread evenly: each next one a golden section further round
    /// the circle (Weyl's sequence). So even a small fleet has the published moments.
    ///
    /// @param member number of the VM in its fleet, from 0
    public static CpuGenerator ofFleet(Seed fleet, int member) {
        return new CpuGenerator(fleet.value() + member * GOLDEN_SECTION, fleet.child("vm-" + member));
    }

    @Override
    public long nanoCoresPerVcpu(long timeNs) {
        long step = timeNs / CpuTrace.STEP_NS;
        long fastNoise = (fast.number(step) >> 5) * 3; // up to 3/32 of half the circle
        long slowNoise = (slow.number(step / STEPS_OF_SLOW_NOISE) >> 6) * 3; // up to 3/64
        long point = level + fastNoise + slowNoise; // overflows all the way round
        return quantile(point < 0 ? ~point : point);
    }

    @Override
    public OptionalLong nextStepNs(long timeNs) {
        return OptionalLong.of(timeNs - timeNs % CpuTrace.STEP_NS + CpuTrace.STEP_NS);
    }

    /// @param probability in units of 2⁻⁶³
    private static long quantile(long probability) {
        int index = (int) (probability >>> INDEX_SHIFT);
        long low = QUANTILES[index];
        long within = (probability >>> (INDEX_SHIFT - 20)) & ((1 << 20) - 1);
        return low + (((QUANTILES[index + 1] - low) * within) >> 20);
    }

    private static long[] quantiles(int bits) {
        int steps = 1 << bits;
        long[] values = new long[steps + 1];
        for (int i = 0; i <= steps; i++) {
            values[i] = Math.round(percent((double) i / steps) * 1e7);
        }
        return values;
    }

    /// [StrictMath] gives the same numbers on every machine.
    private static double percent(double probability) {
        if (probability < 0.25) {
            return LOWER_QUARTILE * probability * 4;
        } else if (probability < 0.5) {
            return LOWER_QUARTILE + (MEDIAN - LOWER_QUARTILE) * (probability - 0.25) * 4;
        } else if (probability < 0.75) {
            return MEDIAN + (UPPER_QUARTILE - MEDIAN) * (probability - 0.5) * 4;
        }
        return UPPER_QUARTILE + TAIL * StrictMath.pow((probability - 0.75) * 4, TAIL_EXPONENT);
    }
}
