package io.godwit.host;

import io.godwit.cpu.CpuEntitlement;
import io.godwit.cpu.CpuTopology;
import io.godwit.cpu.VcpuLoad;
import io.godwit.time.Seed;
import io.godwit.unit.Exact;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/// What a host wants of its own CPU beside its VMs: its operating system, the threads that work for their devices,
/// those that look after memory, and those that move VMs.
/// It competes with the VMs as one of them, of the default weight, with a vCPU for each core; and it takes a slot of
/// the board only once it wants anything.
///
/// *Not modelled*: what becomes of guests whose host has too little for itself, but that it gets less.
final class HostShare {

    /// What it does is chance of its own.
    private static final VcpuLoad LOAD = VcpuLoad.ofSeed(Seed.of(0).child("host"));

    private static final long WHOLE = CpuTopology.CORE;

    /// In place of a VM's slot.
    private static final int MEMORY = -1;

    /// In place of the slot of a VM that moves, from here downwards.
    private static final int MOVES = -2;

    private final CpuBoard cpu;
    private final int cores;
    private final Map<Integer, Long> bySlot = new TreeMap<>();
    private OptionalInt slot = OptionalInt.empty();
    private long demand;

    /// @param ownNanoCores that it always wants
    HostShare(CpuBoard cpu, int cores, long ownNanoCores) {
        this.cpu = cpu;
        this.cores = cores;
        demand = ownNanoCores;
    }

    /// From now on it wants this much for the VM in the slot.
    ///
    /// @param forVm 0: nothing
    void work(int vm, long forVm, long nowNs) {
        Long before = forVm == 0 ? bySlot.remove(vm) : bySlot.put(vm, forVm);
        long change = forVm - (before == null ? 0 : before);
        if (change != 0) {
            demand += change;
            ask(nowNs);
        }
    }

    /// From now on it wants this much for looking after memory: to scan and to compress.
    void workForMemory(long nanoCores, long nowNs) {
        work(MEMORY, nanoCores, nowNs);
    }

    /// From now on it wants this much to move the VM in the slot, from here or to here.
    ///
    /// @param forMove 0: nothing
    void workToMove(int vm, long forMove, long nowNs) {
        work(MOVES - vm, forMove, nowNs);
    }

    /// What it wants to move VMs.
    long toMoveNanoCores() {
        return bySlot.entrySet().stream()
                .filter(entry -> entry.getKey() <= MOVES)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /// Asks for what it wants, with a slot from the first time on.
    void ask(long nowNs) {
        if (demand > 0 && slot.isEmpty()) {
            slot = OptionalInt.of(cpu.add(CpuEntitlement.ofVcpus(cores), LOAD, nowNs));
        }
        slot.ifPresent(own -> cpu.ask(own, demand, CpuBoard.NEVER));
    }

    /// Its slot of the board, once it has one.
    OptionalInt slot() {
        return slot;
    }

    long demandNanoCores() {
        return demand;
    }

    long grantNanoCores() {
        return slot.isPresent() ? cpu.grantNanoCores(slot.getAsInt()) : 0;
    }

    /// What it gets of what it wants, over many slices where time is given in these: one look at who has a core now
    /// would find all or nothing.
    ///
    /// @return billionths
    long partBillionths() {
        long grant = slot.isPresent() ? cpu.fairNanoCores(slot.getAsInt()) : 0;
        return grant >= demand ? WHOLE : Exact.floorMulDiv(WHOLE, grant, demand);
    }
}
