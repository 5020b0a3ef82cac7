package io.godwit.placement;

import io.godwit.vm.VmSpec;
import java.util.Optional;

/// One reason why a VM can't be on a host.
@FunctionalInterface
public interface Filter {

    /// The objection, in words that name the missing amount; empty when there is none.
    Optional<String> objection(VmSpec vm, HostLoad host);

    Filter USABLE = (vm, host) -> host.standing().objection();

    Filter MEMORY = (vm, host) -> {
        var missing =
                vm.memory().bytes() + host.host().abilities().memoryPerVm().bytes() - host.freeMemoryBytes();
        return missing <= 0 ? Optional.empty() : Optional.of("lacks " + Amounts.memory(missing) + " of memory");
    };

    Filter RESERVED_MEMORY = (vm, host) -> {
        var free = host.host().reservable().bytes() - host.reservedBytes();
        var missing = vm.certainMemory().bytes()
                + host.host().abilities().memoryPerVm().bytes()
                - free;
        return missing <= 0
                ? Optional.empty()
                : Optional.of("lacks " + Amounts.memory(missing) + " of memory to reserve");
    };

    Filter RESERVED_CPU = (vm, host) -> {
        var free = host.host().cores() * Amounts.NANO_CORES - host.reservedNanoCores();
        var missing = vm.cpu().reservationNanoCores() - free;
        return missing <= 0 ? Optional.empty() : Optional.of("lacks " + Amounts.cores(missing) + " to reserve");
    };

    Filter THREADS_FOR_ITS_VCPUS = (vm, host) -> vm.vcpus() <= host.host().threads()
            ? Optional.empty()
            : Optional.of("has " + host.host().threads() + " threads for " + vm.vcpus() + " vCPUs");

    Filter KIND = (vm, host) -> host.host().abilities().misfit(vm).map(why -> "can't run it, as " + why.sentence());

    Filter NUMBER_OF_VMS = (vm, host) -> host.vms().size()
                    < host.host().abilities().vms()
            ? Optional.empty()
            : Optional.of("has as many VMs as " + host.host().abilities().hypervisor() + " runs");

    Filter DATASTORE =
            (vm, host) -> vm.hasLocalDisk() || host.host().datastores().contains(vm.disk())
                    ? Optional.empty()
                    : Optional.of("can't reach datastore " + vm.disk());

    Filter AFFINITY = (vm, host) -> vm.cpu()
            .affinity()
            .filter(cores -> cores.last() >= host.host().cores())
            .map(cores -> "has no core " + cores.last());

    /// At most this many vCPUs for each core of the host.
    static Filter vcpusPerCore(int limit) {
        return (vm, host) -> {
            var excess = host.vcpus() + vm.vcpus() - limit * host.host().cores();
            return excess <= 0
                    ? Optional.empty()
                    : Optional.of("has " + excess + " vCPUs too many at " + limit + " a core");
        };
    }
}
