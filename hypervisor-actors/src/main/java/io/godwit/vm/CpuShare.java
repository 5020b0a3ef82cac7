package io.godwit.vm;

import java.util.Optional;
import java.util.SortedSet;

/// A VM's standing among the VMs of its host.
///
/// @param weight share under contention, relative to the others; 1 to 10,000
/// @param reservationNanoCores CPU that is always there for it, in 10⁻⁹ of a core; 0 for none
/// @param capNanoCores CPU it never gets more than, in 10⁻⁹ of a core
/// @param affinity cores it may run on, by number from 0; pinning is affinity to one core
public record CpuShare(
        int weight, long reservationNanoCores, Optional<Long> capNanoCores, Optional<SortedSet<Integer>> affinity) {

    /// The weight a VM has unless its spec says otherwise: the default of Xen's Credit scheduler (credit.c).
    public static final int DEFAULT_WEIGHT = 256;

    public static CpuShare byDefault() {
        return new CpuShare(DEFAULT_WEIGHT, 0, Optional.empty(), Optional.empty());
    }
}
