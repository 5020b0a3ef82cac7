package io.godwit.placement;

import io.godwit.identity.HostId;
import io.godwit.registry.HostRecord;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A host and the VMs that it has been given, for placement to reason about.
///
/// @param standing whether it may be given VMs now
/// @param vms the specs of the VMs that the registry has given to it, running or not, and of those on their way to it
/// @param memoryBytes of those VMs together, with what their hypervisor takes for each
/// @param reservedBytes of their memory, what nobody takes from them, with what their hypervisor takes for each
/// @param vcpus of those VMs together
/// @param reservedNanoCores of those VMs together, in 10⁻⁹ of a core
public record HostLoad(
        HostRecord host,
        Standing standing,
        List<VmSpec> vms,
        long memoryBytes,
        long reservedBytes,
        int vcpus,
        long reservedNanoCores) {

    /// Whether a host may be given VMs now, or what keeps it from that.
    public enum Standing {
        READY,
        /// Cordoned, until somebody lets it take VMs again.
        DRAINED,
        /// Not heard lately, or not yet by a new leader: it is heard again, or declared lost.
        SILENT,
        /// Heard, and without power.
        DARK,
        LOST;

        Optional<String> objection() {
            return switch (this) {
                case READY -> Optional.empty();
                case DRAINED -> Optional.of("is drained");
                case SILENT -> Optional.of("is silent");
                case DARK -> Optional.of("has no power");
                case LOST -> Optional.of("was lost");
            };
        }
    }

    public static HostLoad of(HostRecord host, Standing standing, List<VmSpec> vms) {
        long perVm = host.abilities().memoryPerVm().bytes();
        return new HostLoad(
                host,
                standing,
                List.copyOf(vms),
                vms.stream().mapToLong(vm -> vm.memory().bytes() + perVm).sum(),
                vms.stream().mapToLong(vm -> vm.certainMemory().bytes() + perVm).sum(),
                vms.stream().mapToInt(VmSpec::vcpus).sum(),
                vms.stream().mapToLong(vm -> vm.cpu().reservationNanoCores()).sum());
    }

    boolean usable() {
        return standing == Standing.READY;
    }

    public HostId id() {
        return host.host();
    }

    public long freeMemoryBytes() {
        return host.memory().bytes() - memoryBytes;
    }

    public HostLoad with(Standing other) {
        return HostLoad.of(host, other, vms);
    }

    public HostLoad with(VmSpec vm) {
        var more = new ArrayList<>(vms);
        more.add(vm);
        return HostLoad.of(host, standing, more);
    }
}
