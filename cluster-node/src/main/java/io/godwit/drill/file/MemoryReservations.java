package io.godwit.drill.file;

import io.godwit.drill.Topology;
import io.godwit.drill.Topology.Host;
import io.godwit.drill.file.VmsSection.Group;
import io.godwit.unit.MemorySize;
import java.util.Comparator;
import java.util.List;

/// Whether what VMs have reserved of memory fits hosts that promise more than they have, with the largest of them lost:
/// what is reserved is never promised twice.
record MemoryReservations(Topology topology, HostCatalog catalog) {

    /// @param hosts that all of these VMs can run on
    void check(Item vms, List<Group> users, List<Host> hosts) {
        if (topology.memory().isEmpty()) {
            return; // nothing is promised twice
        }
        List<MemorySize> sizes = hosts.stream()
                .map(host -> catalog.capacity(host.spec().orElseThrow(), host.hypervisor())
                        .memory())
                .sorted(Comparator.reverseOrder())
                .toList();
        for (Group group : users) {
            MemorySize each = group.first().certainMemory();
            if (each.compareTo(sizes.getFirst()) > 0) {
                throw group.item()
                        .refused("reserves " + each + " of memory for each VM, " + each.minus(sizes.getFirst())
                                + " more than the largest host has: lower it");
            }
        }
        MemorySize reserved = users.stream()
                .map(group -> group.first().certainMemory().times(group.count()))
                .reduce(MemorySize.ZERO, MemorySize::plus);
        MemorySize there =
                sizes.stream().skip(topology.hostFailuresToTolerate()).reduce(MemorySize.ZERO, MemorySize::plus);
        if (reserved.compareTo(there) > 0) {
            throw vms.refused("reserve " + reserved + " of memory, " + reserved.minus(there)
                    + " more than the hosts have without those whose loss is tolerated: lower a"
                    + " reservation or add hosts");
        }
    }
}
