package io.godwit.recovery;

import io.godwit.identity.HostId;
import io.godwit.registry.HostRecord;
import io.godwit.registry.RegistryCommand.BeginMigration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Where one more migration may begin, by what is in flight and what was proposed. Mutable, of one look.
final class MovePlaces {

    private final MoveLimits limits;
    private final FleetView view;
    private final Map<HostId, Integer> hosts = new TreeMap<>();
    private final Map<String, Integer> links = new TreeMap<>();

    /// @param proposed migrations that the view does not show
    MovePlaces(MoveLimits limits, FleetView view, Collection<BeginMigration> proposed) {
        this.limits = limits;
        this.view = view;
        view.vms().forEach(vm -> vm.migration().ifPresent(now -> take(now.source(), now.target())));
        proposed.forEach(begin -> take(begin.source(), begin.target()));
    }

    boolean areFree(HostId source, HostId target) {
        return at(source) < limits.host()
                && at(target) < limits.host()
                && link(source, target).map(it -> links.getOrDefault(it, 0)).orElse(0) < limits.link();
    }

    /// Nobody else has them from now on, be they free or not.
    void take(HostId source, HostId target) {
        take(source);
        take(target);
        link(source, target).ifPresent(it -> links.merge(it, 1, Integer::sum));
    }

    void take(HostId host) {
        hosts.merge(host, 1, Integer::sum);
    }

    /// How many have that host as source or target.
    int at(HostId host) {
        return hosts.getOrDefault(host, 0);
    }

    /// Between two sites; empty within one.
    private Optional<String> link(HostId source, HostId target) {
        String one = site(source);
        String other = site(target);
        int order = one.compareTo(other);
        return order == 0 ? Optional.empty() : Optional.of(order < 0 ? one + "-" + other : other + "-" + one);
    }

    private String site(HostId host) {
        return view.host(host).map(HostRecord::site).orElse("");
    }
}
