package io.godwit.registry;

import java.util.List;

/// What a query saw.
///
/// @param index of the last log entry it includes
/// @param rules how many VMs groups are to have
/// @param images that were saved, by name
/// @param remains what datastores are to drop; the oldest of each
public record RegistryView(
        long index,
        long term,
        List<NodeRecord> nodes,
        List<HostRecord> hosts,
        List<VmRecord> vms,
        List<GroupRule> rules,
        List<Remains> remains,
        List<SavedImage> images) {

    /// Of a registry that has no rules, and that left nothing behind.
    public RegistryView(long index, long term, List<NodeRecord> nodes, List<HostRecord> hosts, List<VmRecord> vms) {
        this(index, term, nodes, hosts, vms, List.of(), List.of(), List.of());
    }
}
