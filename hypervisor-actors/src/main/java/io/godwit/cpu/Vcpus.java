package io.godwit.cpu;

import java.util.Arrays;

/// The vCPUs of one machine, by number: what each is doing, since when, and how long it has done what.
///
/// Every nanosecond of a vCPU's life is in exactly one of five states, so what it ran, waited and slept adds up to its
/// age.
///
/// All fields of a vCPU lie beside each other in one array of cells, as a decision looks at most fields of two vCPUs:
/// arrays by field cost it five times as many cache lines, and were half as fast. Fields of each decision come first.
final class Vcpus {

    /// Has nothing to do.
    static final int BLOCKED = 0;

    /// Wants to run and waits in a queue.
    static final int READY = 1;

    static final int RUNNING = 2;

    /// Wants to run and may not, as its VM's cap is used up.
    static final int WITHHELD = 3;

    /// Wants to run and may not, as it is too far ahead of its siblings.
    static final int STOPPED = 4;

    /// The number of no vCPU, no CPU, no place.
    static final int NONE = -1;

    /// Since when it is in its state.
    static final int SINCE_NS = 0;

    /// Which VM it belongs to.
    private static final int VM = 1;

    /// The logical CPU on which it runs or is queued, or was last.
    static final int CPU = 2;

    /// The logical CPU on which it ran last, or [#NONE].
    static final int RAN_ON = 3;

    /// Whether a thread of the guest's workload is on it; without one it only ticks.
    static final int HAS_THREAD = 4;

    /// Work that its burst still has, at full speed.
    static final int REMAINING_NS = 5;

    /// For how long it will run at half speed, until its caches are warm.
    static final int COLD_NS = 6;

    /// When it last left [#BLOCKED], as long as it has not run since, or [#NONE].
    static final int WOKE_NS = 7;

    /// When its next burst begins at the earliest.
    static final int ARRIVAL_NS = 8;

    /// What its core and its socket had brought into their caches when it left them.
    static final int CORE_AT_LEAVE = 9;

    static final int SOCKET_AT_LEAVE = 10;

    /// Time in each state, until it was last entered.
    private static final int IN_STATE_NS = 11;

    /// Work done, at full speed.
    static final int DONE_NS = 16;

    /// Time lost to cold caches, and to waiting for a lock.
    static final int STALLED_NS = 17;

    static final int SPUN_NS = 18;
    static final int SWITCHES = 19;
    static final int MIGRATIONS = 20;

    /// Eight cells for the scheduler.
    static final int OF_SCHEDULER = 21;

    /// When its thread came to it.
    static final int MOVED_NS = 29;

    static final int BORN_NS = 30;

    private static final int CELL_BITS = 5;

    private long[] cells = new long[8 << CELL_BITS];

    /// One of the five states of each: apart from the other fields, as some look at those of all vCPUs.
    private byte[] state = new byte[8];

    private int[] free = new int[8];
    private int freeCount;
    private int used;

    long get(int vcpu, int field) {
        return cells[(vcpu << CELL_BITS) | field];
    }

    int number(int vcpu, int field) {
        return (int) cells[(vcpu << CELL_BITS) | field];
    }

    boolean is(int vcpu, int field) {
        return cells[(vcpu << CELL_BITS) | field] != 0;
    }

    void set(int vcpu, int field, long value) {
        cells[(vcpu << CELL_BITS) | field] = value;
    }

    void add(int vcpu, int field, long amount) {
        cells[(vcpu << CELL_BITS) | field] += amount;
    }

    int state(int vcpu) {
        return state[vcpu];
    }

    int vm(int vcpu) {
        return (int) cells[(vcpu << CELL_BITS) | VM];
    }

    int cpu(int vcpu) {
        return (int) cells[(vcpu << CELL_BITS) | CPU];
    }

    /// Ends one state and begins another.
    void enter(int vcpu, int next, long nowNs) {
        int at = vcpu << CELL_BITS;
        cells[at | (IN_STATE_NS + state[vcpu])] += nowNs - cells[at | SINCE_NS];
        state[vcpu] = (byte) next;
        cells[at | SINCE_NS] = nowNs;
    }

    /// How long it has been in a state by now, over all its life.
    long totalNs(int vcpu, int inState, long nowNs) {
        long ns = get(vcpu, IN_STATE_NS + inState);
        return state(vcpu) == inState ? ns + nowNs - get(vcpu, SINCE_NS) : ns;
    }

    /// @return the number of a new vCPU, which is blocked
    int add(int ofVm, long nowNs) {
        if (freeCount == 0 && used == free.length) {
            cells = Arrays.copyOf(cells, 2 * cells.length);
            state = Arrays.copyOf(state, 2 * state.length);
            free = Arrays.copyOf(free, 2 * free.length);
        }
        int vcpu = freeCount > 0 ? free[--freeCount] : used++;
        Arrays.fill(cells, vcpu << CELL_BITS, (vcpu + 1) << CELL_BITS, 0);
        state[vcpu] = BLOCKED;
        set(vcpu, SINCE_NS, nowNs);
        set(vcpu, BORN_NS, nowNs);
        set(vcpu, VM, ofVm);
        set(vcpu, CPU, NONE);
        set(vcpu, RAN_ON, NONE);
        set(vcpu, ARRIVAL_NS, nowNs);
        set(vcpu, MOVED_NS, nowNs);
        set(vcpu, WOKE_NS, NONE);
        return vcpu;
    }

    void remove(int vcpu) {
        free[freeCount++] = vcpu;
    }

    /// How many numbers there is room for.
    int capacity() {
        return free.length;
    }
}
