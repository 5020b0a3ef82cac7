package io.godwit.guest;

import io.godwit.unit.Durations;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import java.time.Duration;
import java.util.Optional;

/// What a guest does all day: its CPU demand, the memory it writes, the numbered writes it serves.
///
/// @param activity what it does in a second of its CPU time that its hypervisor may have to know of
/// @param devices what it asks of its devices while it runs
/// @param vcpus how many its CPU demand is a share of: load comes from outside, and does not change when its VM is
/// given
///     others. Empty: those that its VM has
/// @param burst work that a thread of it does before it sleeps, where its host looks at quanta. Empty: as its kernel's
///     settings have it
public record WorkloadSpec(
        CpuSpec cpu,
        Optional<MemorySpec> memory,
        Optional<LedgerSpec> ledger,
        Activity activity,
        DeviceLoad devices,
        Optional<Integer> vcpus,
        Optional<Duration> burst) {

    /// The longest burst: longer ones are one that never ends.
    public static final Duration LONGEST_BURST = Duration.ofSeconds(1);

    public WorkloadSpec {
        burst.ifPresent(work -> {
            if (work.isNegative() || work.isZero() || work.compareTo(LONGEST_BURST) > 0) {
                throw new IllegalQuantity("a burst of " + Durations.format(work.abs())
                        + ": write more than 0s and at most " + Durations.format(LONGEST_BURST));
            }
        });
    }

    /// A guest whose bursts are as its kernel's settings have it.
    public WorkloadSpec(
            CpuSpec cpu,
            Optional<MemorySpec> memory,
            Optional<LedgerSpec> ledger,
            Activity activity,
            DeviceLoad devices,
            Optional<Integer> vcpus) {
        this(cpu, memory, ledger, activity, devices, vcpus, Optional.empty());
    }

    /// The load of a VM whose vCPUs were never changed.
    public WorkloadSpec(
            CpuSpec cpu,
            Optional<MemorySpec> memory,
            Optional<LedgerSpec> ledger,
            Activity activity,
            DeviceLoad devices) {
        this(cpu, memory, ledger, activity, devices, Optional.empty(), Optional.empty());
    }

    /// A guest that needs nothing of its hypervisor but CPU and memory.
    public WorkloadSpec(CpuSpec cpu, Optional<MemorySpec> memory, Optional<LedgerSpec> ledger) {
        this(cpu, memory, ledger, Activity.none(), DeviceLoad.none());
    }

    public static WorkloadSpec idle() {
        return new WorkloadSpec(new CpuSpec.Constant(0), Optional.empty(), Optional.empty());
    }

    public WorkloadSpec with(Activity other) {
        return new WorkloadSpec(cpu, memory, ledger, other, devices, vcpus, burst);
    }

    public WorkloadSpec with(DeviceLoad other) {
        return new WorkloadSpec(cpu, memory, ledger, activity, other, vcpus, burst);
    }

    public WorkloadSpec with(CpuSpec other) {
        return new WorkloadSpec(other, memory, ledger, activity, devices, vcpus, burst);
    }

    public WorkloadSpec withBurst(Optional<Duration> other) {
        return new WorkloadSpec(cpu, memory, ledger, activity, devices, vcpus, other);
    }

    /// The same load, now that its VM goes from some vCPUs to others.
    public WorkloadSpec resized(int from, int to) {
        int mine = vcpus.orElse(from);
        return new WorkloadSpec(
                cpu, memory, ledger, activity, devices, mine == to ? Optional.empty() : Optional.of(mine), burst);
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
    /// @param workingSet the first pages of its memory
    /// @param writes pages written a second while the guest runs
    /// @param contents what writes leave
    /// @param cache what it keeps of files, behind the working set
    public record MemorySpec(
            MemorySize workingSet,
            EventRate writes,
            Pattern pattern,
            WriteContents contents,
            Optional<FileCache> cache) {

        /// Each write leaves what is nowhere else, and no file is read.
        public MemorySpec(MemorySize workingSet, EventRate writes, Pattern pattern) {
            this(workingSet, writes, pattern, WriteContents.unique(), Optional.empty());
        }

        /// How far into its memory it reaches.
        public MemorySize reach() {
            return cache.map(FileCache::size).map(workingSet::plus).orElse(workingSet);
        }
    }

    /// What a guest's writes leave in its pages. What is neither zero nor common is nowhere else.
    ///
    /// @param zeroPermille share of writes that leave a zero page; 0 to 1000
    /// @param commonPermille share that leave one of the contents which all guests of their image know; 0 to 1000
    public record WriteContents(int zeroPermille, int commonPermille) {

        private static final int PERMILLE = 1_000;
        private static final WriteContents UNIQUE = new WriteContents(0, 0);

        public WriteContents {
            if (zeroPermille < 0 || commonPermille < 0 || zeroPermille + commonPermille > PERMILLE) {
                throw new IllegalQuantity("shares of " + zeroPermille + " and " + commonPermille
                        + " permille of zero and common pages are no parts of all: write at most 100% together");
            }
        }

        public static WriteContents unique() {
            return UNIQUE;
        }
    }

    /// Pages of files that a guest reads at random and keeps: clean, so that it gives them up first when it must.
    ///
    /// @param reads pages read a second while the guest runs, from the disk or from here
    /// @param files name of the files: guests of one image that name the same read the same
    public record FileCache(MemorySize size, EventRate reads, String files) {}

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
