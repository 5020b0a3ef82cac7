package io.godwit.registry;

import java.util.List;

/// What a query saw.
///
/// @param index of the last log entry it includes
/// @param rules how many VMs groups are to have
public record RegistryView(
        long index,
        long term,
        List<NodeRecord> nodes,
        List<HostRecord> hosts,
        List<VmRecord> vms,
        List<GroupRule> rules) {

    /// Of a registry that has no rules.
    public RegistryView(long index, long term, List<NodeRecord> nodes, List<HostRecord> hosts, List<VmRecord> vms) {
        this(index, term, nodes, hosts, vms, List.of());
    }
}
