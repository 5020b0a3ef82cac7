package io.godwit.door;

import io.godwit.unit.MemorySize;
import java.util.List;

/// A host as a door shows it.
///
/// @param vms that the registry has given to it
/// @param vcpus of those together
/// @param memory for guests
/// @param memoryFree what is promised to nobody, migrations on their way included
/// @param voter whether its node keeps the registry
public record HostView(
        String host,
        String node,
        String site,
        String rack,
        State state,
        int vms,
        int vcpus,
        int cores,
        MemorySize memory,
        MemorySize memoryFree,
        List<String> datastores,
        long incarnation,
        boolean voter,
        boolean leader) {

    /// How a host stands with the registry.
    public enum State {
        UP,
        /// Cordoned, with VMs that are being moved away.
        DRAINING,
        /// Cordoned and empty.
        DRAINED,
        /// Its process was declared lost.
        LOST
    }
}
