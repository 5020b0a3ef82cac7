package io.godwit.placement;

import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Objects;

/// How much a host is liked for a VM, from 0 to 1.
@FunctionalInterface
public interface Score {

    double of(VmSpec vm, HostLoad host, List<HostLoad> fleet);

    /// Likes hosts with much memory left.
    Score FREE_MEMORY = (vm, host, fleet) ->
            Math.max(0, host.freeMemoryBytes() - vm.memory().bytes())
                    / (double) host.host().memory().bytes();

    /// Likes hosts whose cores are promised to few vCPUs.
    Score FREE_CPU = (vm, host, fleet) ->
            1.0 / (1 + (host.vcpus() + vm.vcpus()) / (double) host.host().cores());

    /// Likes failure domains that hold few of the VM's group; indifferent to a VM that does not ask for it.
    Score SPREAD = (vm, host, fleet) -> vm.care()
            .spread()
            .map(domain -> 1.0 / (1 + peersIn(domain, vm, host, fleet)))
            .orElse(1.0);

    private static long peersIn(VmSpec.Domain domain, VmSpec vm, HostLoad host, List<HostLoad> fleet) {
        return fleet.stream()
                .filter(other -> sameDomain(domain, host, other))
                .flatMap(other -> other.vms().stream())
                .filter(peer -> peer.group().equals(vm.group()) && !peer.id().equals(vm.id()))
                .count();
    }

    private static boolean sameDomain(VmSpec.Domain domain, HostLoad one, HostLoad other) {
        var a = one.host();
        var b = other.host();
        return switch (domain) {
            case HOST -> a.host().equals(b.host());
            case RACK -> Objects.equals(a.site(), b.site()) && Objects.equals(a.rack(), b.rack());
            case SITE -> Objects.equals(a.site(), b.site());
        };
    }
}
