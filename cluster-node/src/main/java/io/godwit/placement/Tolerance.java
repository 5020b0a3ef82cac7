package io.godwit.placement;

import io.godwit.placement.Placement.Choice;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Admission control: whether the protected VMs would still fit after the loss of some hosts.
///
/// The hosts taken away are those that carry the most protected memory, the worst loss for memory; their VMs are placed
/// largest first. *Not modelled*: a loss that is worse only by affinity or reachability of a smaller host.
///
/// @param hostFailures hosts to lose at once; 0 keeps no room
public record Tolerance(int hostFailures) {

    public static final Tolerance NONE = new Tolerance(0);

    /// What would be left out, in a sentence; empty when all fits.
    public Optional<String> shortfall(Placement placement, List<HostLoad> fleet) {
        if (hostFailures == 0) {
            return Optional.empty();
        }
        var byProtectedMemory = fleet.stream()
                .filter(HostLoad::usable)
                .sorted(Comparator.comparingLong(Tolerance::protectedBytes)
                        .reversed()
                        .thenComparing(HostLoad::id))
                .toList();
        var lost = byProtectedMemory.subList(0, Math.min(hostFailures, byProtectedMemory.size()));
        var rest = new ArrayList<>(byProtectedMemory.subList(lost.size(), byProtectedMemory.size()));
        var homeless = lost.stream()
                .flatMap(host -> host.vms().stream())
                .filter(VmSpec::isProtected)
                .sorted(Comparator.<VmSpec>comparingLong(vm -> vm.memory().bytes())
                        .reversed()
                        .thenComparing(VmSpec::id))
                .toList();
        for (var vm : homeless) {
            switch (placement.choose(vm, rest)) {
                case Choice.Chosen(var host) ->
                    rest.replaceAll(load -> load.id().equals(host) ? load.with(vm) : load);
                case Choice.Nowhere(var why) -> {
                    return Optional.of(
                            "after the loss of " + names(lost) + " there would be no room for " + vm.id() + ": " + why);
                }
            }
        }
        return Optional.empty();
    }

    private static long protectedBytes(HostLoad host) {
        return host.vms().stream()
                .filter(VmSpec::isProtected)
                .mapToLong(vm -> vm.memory().bytes())
                .sum();
    }

    private static String names(List<HostLoad> hosts) {
        return String.join(", ", hosts.stream().map(host -> host.id().value()).toList());
    }
}
