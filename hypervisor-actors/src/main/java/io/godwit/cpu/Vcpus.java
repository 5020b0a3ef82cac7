package io.godwit.cpu;

import java.util.Arrays;

/// The vCPUs of one machine, by number: what each is doing, since when, and how long it has done what.
///
/// Every nanosecond of a vCPU's life is in exactly one of five states, so what it ran, waited and slept adds up to its
/// age.
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

    private Vcpu[] all = new Vcpu[8];

    /// One of the five states of each, the slot of its VM, and the logical CPU on which it runs or is queued, or was
    /// last: apart from the other fields, as some look at those of many vCPUs, and all begin with them.
    private byte[] state = new byte[8];

    private int[] vm = new int[8];
    private int[] cpu = new int[8];

    private int[] free = new int[8];
    private int freeCount;
    private int used;

    Vcpu at(int vcpu) {
        return all[vcpu];
    }

    int state(int vcpu) {
        return state[vcpu];
    }

    int vm(int vcpu) {
        return vm[vcpu];
    }

    int cpu(int vcpu) {
        return cpu[vcpu];
    }

    void put(int vcpu, int onCpu) {
        cpu[vcpu] = onCpu;
    }

    /// Ends one state and begins another.
    void enter(int vcpu, int next, long nowNs) {
        all[vcpu].leave(state[vcpu], nowNs);
        state[vcpu] = (byte) next;
    }

    /// How long it has been in a state by now, over all its life.
    long totalNs(int vcpu, int inState, long nowNs) {
        long ns = all[vcpu].inStateNs(inState);
        return state(vcpu) == inState ? ns + nowNs - all[vcpu].sinceNs : ns;
    }

    /// @return the number of a new vCPU, which is blocked
    int add(int ofVm, long nowNs) {
        if (freeCount == 0 && used == free.length) {
            all = Arrays.copyOf(all, 2 * all.length);
            state = Arrays.copyOf(state, 2 * state.length);
            vm = Arrays.copyOf(vm, 2 * vm.length);
            cpu = Arrays.copyOf(cpu, 2 * cpu.length);
            free = Arrays.copyOf(free, 2 * free.length);
        }
        int vcpu = freeCount > 0 ? free[--freeCount] : used++;
        all[vcpu] = new Vcpu(nowNs);
        vm[vcpu] = ofVm;
        cpu[vcpu] = NONE;
        state[vcpu] = BLOCKED;
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
