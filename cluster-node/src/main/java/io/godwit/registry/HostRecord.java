package io.godwit.registry;

import io.godwit.history.RegistryEvent;
import io.godwit.identity.HostId;
import io.godwit.link.NodeId;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Abilities;
import java.util.List;

/// What the registry knows of a host: where it is and what it can carry.
///
/// @param threads of all cores; a VM has at most as many vCPUs
/// @param memory that it promises to VMs, with what its hypervisor takes for each
/// @param reservable what of that it has, so that it may be promised for certain
/// @param datastores arrays it can reach
/// @param abilities of its hypervisor
/// @param drain of the moves that empty it while it is cordoned
public record HostRecord(
        HostId host,
        NodeId node,
        String site,
        String rack,
        int cores,
        int threads,
        MemorySize memory,
        MemorySize reservable,
        List<String> datastores,
        Abilities abilities,
        boolean cordoned,
        Priority drain) {

    /// One whose cores have one thread each, and that is emptied as soon as any, should it be.
    public HostRecord(
            HostId host,
            NodeId node,
            String site,
            String rack,
            int cores,
            MemorySize memory,
            MemorySize reservable,
            List<String> datastores,
            Abilities abilities,
            boolean cordoned) {
        this(
                host,
                node,
                site,
                rack,
                cores,
                cores,
                memory,
                reservable,
                datastores,
                abilities,
                cordoned,
                Priority.NORMAL);
    }

    HostRecord withCordoned(boolean next, Priority priority) {
        return new HostRecord(
                host, node, site, rack, cores, threads, memory, reservable, datastores, abilities, next, priority);
    }

    /// For the history.
    RegistryEvent.HostStands stands() {
        return new RegistryEvent.HostStands(host, node, memory.bytes(), cores, !cordoned);
    }
}
