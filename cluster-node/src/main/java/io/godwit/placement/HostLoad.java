package io.godwit.placement;

import io.godwit.identity.HostId;
import io.godwit.registry.HostRecord;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;

/// A host and the VMs that it has been given, for placement to reason about.
///
/// @param usable whether its node may be given VMs now: not lost, not suspected, not cordoned
/// @param vms the specs of the VMs that the registry has given to it, running or not, and of those on their way to it
/// @param memoryBytes of those VMs together, with what their hypervisor takes for each
/// @param reservedBytes of their memory, what nobody takes from them, with what their hypervisor takes for each
/// @param vcpus of those VMs together
/// @param reservedNanoCores of those VMs together, in 10⁻⁹ of a core
public record HostLoad(
        HostRecord host,
        boolean usable,
        List<VmSpec> vms,
        long memoryBytes,
        long reservedBytes,
        int vcpus,
        long reservedNanoCores) {

    public static HostLoad of(HostRecord host, boolean usable, List<VmSpec> vms) {
        long perVm = host.abilities().memoryPerVm().bytes();
        return new HostLoad(
                host,
                usable,
                List.copyOf(vms),
                vms.stream().mapToLong(vm -> vm.memory().bytes() + perVm).sum(),
                vms.stream().mapToLong(vm -> vm.certainMemory().bytes() + perVm).sum(),
                vms.stream().mapToInt(VmSpec::vcpus).sum(),
                vms.stream().mapToLong(vm -> vm.cpu().reservationNanoCores()).sum());
    }

    public HostId id() {
        return host.host();
    }

    public long freeMemoryBytes() {
        return host.memory().bytes() - memoryBytes;
    }

    public HostLoad with(VmSpec vm) {
        var more = new ArrayList<>(vms);
        more.add(vm);
        return HostLoad.of(host, usable, more);
    }
}
