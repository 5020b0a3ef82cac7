package io.godwit.cpu;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/// What each VM of a machine is entitled to while some of them want more: the fluid of [FairShare] on logical CPUs. A
/// quantum scheduler gives credit, or weighs, by these rates, so that reservations, caps and affinities mean the same
/// to all schedulers.
final class Entitlements {

    private final FairShare fluid;
    private final int cpus;
    private final int threadsPerCore;
    private int[] hungry = new int[8];

    Entitlements(LogicalCpus machine) {
        cpus = machine.count;
        threadsPerCore = machine.threadsPerCore;
        fluid = new FairShare(cpus);
    }

    Optional<CpuRefusal> refusal(CpuEntitlement vm) {
        return fluid.refusal(onLogicalCpus(vm));
    }

    Optional<CpuRefusal> refusalOfChange(int slot, CpuEntitlement to) {
        return fluid.refusalOfChange(slot, onLogicalCpus(to));
    }

    /// @return its slot
    int add(CpuEntitlement vm) {
        int slot = fluid.add(onLogicalCpus(vm));
        hungry(slot, 0);
        return slot;
    }

    void change(int slot, CpuEntitlement to) {
        fluid.change(slot, onLogicalCpus(to));
    }

    void remove(int slot) {
        fluid.remove(slot);
    }

    /// Notes how many vCPUs of a VM want as much as they can get.
    void hungry(int slot, int vcpus) {
        if (slot >= hungry.length) {
            hungry = Arrays.copyOf(hungry, 2 * slot);
        }
        if (hungry[slot] != vcpus) {
            hungry[slot] = vcpus;
            fluid.setDemand(slot, vcpus * CpuTopology.CORE);
        }
    }

    /// How many vCPUs of a VM want as much as they can get.
    int hungry(int slot) {
        return hungry[slot];
    }

    /// Brings the rates up to date.
    ///
    /// @return whether any changed
    boolean recompute() {
        return fluid.recompute() > 0;
    }

    /// In nano-cores of a logical CPU.
    long rate(int slot) {
        return fluid.grantNanoCores(slot);
    }

    private CpuEntitlement onLogicalCpus(CpuEntitlement vm) {
        if (threadsPerCore == 1 || vm.affinity().isEmpty()) {
            return vm;
        }
        CoreSet cores = vm.affinity().get();
        int first = 0;
        while (!cores.contains(first / threadsPerCore)) {
            first++;
        }
        int[] others = IntStream.range(first + 1, cpus)
                .filter(cpu -> cores.contains(cpu / threadsPerCore))
                .toArray();
        return vm.withAffinity(CoreSet.of(first, others));
    }
}
