package io.godwit.vm;

import io.godwit.guest.CpuDemand;
import io.godwit.guest.MemoryDirtier;
import java.util.Optional;
import java.util.OptionalLong;

/// What a guest does all day, as pure functions of how far it has come.
///
/// @param cpu what each of its vCPUs wants, by running time
/// @param memory what it writes to its pages, by work
/// @param serves whether it keeps a ledger for clients outside
/// @param terms of the host where it runs
public record Workload(CpuDemand cpu, int vcpus, Optional<MemoryDirtier> memory, boolean serves, Terms terms) {

    private static final long CORE = 1_000_000_000L;

    /// Where nothing costs a guest anything beyond its work.
    public Workload(CpuDemand cpu, int vcpus, Optional<MemoryDirtier> memory, boolean serves) {
        this(cpu, vcpus, memory, serves, Terms.FREE);
    }

    /// What a host makes of a guest's work.
    ///
    /// @param toll what it adds to the guest's demand
    /// @param memoryMax of a container, if its working set may exceed it
    /// @param boundNs it may work so much in all, and stands still then: what it needs next is not there
    public record Terms(Toll toll, Optional<MemoryMax> memoryMax, OptionalLong boundNs) {

        public static final Terms FREE = new Terms(Toll.NONE, Optional.empty());

        /// Of a guest that finds all its pages.
        public Terms(Toll toll, Optional<MemoryMax> memoryMax) {
            this(toll, memoryMax, OptionalLong.empty());
        }

        public Terms bounded(long ns) {
            return new Terms(toll, memoryMax, OptionalLong.of(ns));
        }
    }

    public Workload with(Terms other) {
        return other.equals(terms) ? this : new Workload(cpu, vcpus, memory, serves, other);
    }

    /// What all its vCPUs ask for together, with what their hypervisor's work for them takes.
    long nanoCoresAt(long ranNs) {
        return terms.toll().on(Math.multiplyExact(cpu.nanoCoresPerVcpu(ranNs), vcpus));
    }

    /// What all its vCPUs can have, at most.
    long allNanoCores() {
        return Math.multiplyExact(CORE, vcpus);
    }
}
