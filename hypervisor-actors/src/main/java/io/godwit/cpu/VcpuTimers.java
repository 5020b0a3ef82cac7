package io.godwit.cpu;

import java.util.Arrays;

/// One timer a vCPU, in a heap of four children a node that knows where each is. Among equal times the lower number is
/// first.
final class VcpuTimers {

    private static final int ABSENT = -1;

    private int[] place = absent(8);
    private int[] heap = new int[8];
    private long[] atNs = new long[8];
    private int size;

    /// When the first is due, or [EarliestCpu#NEVER].
    long firstNs() {
        return size == 0 ? EarliestCpu.NEVER : atNs[0];
    }

    /// Takes out the one that is due first.
    int removeFirst() {
        int vcpu = heap[0];
        cancel(vcpu);
        return vcpu;
    }

    /// Sets a vCPU's timer, or sets it anew.
    void set(int vcpu, long ns) {
        int at = place[vcpu];
        if (at == ABSENT) {
            up(size++, vcpu, ns);
        } else if (ns < atNs[at]) {
            up(at, vcpu, ns);
        } else {
            down(at, vcpu, ns);
        }
    }

    void cancel(int vcpu) {
        int hole = place[vcpu];
        if (hole == ABSENT) {
            return;
        }
        place[vcpu] = ABSENT;
        int last = heap[--size];
        if (last != vcpu) {
            long lastNs = atNs[size];
            if (hole > 0 && before(lastNs, last, (hole - 1) >> 2)) {
                up(hole, last, lastNs);
            } else {
                down(hole, last, lastNs);
            }
        }
    }

    void grow(int vcpus) {
        int before = place.length;
        place = Arrays.copyOf(place, vcpus);
        Arrays.fill(place, before, vcpus, ABSENT);
        heap = Arrays.copyOf(heap, vcpus);
        atNs = Arrays.copyOf(atNs, vcpus);
    }

    private void up(int from, int vcpu, long ns) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >> 2;
            if (!before(ns, vcpu, parent)) {
                break;
            }
            put(at, heap[parent], atNs[parent]);
            at = parent;
        }
        put(at, vcpu, ns);
    }

    private void down(int from, int vcpu, long ns) {
        int at = from;
        for (int first = 4 * at + 1; first < size; first = 4 * at + 1) {
            int least = first;
            int end = Math.min(first + 4, size);
            for (int child = first + 1; child < end; child++) {
                if (before(atNs[child], heap[child], least)) {
                    least = child;
                }
            }
            if (!before(atNs[least], heap[least], ns, vcpu)) {
                break;
            }
            put(at, heap[least], atNs[least]);
            at = least;
        }
        put(at, vcpu, ns);
    }

    private void put(int at, int vcpu, long ns) {
        heap[at] = vcpu;
        atNs[at] = ns;
        place[vcpu] = at;
    }

    private boolean before(long ns, int vcpu, int other) {
        return before(ns, vcpu, atNs[other], heap[other]);
    }

    private static boolean before(long ns, int vcpu, long otherNs, int other) {
        return ns < otherNs || (ns == otherNs && vcpu < other);
    }

    private static int[] absent(int size) {
        int[] places = new int[size];
        Arrays.fill(places, ABSENT);
        return places;
    }
}
