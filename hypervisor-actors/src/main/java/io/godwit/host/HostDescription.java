package io.godwit.host;

import io.godwit.identity.HostId;
import io.godwit.unit.MemorySize;
import java.util.List;

/// What a host has, has promised and gives, at one moment.
///
/// @param powerWatts by its power curve, at the CPU it gives now
public record HostDescription(
        HostId host,
        Cpu cpu,
        MemorySize memory,
        MemorySize memoryUnreserved,
        MemorySize memoryFree,
        double powerWatts,
        List<VmDescription> vms) {

    public HostDescription {
        vms = List.copyOf(vms);
    }

    /// Amounts in nano-cores: what it has, promised, is asked for and gives.
    public record Cpu(long capacityNanoCores, long reservedNanoCores, long demandNanoCores, long grantNanoCores) {}
}
