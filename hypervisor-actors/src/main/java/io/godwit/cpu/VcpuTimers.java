package io.godwit.cpu;

import java.util.Arrays;

/// One timer a vCPU, in a wheel (Varghese & Lauck, 1987): a list for each 65 µs of the next 67 ms, and one for all that
/// is later, of which what has come near is moved from time to time. So a timer is set and cancelled in constant time,
/// and the first is found among the few of one list. Among equal times the lower number is first.
final class VcpuTimers {

    private static final int NONE = -1;
    private static final int WIDTH_BITS = 16;
    private static final int LISTS = 1024;

    /// The list of timers that are not on the wheel.
    private static final int FAR = LISTS;

    private final int[] head = new int[LISTS + 1];

    /// Which lists of the wheel hold timers, and which words of that.
    private final long[] words = new long[LISTS / Long.SIZE];

    private int[] list = none(8);
    private int[] next = new int[8];
    private int[] previous = new int[8];
    private long[] atNs = new long[8];

    /// When the wheel begins, in widths: when a timer was last taken out. All on it are within [#LISTS] of that; what
    /// is set to an earlier time goes to its first list.
    private long begin;

    /// No far timer is due before.
    private long farNs = EarliestCpu.NEVER;

    /// The timer that is due first, if that is known.
    private int first = NONE;

    private long firstNs = EarliestCpu.NEVER;
    private boolean known = true;

    VcpuTimers() {
        Arrays.fill(head, NONE);
    }

    /// When the first is due, or [EarliestCpu#NEVER].
    long firstNs() {
        if (!known) {
            find();
        }
        return firstNs;
    }

    /// Takes out the one that is due first.
    int removeFirst() {
        if (!known) {
            find();
        }
        int vcpu = first;
        boolean wasFar = list[vcpu] == FAR;
        unlink(vcpu);
        known = false;
        begin = Math.max(begin, firstNs >> WIDTH_BITS);
        if (wasFar) {
            bringNear();
        }
        return vcpu;
    }

    /// Sets a vCPU's timer, or sets it anew.
    void set(int vcpu, long ns) {
        cancel(vcpu);
        atNs[vcpu] = ns;
        link(vcpu, ns);
        if (known && (ns < firstNs || (ns == firstNs && vcpu < first))) {
            first = vcpu;
            firstNs = ns;
        }
    }

    void cancel(int vcpu) {
        if (list[vcpu] != NONE) {
            unlink(vcpu);
            known &= vcpu != first;
        }
    }

    void grow(int vcpus) {
        int before = list.length;
        list = Arrays.copyOf(list, vcpus);
        Arrays.fill(list, before, vcpus, NONE);
        next = Arrays.copyOf(next, vcpus);
        previous = Arrays.copyOf(previous, vcpus);
        atNs = Arrays.copyOf(atNs, vcpus);
    }

    private void link(int vcpu, long ns) {
        long ahead = Math.max(0, (ns >> WIDTH_BITS) - begin);
        int to = ahead < LISTS ? (int) (begin + ahead) & (LISTS - 1) : FAR;
        if (to == FAR) {
            farNs = Math.min(farNs, ns);
        } else {
            words[to >> 6] |= 1L << to;
        }
        int after = head[to];
        list[vcpu] = to;
        next[vcpu] = after;
        previous[vcpu] = NONE;
        head[to] = vcpu;
        if (after != NONE) {
            previous[after] = vcpu;
        }
    }

    private void unlink(int vcpu) {
        int from = list[vcpu];
        int before = previous[vcpu];
        int after = next[vcpu];
        list[vcpu] = NONE;
        if (after != NONE) {
            previous[after] = before;
        }
        if (before != NONE) {
            next[before] = after;
        } else {
            head[from] = after;
            if (after == NONE && from != FAR) {
                words[from >> 6] &= ~(1L << from);
            }
        }
    }

    private void find() {
        known = true;
        first = NONE;
        firstNs = EarliestCpu.NEVER;
        int onWheel = firstList();
        if (onWheel != NONE) {
            findIn(onWheel);
        }
        if (farNs <= firstNs && head[FAR] != NONE) {
            findIn(FAR);
        }
    }

    private void findIn(int which) {
        for (int vcpu = head[which]; vcpu != NONE; vcpu = next[vcpu]) {
            long ns = atNs[vcpu];
            if (ns < firstNs || (ns == firstNs && vcpu < first)) {
                first = vcpu;
                firstNs = ns;
            }
        }
    }

    /// The first list of the wheel that holds timers, from where it begins and round.
    private int firstList() {
        int start = (int) begin & (LISTS - 1);
        int word = start >> 6;
        long bits = words[word] & (-1L << start);
        for (int i = 0; bits == 0 && i < words.length; i++) {
            word = (word + 1) & (words.length - 1);
            bits = words[word];
        }
        return bits == 0 ? NONE : (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    /// Puts on the wheel what it has room for.
    private void bringNear() {
        int vcpu = head[FAR];
        head[FAR] = NONE;
        farNs = EarliestCpu.NEVER;
        while (vcpu != NONE) {
            int after = next[vcpu];
            link(vcpu, atNs[vcpu]);
            vcpu = after;
        }
    }

    private static int[] none(int size) {
        int[] lists = new int[size];
        Arrays.fill(lists, NONE);
        return lists;
    }
}
