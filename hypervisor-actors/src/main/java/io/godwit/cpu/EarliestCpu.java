package io.godwit.cpu;

import java.util.Arrays;

/// Which logical CPU has its next event first: a tournament, of which each change replays one path from leaf to root.
/// Among equal times the lower number wins.
///
/// A player is one number, time before CPU, so that a match is a minimum without a branch: a processor guesses the
/// winner wrongly as often as rightly. Times count from a base that follows, as they have fewer than 63 bits.
final class EarliestCpu {

    /// The time of a CPU that waits for nothing.
    static final long NEVER = Long.MAX_VALUE;

    private final int leaves;
    private final int cpuBits;
    private final long lastNs;
    private final long[] dueNs;

    /// The tree: the winner of node `n` comes from nodes `2n` and `2n + 1`.
    private final long[] winner;

    private long baseNs;

    EarliestCpu(int cpus) {
        leaves = Math.max(2, Integer.highestOneBit(2 * cpus - 1));
        cpuBits = Integer.numberOfTrailingZeros(leaves);
        lastNs = (1L << (Long.SIZE - 1 - cpuBits)) - 1;
        dueNs = new long[leaves];
        winner = new long[2 * leaves];
        Arrays.fill(dueNs, NEVER);
        replay();
    }

    void set(int cpu, long atNs) {
        dueNs[cpu] = atNs;
        if (atNs - baseNs > lastNs && atNs != NEVER) {
            rebase();
            return;
        }
        int node = leaves + cpu;
        long best = player(cpu);
        winner[node] = best;
        while (node > 1) {
            best = Math.min(best, winner[node ^ 1]);
            node >>= 1;
            winner[node] = best;
        }
    }

    int cpu() {
        return (int) winner[1] & (leaves - 1);
    }

    long ns() {
        return dueNs[cpu()];
    }

    long ns(int cpu) {
        return dueNs[cpu];
    }

    /// Times beyond the last, of which most are [#NEVER], count as the last. All others are exact.
    private long player(int cpu) {
        return (Math.min(dueNs[cpu] - baseNs, lastNs) << cpuBits) | cpu;
    }

    private void rebase() {
        baseNs = NEVER;
        for (long ns : dueNs) {
            baseNs = Math.min(baseNs, ns);
        }
        replay();
    }

    private void replay() {
        for (int cpu = 0; cpu < leaves; cpu++) {
            winner[leaves + cpu] = player(cpu);
        }
        for (int node = leaves - 1; node > 0; node--) {
            winner[node] = Math.min(winner[2 * node], winner[2 * node + 1]);
        }
    }
}
