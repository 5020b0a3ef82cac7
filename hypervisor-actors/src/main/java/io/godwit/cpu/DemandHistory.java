package io.godwit.cpu;

import io.godwit.unit.Exact;
import java.util.Arrays;

/// How much CPU a VM has wanted, and for how long: a histogram of fixed size, whatever the time.
///
/// A demand is counted by the upper edge of its bucket, which is at most an eighth above it; below a thousandth of a
/// core it counts as none. Costs 1 KiB, so that a host keeps one only for VMs that somebody asks about.
public final class DemandHistory {

    private static final long SMALLEST_NANO_CORES = 1_000_000;

    /// Eight buckets for each doubling, as in HDR histograms of three significant bits.
    private static final int MANTISSA_BITS = 3;

    private static final int BUCKETS = 128;

    private final long[] spentNs = new long[BUCKETS];
    private long sinceNs;
    private long demand;
    private long wantedNs;

    /// @param demandNanoCores what it wants now
    public DemandHistory(long nowNs, long demandNanoCores) {
        sinceNs = nowNs;
        demand = demandNanoCores;
    }

    /// From now on the VM wants this much.
    public void change(long nowNs, long demandNanoCores) {
        settle(nowNs);
        demand = demandNanoCores;
    }

    /// Core time that it wanted since it is watched, had or not.
    public long wantedNs(long nowNs) {
        settle(nowNs);
        return wantedNs;
    }

    /// What was counted until now.
    public DemandSpread spread(long nowNs) {
        settle(nowNs);
        int used = BUCKETS;
        while (used > 0 && spentNs[used - 1] == 0) {
            used--;
        }
        return new DemandSpread(Arrays.stream(spentNs, 0, used).boxed().toList());
    }

    private void settle(long nowNs) {
        long elapsedNs = nowNs - sinceNs;
        spentNs[bucketOf(demand)] += elapsedNs;
        wantedNs += Exact.floorMulDiv(elapsedNs, demand, CpuTopology.CORE);
        sinceNs = nowNs;
    }

    private static int bucketOf(long nanoCores) {
        long units = Math.ceilDiv(nanoCores, SMALLEST_NANO_CORES);
        if (nanoCores < SMALLEST_NANO_CORES) {
            return 0;
        }
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(units);
        int shift = Math.max(0, exponent - MANTISSA_BITS);
        long mantissa = Math.ceilDiv(units, 1L << shift);
        return Math.min(BUCKETS - 1, (int) ((shift << MANTISSA_BITS) + mantissa));
    }

    /// The highest demand that is counted there, in nano-cores.
    static long upperEdge(int bucket) {
        int shift = Math.max(0, ((bucket - 1) >> MANTISSA_BITS) - 1);
        long mantissa = bucket - ((long) shift << MANTISSA_BITS);
        return (mantissa << shift) * SMALLEST_NANO_CORES;
    }
}
