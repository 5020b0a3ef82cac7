package io.godwit.drill.file;

import io.godwit.drill.Topology;
import io.godwit.drill.Topology.Host;
import io.godwit.drill.file.HostCatalog.Capacity;
import io.godwit.drill.file.VmsSection.Group;
import io.godwit.unit.MemorySize;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether the VMs fit the fleet with its largest hosts lost, as many as are to be tolerated. It compares sums, so what
/// it refuses certainly does not fit; what it lets pass may still be refused by a host.
record CapacityCheck(Topology topology, HostCatalog catalog, List<Group> groups, Problems problems) {

    void check(Item vms) {
        for (Group group : groups) {
            problems.check(() -> checkEach(group));
        }
        problems.settle();
        Set<String> disks = new LinkedHashSet<>();
        groups.forEach(group -> disks.add(group.first().disk()));
        for (String disk : disks) {
            var users = groups.stream()
                    .filter(group -> group.first().disk().equals(disk))
                    .toList();
            problems.check(() -> checkAll(vms, users, VmsSection.reaching(topology, disk)));
            problems.check(() ->
                    new MemoryReservations(topology, catalog).check(vms, users, VmsSection.reaching(topology, disk)));
        }
        problems.settle();
        if (disks.size() > 1) {
            problems.check(() -> checkAll(vms, groups, topology.workers().toList()));
        }
    }

    private void checkEach(Group group) {
        var vm = group.first();
        List<Capacity> hosts =
                VmsSection.reaching(topology, vm.disk()).stream().map(this::of).toList();
        var largest = hosts.stream().map(Capacity::memory).max(Comparator.naturalOrder());
        int threads = hosts.stream().mapToInt(Capacity::threads).max().orElse(0);
        if (largest.isEmpty()) {
            throw group.item()
                    .refused("no host that carries VMs reaches " + vm.disk() + ": add it to a site's datastores");
        }
        var misfits = hosts.stream()
                .map(host -> host.abilities().misfit(vm))
                .flatMap(Optional::stream)
                .toList();
        if (misfits.size() == hosts.size()) {
            throw group.item()
                    .refused("no host can run it, as " + misfits.getFirst().sentence()
                            + ": change the group, or the hypervisor or hardware of a site");
        }
        if (vm.memory().compareTo(largest.get()) > 0) {
            throw group.item()
                    .refused("a VM of " + vm.memory() + " is " + vm.memory().minus(largest.get())
                            + " too large for the largest host, which has " + largest.get() + ": make it smaller");
        }
        if (vm.vcpus() > threads) {
            throw group.item()
                    .refused("a VM of " + vm.vcpus() + " vCPUs is too wide for the widest host, which has " + threads
                            + " threads: give it at most " + threads);
        }
        requireCores(group, hosts.stream().mapToInt(Capacity::cores).max().orElse(0));
    }

    private static void requireCores(Group group, int cores) {
        int last = group.first().cpu().affinity().map(pins -> pins.last()).orElse(0);
        if (last >= cores) {
            throw group.item()
                    .refused("its affinity names core " + last + ", and the widest host has 0 to " + (cores - 1)
                            + ": name some of those");
        }
    }

    private void checkAll(Item vms, List<Group> users, List<Host> hosts) {
        List<Capacity> left = hosts.stream()
                .map(this::of)
                .sorted(Comparator.comparing(Capacity::memory).reversed())
                .skip(topology.hostFailuresToTolerate())
                .toList();
        MemorySize memory = MemorySize.ZERO;
        for (Capacity host : left) {
            memory = memory.plus(host.memory());
        }
        MemorySize needed = MemorySize.ZERO;
        long reservedNanoCores = 0;
        for (Group group : users) {
            needed = needed.plus(group.first().memory().times(group.count()));
            reservedNanoCores += group.first().cpu().reservationNanoCores() * group.count();
        }
        String fleet = hosts.size() + " hosts"
                + (topology.hostFailuresToTolerate() == 0
                        ? ""
                        : " less the " + topology.hostFailuresToTolerate() + " to tolerate");
        if (needed.compareTo(memory) > 0) {
            throw vms.refused("need " + needed + " of memory, " + needed.minus(memory) + " more than " + fleet
                    + " have: lower a count or add hosts");
        }
        long cores = left.stream().mapToLong(Capacity::cores).sum();
        long reservedCores = Math.ceilDiv(reservedNanoCores, 1_000_000_000L);
        if (reservedCores > cores) {
            throw vms.refused("reserve " + reservedCores + " cores, " + (reservedCores - cores) + " more than " + fleet
                    + " have: lower a reservation or add hosts");
        }
    }

    private Capacity of(Host host) {
        Capacity has = catalog.capacity(host.spec().orElseThrow(), host.hypervisor());
        return topology.memory()
                .map(management ->
                        has.with(new MemorySize(management.promised(has.memory().bytes()))))
                .orElse(has);
    }
}
