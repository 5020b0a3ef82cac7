package io.godwit.cpu;

import java.util.Arrays;

/// Which logical CPU has its next event first: a tournament, of which each change replays one path from leaf to root.
/// Among equal times the lower number wins.
final class EarliestCpu {

    /// The time of a CPU that waits for nothing.
    static final long NEVER = Long.MAX_VALUE;

    private final int leaves;
    private final long[] dueNs;
    private final int[] winner;

    EarliestCpu(int cpus) {
        leaves = Math.max(2, Integer.highestOneBit(2 * cpus - 1));
        dueNs = new long[leaves];
        Arrays.fill(dueNs, NEVER);
        winner = new int[leaves];
        for (int node = leaves - 1; node > 0; node--) {
            winner[node] = node >= leaves / 2 ? 2 * node - leaves : winner[2 * node];
        }
    }

    void set(int cpu, long atNs) {
        dueNs[cpu] = atNs;
        int node = (leaves + cpu) >> 1;
        int even = cpu & ~1;
        int best = dueNs[even + 1] < dueNs[even] ? even + 1 : even;
        winner[node] = best;
        while (node > 1) {
            int other = winner[node ^ 1];
            long bestNs = dueNs[best];
            long otherNs = dueNs[other];
            best = otherNs < bestNs || (otherNs == bestNs && other < best) ? other : best;
            node >>= 1;
            winner[node] = best;
        }
    }

    int cpu() {
        return winner[1];
    }

    long ns() {
        return dueNs[winner[1]];
    }

    long ns(int cpu) {
        return dueNs[cpu];
    }
}
