package io.godwit.cpu;

/// Why a VM is not admitted to a machine's cores.
public sealed interface CpuRefusal {

    /// The reservations of all VMs, the new one's included, cannot be met at the same time.
    ///
    /// @param missingNanoCores by how much, on the cores that the affinities leave
    record ReservationsTooLarge(long missingNanoCores) implements CpuRefusal {}

    /// The affinity names a core that the machine does not have.
    record NoSuchCore(int core, int cores) implements CpuRefusal {}

    /// The weights of all VMs add up to more than the scheduler can divide exactly by.
    record WeightsTooLarge(long excess) implements CpuRefusal {}
}
