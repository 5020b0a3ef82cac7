package io.godwit.invariant;

import io.godwit.drill.Action;
import io.godwit.drill.Action.Deed;
import io.godwit.drill.Drill;
import io.godwit.drill.Topology;
import io.godwit.drill.VmChoice;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.vm.VmSpec;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known before the first entry.
///
/// @param vms a VM that is not in here is judged without its spec, but for what protects it: that is its source's, or
///     its group's
/// @param clones that steps make, as they are to be
/// @param hosts the fleet's hosts
/// @param oneOrder the entries come in the order in which all happened, on one clock; else only each node's order is
///     known, and each node has a clock of its own
public record Premises(
        SortedMap<VmId, VmSpec> vms,
        SortedMap<VmId, VmSpec> clones,
        SortedMap<HostId, Topology.Host> hosts,
        boolean oneOrder) {

    public static Premises of(Drill drill, boolean oneOrder) {
        var vms = new TreeMap<VmId, VmSpec>();
        drill.fleet().vms().forEach(vm -> vms.put(vm.id(), vm));
        var hosts = new TreeMap<HostId, Topology.Host>();
        drill.fleet().topology().hosts().forEach(host -> hosts.put(host.id(), host));
        return new Premises(vms, clones(drill, vms), hosts, oneOrder);
    }

    private static SortedMap<VmId, VmSpec> clones(Drill drill, SortedMap<VmId, VmSpec> vms) {
        var clones = new TreeMap<VmId, VmSpec>();
        for (var step : drill.timeline()) {
            if (step.action() instanceof Action.Order(VmChoice.Named(var source), Deed.Clone(var as, var _))
                    && vms.containsKey(source)) {
                clones.put(as, vms.get(source).with(as));
            }
            if (step.action() instanceof Action.Order(VmChoice.Named(var of), Deed.Import(var _, var as, var _))
                    && vms.containsKey(of)) {
                clones.put(as, vms.get(of).with(as));
            }
            if (step.action() instanceof Action.Order(VmChoice.Named(var like), Deed.Create(var as, var _))
                    && vms.containsKey(like)) {
                clones.put(as, vms.get(like).with(as));
            }
        }
        return clones;
    }

    Optional<VmSpec> vm(VmId vm) {
        return Optional.ofNullable(vms.get(vm));
    }

    Optional<NodeId> nodeOf(HostId host) {
        return Optional.ofNullable(hosts.get(host)).map(Topology.Host::node);
    }

    boolean needsPermit(VmId vm) {
        return vm(vm).or(() -> Optional.ofNullable(clones.get(vm)))
                .or(() -> fellow(vm))
                .filter(VmSpec::needsPermit)
                .isPresent();
    }

    /// The first of its group, for one that the group was given since.
    private Optional<VmSpec> fellow(VmId vm) {
        int dash = vm.value().lastIndexOf('-');
        return dash < 0 ? Optional.empty() : vm(new VmId(vm.value().substring(0, dash) + "-1"));
    }
}
