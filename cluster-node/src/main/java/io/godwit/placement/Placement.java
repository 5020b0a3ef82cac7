package io.godwit.placement;

import io.godwit.identity.HostId;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A placement policy: where a VM can go, and where it goes.
///
/// Equal scores go to the host whose name sorts first, so that the same fleet gives the same answer.
///
/// @param filters all must agree
/// @param scores summed, each by its weight
public record Placement(List<Filter> filters, List<Weighted> scores) {

    public record Weighted(double weight, Score score) {}

    /// Where a VM goes, or why nowhere.
    public sealed interface Choice {

        record Chosen(HostId host) implements Choice {}

        /// @param why one sentence that names the objections and how many hosts had each
        record Nowhere(String why) implements Choice {}
    }

    /// Room first, spread where it is asked for.
    ///
    /// @param vcpusPerCore vCPUs that a core may be promised to
    public static Placement spreading(int vcpusPerCore) {
        return new Placement(
                List.of(
                        Filter.USABLE,
                        Filter.KIND,
                        Filter.NUMBER_OF_VMS,
                        Filter.DATASTORE,
                        Filter.THREADS_FOR_ITS_VCPUS,
                        Filter.AFFINITY,
                        Filter.MEMORY,
                        Filter.RESERVED_MEMORY,
                        Filter.RESERVED_CPU,
                        Filter.vcpusPerCore(vcpusPerCore)),
                List.of(
                        new Weighted(4, Score.SPREAD),
                        new Weighted(1, Score.FREE_MEMORY),
                        new Weighted(1, Score.FREE_CPU)));
    }

    /// The same, with more that must agree.
    public Placement with(List<Filter> more) {
        var all = new ArrayList<>(filters);
        all.addAll(more);
        return new Placement(all, scores);
    }

    public Choice choose(VmSpec vm, List<HostLoad> fleet) {
        return fleet.stream()
                .filter(host -> objection(vm, host).isEmpty())
                .max(Comparator.<HostLoad>comparingDouble(host -> score(vm, host, fleet))
                        .thenComparing(HostLoad::id, Comparator.reverseOrder()))
                .<Choice>map(host -> new Choice.Chosen(host.id()))
                .orElseGet(() -> new Choice.Nowhere(objections(vm, fleet)));
    }

    /// The first objection to having the VM on this host.
    public Optional<String> objection(VmSpec vm, HostLoad host) {
        for (var filter : filters) {
            var objection = filter.objection(vm, host);
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    /// All objections to having the VM on this host, in the order of the filters.
    public List<String> objections(VmSpec vm, HostLoad host) {
        return filters.stream()
                .flatMap(filter -> filter.objection(vm, host).stream())
                .toList();
    }

    private double score(VmSpec vm, HostLoad host, List<HostLoad> fleet) {
        var sum = 0.0;
        for (var weighted : scores) {
            sum += weighted.weight() * weighted.score().of(vm, host, fleet);
        }
        return sum;
    }

    private String objections(VmSpec vm, List<HostLoad> fleet) {
        var hostsByObjection = new TreeMap<String, List<String>>();
        for (var host : fleet) {
            objection(vm, host).ifPresent(why -> hostsByObjection
                    .computeIfAbsent(why, _ -> new ArrayList<>())
                    .add(host.id().value()));
        }
        var reasons = hostsByObjection.entrySet().stream()
                .map(entry -> named(entry.getValue()) + " " + entry.getKey())
                .toList();
        return reasons.isEmpty() ? "there is no host" : String.join("; ", reasons);
    }

    private static String named(List<String> hosts) {
        return switch (hosts.size()) {
            case 1 -> hosts.getFirst();
            case 2, 3 -> "each of " + String.join(", ", hosts);
            default -> "each of " + hosts.getFirst() + " and " + (hosts.size() - 1) + " more";
        };
    }
}
