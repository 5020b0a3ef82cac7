package io.godwit.drill.file;

import io.godwit.unit.MemorySize;
import java.util.List;
import java.util.Optional;

/// What the loader asks of the hosts' hardware, to tell beforehand what cannot fit.
public interface HostCatalog {

    /// Empty if there is no hardware of that name.
    Optional<Capacity> capacity(String spec);

    /// All names, in alphabetical order.
    List<String> names();

    /// @param cores that VMs may reserve
    /// @param threads a VM has at most as many vCPUs
    /// @param memory for VMs, after the hypervisor's own share
    record Capacity(int cores, int threads, MemorySize memory, MemorySize pageSize) {}
}
