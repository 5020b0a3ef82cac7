package io.godwit.cpu;

import java.util.Arrays;

/// Caps as Linux's `cpu.max` keeps them: at the beginning of each period a VM has `cap × period` of CPU time, of which
/// its vCPUs take a slice at a time. When it is used up they wait for the next period.
final class CpuQuotas {

    private final Parts.Clock clock;
    private final Vcpus vcpus;
    private final Tenants vms;
    private final long periodNs;
    private final long sliceNs;
    private long[] leftNs = new long[8];
    private long[] takenNs = new long[8];
    private long[] takenIn = new long[8];

    /// In which period the quota of each VM was filled last.
    private long[] filledIn = new long[8];

    private long refillNs = Discipline.NEVER;

    /// Whether any VM has had a cap: most machines have none, and nothing to count.
    private boolean used;

    CpuQuotas(QuantumPolicy.Quota quota, Parts parts) {
        clock = parts.clock();
        vcpus = parts.vcpus();
        vms = parts.vms();
        periodNs = quota.period().toNanos();
        sliceNs = quota.slice().toNanos();
    }

    /// When somebody who waits for quota gets some.
    long refillNs() {
        return refillNs;
    }

    /// Takes a slice for a vCPU that is about to run; zero if its VM has none left.
    long takeNs(int vcpu) {
        int slot = vcpus.vm(vcpu);
        long cap = vms.at(slot).cap;
        if (cap == Tenants.UNCAPPED) {
            return Discipline.NEVER;
        }
        used = true;
        long period = clock.nowNs / periodNs + 1;
        if (filledIn[slot] != period) {
            filledIn[slot] = period;
            leftNs[slot] = cap / 1000 * (periodNs / 1000) / 1000;
        }
        giveBack(vcpu);
        takenIn[vcpu] = period;
        takenNs[vcpu] = Math.min(sliceNs, leftNs[slot]);
        leftNs[slot] -= takenNs[vcpu];
        if (takenNs[vcpu] == 0) {
            refillNs = period * periodNs;
        }
        return takenNs[vcpu];
    }

    /// A vCPU is another VM's.
    void reset(int vcpu) {
        makeRoom(vcpus.vm(vcpu), vcpu);
        takenNs[vcpu] = 0;
    }

    void ran(int vcpu, long ns) {
        if (used) {
            takenNs[vcpu] = Math.max(0, takenNs[vcpu] - ns);
        }
    }

    /// A vCPU that stops leaves what it did not use to its VM, unless that is of a period that is over.
    void giveBack(int vcpu) {
        if (used && takenNs[vcpu] > 0) {
            int slot = vcpus.vm(vcpu);
            leftNs[slot] += takenIn[vcpu] == filledIn[slot] ? takenNs[vcpu] : 0;
            takenNs[vcpu] = 0;
        }
    }

    void refill(Discipline.Gate gate) {
        refillNs = Discipline.NEVER;
        for (int slot = 0; slot < vms.slots(); slot++) {
            if (vms.at(slot).cap != Tenants.UNCAPPED) {
                for (int vcpu : vms.vcpus(slot)) {
                    if (vcpus.state(vcpu) == Vcpus.WITHHELD) {
                        gate.release(vcpu);
                    }
                }
            }
        }
    }

    private void makeRoom(int slot, int vcpu) {
        if (slot >= leftNs.length) {
            leftNs = Arrays.copyOf(leftNs, 2 * slot);
            filledIn = Arrays.copyOf(filledIn, 2 * slot);
        }
        if (vcpu >= takenNs.length) {
            takenNs = Arrays.copyOf(takenNs, 2 * vcpu);
            takenIn = Arrays.copyOf(takenIn, 2 * vcpu);
        }
    }
}
