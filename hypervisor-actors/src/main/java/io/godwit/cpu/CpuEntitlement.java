package io.godwit.cpu;

import io.godwit.unit.Exact;
import io.godwit.unit.IllegalQuantity;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/// What a VM may claim of its host's cores, whatever it demands.
///
/// @param vcpus each runs on at most one core at a time
/// @param weight its part when cores are short, relative to the other VMs' weights
/// @param reservationNanoCores what it gets before anybody's weight counts, as far as it demands it
/// @param capNanoCores what it never exceeds, even on an idle host
/// @param affinity the only cores that its vCPUs may run on; without one, all
public record CpuEntitlement(
        int vcpus, int weight, long reservationNanoCores, OptionalLong capNanoCores, Optional<CoreSet> affinity) {

    /// Weights as in Xen's credit scheduler: per VM, not per vCPU, 256 by default, from 1 to 65535
    /// (`sched/credit.c`, `CSCHED_DEFAULT_WEIGHT`; xl manual, `sched-credit`).
    public static final int DEFAULT_WEIGHT = 256;

    public static final int MAX_WEIGHT = 65_535;

    public CpuEntitlement {
        require(vcpus >= 1 && vcpus <= CpuTopology.MAX_CORES, vcpus + " vCPUs: write 1 to " + CpuTopology.MAX_CORES);
        require(weight >= 1 && weight <= MAX_WEIGHT, "a CPU weight of " + weight + ": write 1 to " + MAX_WEIGHT);
        require(reservationNanoCores >= 0, "a CPU reservation below zero: write 0% or more");
        long ceilingNanoCores = Math.min(vcpus * CpuTopology.CORE, capNanoCores.orElse(Long.MAX_VALUE));
        require(ceilingNanoCores >= 0, "a CPU cap below zero: write 0% or more");
        require(
                reservationNanoCores <= ceilingNanoCores,
                "a CPU reservation of " + cores(reservationNanoCores) + " that exceeds the cap or the vCPUs ("
                        + cores(ceilingNanoCores) + "): lower the reservation");
    }

    private static String cores(long nanoCores) {
        return BigDecimal.valueOf(nanoCores, 9).stripTrailingZeros().toPlainString() + " cores";
    }

    /// An entitlement of the default weight, with no reservation, cap or affinity.
    public static CpuEntitlement ofVcpus(int vcpus) {
        return new CpuEntitlement(vcpus, DEFAULT_WEIGHT, 0, OptionalLong.empty(), Optional.empty());
    }

    public CpuEntitlement withWeight(int newWeight) {
        return new CpuEntitlement(vcpus, newWeight, reservationNanoCores, capNanoCores, affinity);
    }

    public CpuEntitlement withReservation(long nanoCores) {
        return new CpuEntitlement(vcpus, weight, nanoCores, capNanoCores, affinity);
    }

    public CpuEntitlement withCap(long nanoCores) {
        return new CpuEntitlement(vcpus, weight, reservationNanoCores, OptionalLong.of(nanoCores), affinity);
    }

    /// As this one, with so much less at most.
    ///
    /// @param percent of its cap, or else of its vCPUs; 1 to 99
    public CpuEntitlement throttled(int percent) {
        long most = Math.min(vcpus * CpuTopology.CORE, capNanoCores.orElse(Long.MAX_VALUE));
        long left = most - Exact.floorMulDiv(most, percent, 100);
        return new CpuEntitlement(vcpus, weight, Math.min(reservationNanoCores, left), OptionalLong.of(left), affinity);
    }

    public CpuEntitlement withAffinity(CoreSet cores) {
        return new CpuEntitlement(vcpus, weight, reservationNanoCores, capNanoCores, Optional.of(cores));
    }

    /// What the VM can use at most of a machine's cores, whatever it demands.
    long mostNanoCores(int cores) {
        int usableCores = Math.min(vcpus, affinity.map(CoreSet::size).orElse(cores));
        return Math.min(usableCores * CpuTopology.CORE, capNanoCores.orElse(Long.MAX_VALUE));
    }

    private static void require(boolean condition, String sentence) {
        if (!condition) {
            throw new IllegalQuantity(sentence);
        }
    }
}
