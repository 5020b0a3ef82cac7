package io.godwit.vm;

import io.godwit.guest.CpuDemand;
import io.godwit.guest.MemoryDirtier;
import java.util.Optional;

/// What a guest does all day, as pure functions of how far it has come.
///
/// @param cpu what each of its vCPUs wants, by running time
/// @param memory what it writes to its pages, by work
/// @param serves whether it keeps a ledger for clients outside
public record Workload(CpuDemand cpu, int vcpus, Optional<MemoryDirtier> memory, boolean serves) {

    /// What all its vCPUs want together.
    long nanoCoresAt(long ranNs) {
        return Math.multiplyExact(cpu.nanoCoresPerVcpu(ranNs), vcpus);
    }
}
