package io.godwit.cpu;

import java.util.Arrays;

/// The vCPUs that wait at one CPU under [EevdfQueues], in no order, with their virtual runtimes and deadlines beside
/// each other, so that the search for the best of a dozen stays within a few cache lines.
final class WaitingVcpus {

    /// Deadlines have 47 bits beside them, 39 hours: a slice of a second for the least weight has 44.
    private static final int PLACE_BITS = 16;

    private static final int MOST = 1 << PLACE_BITS;

    /// So many are compared together.
    private static final int BLOCK = 4;

    private int[] vcpus = new int[BLOCK];
    private long[] virtualNs = new long[BLOCK];
    private long[] deadlineNs = new long[BLOCK];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    int at(int place) {
        return vcpus[place];
    }

    /// @return its place
    int add(int vcpu, long virtual, long deadline) {
        if (size == vcpus.length) {
            if (size == MOST) {
                throw new IllegalStateException("more than " + MOST + " vCPUs wait at one CPU");
            }
            vcpus = Arrays.copyOf(vcpus, 2 * size);
            virtualNs = Arrays.copyOf(virtualNs, 2 * size);
            deadlineNs = Arrays.copyOf(deadlineNs, 2 * size);
        }
        vcpus[size] = vcpu;
        set(size, virtual, deadline);
        return size++;
    }

    void set(int place, long virtual, long deadline) {
        virtualNs[place] = virtual;
        deadlineNs[place] = deadline;
    }

    /// @return who has that place now, or who had it if that was the last one
    int remove(int place) {
        size--;
        vcpus[place] = vcpus[size];
        set(place, virtualNs[size], deadlineNs[size]);
        return vcpus[place];
    }

    /// Who has the first deadline among those that are not ahead of the mean. Should rounding leave nobody, it is who
    /// is furthest behind.
    ///
    /// As in [EarliestCpu], a candidate is one number, deadline before place, so that the search is a minimum without a
    /// branch, which would be guessed wrongly half the time; nor is there one for each of those that wait.
    ///
    /// @param weight of all members of the queue
    /// @param spread sum of weight × (virtual runtime − base)
    /// @return its place
    int best(long weight, long spread, long base) {
        long best = Long.MAX_VALUE;
        for (int place = 0; place < size; place += BLOCK) {
            long first = candidate(place, weight, spread, base);
            long second = candidate(place + 1, weight, spread, base);
            long third = candidate(place + 2, weight, spread, base);
            long fourth = candidate(place + 3, weight, spread, base);
            best = Math.min(best, Math.min(Math.min(first, second), Math.min(third, fourth)));
        }
        return best == Long.MAX_VALUE ? furthestBehind() : (int) best & (MOST - 1);
    }

    /// The largest number for who is ahead of the mean, and for a place where nobody is.
    private long candidate(int place, long weight, long spread, long base) {
        long none = ((spread - (virtualNs[place] - base) * weight) | (size - 1 - place)) >> (Long.SIZE - 1);
        long candidate = ((deadlineNs[place] - base) << PLACE_BITS) | place;
        return (candidate & ~none) | (Long.MAX_VALUE & none);
    }

    private int furthestBehind() {
        int behind = 0;
        for (int place = 1; place < size; place++) {
            behind = virtualNs[place] < virtualNs[behind] ? place : behind;
        }
        return behind;
    }
}
