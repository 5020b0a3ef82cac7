package io.godwit.vm;

import io.godwit.guest.WorkloadSpec;
import io.godwit.identity.VmId;
import io.godwit.unit.MemorySize;
import java.util.List;
import java.util.Optional;

/// What a VM is asked to be. The registry keeps it; hosts and recovery act on it.
///
/// @param group the drill's or user's name for VMs of one make, such as `web`
/// @param image name of the image its memory and disk start from
/// @param disk name of the datastore that holds its disk; a host's own disk is `local`
/// @param care what the fleet does for it when things break
/// @param platform how it is virtualized beyond its kind, and its virtual hardware
public record VmSpec(
        VmId id,
        String group,
        int vcpus,
        MemorySize memory,
        VmKind kind,
        CpuShare cpu,
        String image,
        String disk,
        Care care,
        WorkloadSpec workload,
        Platform platform) {

    /// The datastore that dies with its host.
    public static final String LOCAL_DISK = "local";

    /// With the virtual hardware that a VM has unless somebody says otherwise.
    public VmSpec(
            VmId id,
            String group,
            int vcpus,
            MemorySize memory,
            VmKind kind,
            CpuShare cpu,
            String image,
            String disk,
            Care care,
            WorkloadSpec workload) {
        this(id, group, vcpus, memory, kind, cpu, image, disk, care, workload, Platform.byDefault());
    }

    /// What the fleet does for a VM when things break.
    ///
    /// @param tier order of restart: all of tier 1 is placed before tier 2; 1 to 9
    /// @param after groups that must run before it is started
    /// @param spread the failure domain its group is kept apart by
    public record Care(
            Protection protection, Isolation isolation, int tier, List<String> after, Optional<Domain> spread) {

        public static Care none() {
            return new Care(Protection.NONE, Isolation.RUN, 3, List.of(), Optional.empty());
        }
    }

    /// A failure domain: hosts that are lost together.
    public enum Domain {
        HOST,
        RACK,
        SITE
    }

    /// Whether its disk is its host's own, and dies with that.
    public boolean hasLocalDisk() {
        return disk.equals(LOCAL_DISK);
    }

    public boolean isProtected() {
        return care.protection() != Protection.NONE;
    }

    /// Whether it may have effect only while its host holds a permit: recovery may start it elsewhere by time alone.
    public boolean needsPermit() {
        return isProtected() && care.isolation() != Isolation.RUN;
    }

    /// What of its memory nobody takes from it: what it reserved, and all of it where a device of the host's writes to
    /// it on its own.
    public MemorySize certainMemory() {
        MemorySize reserved = platform.memory().reservation();
        return platform.passthrough().isPresent() || reserved.compareTo(memory) > 0 ? memory : reserved;
    }

    public VmSpec with(VmId other) {
        return new VmSpec(other, group, vcpus, memory, kind, cpu, image, disk, care, workload, platform);
    }

    public VmSpec with(VmKind other) {
        return new VmSpec(id, group, vcpus, memory, other, cpu, image, disk, care, workload, platform);
    }

    public VmSpec with(CpuShare other) {
        return new VmSpec(id, group, vcpus, memory, kind, other, image, disk, care, workload, platform);
    }

    public VmSpec with(Care other) {
        return new VmSpec(id, group, vcpus, memory, kind, cpu, image, disk, other, workload, platform);
    }

    public VmSpec with(WorkloadSpec other) {
        return new VmSpec(id, group, vcpus, memory, kind, cpu, image, disk, care, other, platform);
    }

    public VmSpec with(Platform other) {
        return new VmSpec(id, group, vcpus, memory, kind, cpu, image, disk, care, workload, other);
    }

    /// Whether the other could be this VM after a change: size, CPU share and standing for memory may differ.
    public boolean isOfOneMakeWith(VmSpec other) {
        VmSpec changedBack = other.with(vcpus, memory)
                .with(cpu)
                .with(other.platform.with(platform.memory()))
                .with(other.workload.resized(other.vcpus, vcpus));
        return with(workload.resized(vcpus, vcpus)).equals(changedBack);
    }

    /// What has room for this VM and for the other make of it.
    public VmSpec atLeast(VmSpec other) {
        MemorySize more = memory.compareTo(other.memory) >= 0 ? memory : other.memory;
        long reservation = Math.max(cpu.reservationNanoCores(), other.cpu.reservationNanoCores());
        MemoryPolicy standing = platform.memory()
                                .reservation()
                                .compareTo(other.platform.memory().reservation())
                        >= 0
                ? platform.memory()
                : other.platform.memory();
        return with(Math.max(vcpus, other.vcpus), more)
                .with(new CpuShare(cpu.weight(), reservation, cpu.capNanoCores(), cpu.affinity()))
                .with(platform.with(standing));
    }

    /// Of another size.
    public VmSpec with(int otherVcpus, MemorySize otherMemory) {
        return new VmSpec(id, group, otherVcpus, otherMemory, kind, cpu, image, disk, care, workload, platform);
    }
}
