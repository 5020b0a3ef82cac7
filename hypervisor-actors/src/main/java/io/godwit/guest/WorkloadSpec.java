package io.godwit.guest;

import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import java.util.Optional;

/// What a guest does all day: its CPU demand, the memory it writes, the numbered writes it serves.
///
/// @param activity what it does in a second of its CPU time that its hypervisor may have to know of
/// @param devices what it asks of its devices while it runs
/// @param vcpus how many its CPU demand is a share of: load comes from outside, and does not change when its VM is
/// given
///     others. Empty: those that its VM has
public record WorkloadSpec(
        CpuSpec cpu,
        Optional<MemorySpec> memory,
        Optional<LedgerSpec> ledger,
        Activity activity,
        DeviceLoad devices,
        Optional<Integer> vcpus) {

    /// The load of a VM whose vCPUs were never changed.
    public WorkloadSpec(
            CpuSpec cpu,
            Optional<MemorySpec> memory,
            Optional<LedgerSpec> ledger,
            Activity activity,
            DeviceLoad devices) {
        this(cpu, memory, ledger, activity, devices, Optional.empty());
    }

    /// A guest that needs nothing of its hypervisor but CPU and memory.
    public WorkloadSpec(CpuSpec cpu, Optional<MemorySpec> memory, Optional<LedgerSpec> ledger) {
        this(cpu, memory, ledger, Activity.none(), DeviceLoad.none());
    }

    public static WorkloadSpec idle() {
        return new WorkloadSpec(new CpuSpec.Constant(0), Optional.empty(), Optional.empty());
    }

    public WorkloadSpec with(CpuSpec other) {
        return new WorkloadSpec(other, memory, ledger, activity, devices, vcpus);
    }

    /// The same load, now that its VM goes from some vCPUs to others.
    public WorkloadSpec resized(int from, int to) {
        int mine = vcpus.orElse(from);
        return new WorkloadSpec(
                cpu, memory, ledger, activity, devices, mine == to ? Optional.empty() : Optional.of(mine));
    }

    /// Where a guest's CPU demand comes from.
    public sealed interface CpuSpec {

        /// The same demand at all times.
        ///
        /// @param permille of all the VM's vCPUs together; 0 to 1000
        record Constant(int permille) implements CpuSpec {}

        /// Recorded demand, a file of the folder for each VM, in PlanetLab's format; the VM's name and seed choose the
        /// file.
        record Trace(String folder, String file) implements CpuSpec {}

        /// Generated demand with the moments of a published trace.
        record Generated(String profile) implements CpuSpec {}
    }

    /// How a guest writes its memory.
    ///
    /// @param writes pages written a second while the guest runs
    public record MemorySpec(MemorySize workingSet, EventRate writes, Pattern pattern) {}

    /// In which order a guest writes the pages of its working set.
    public sealed interface Pattern {

        record Sequential() implements Pattern {}

        record Random() implements Pattern {}

        /// Writes to a hot subset and to the rest.
        ///
        /// @param hotPagesPermille share of the working set that is hot; 1 to 999
        /// @param hotWritesPermille share of writes that go there; 1 to 999
        record HotCold(int hotPagesPermille, int hotWritesPermille) implements Pattern {}
    }

    /// Numbered writes from a client outside the fleet.
    public record LedgerSpec(EventRate writes) {}
}
