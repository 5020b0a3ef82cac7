package io.godwit.invariant;

import io.godwit.drill.Drill;
import io.godwit.drill.Topology;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.vm.VmSpec;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known before the first entry.
///
/// @param vms a VM that is not in here is judged without its spec
/// @param hosts the fleet's hosts
/// @param oneOrder the entries come in the order in which all happened, on one clock; else only each node's order is
///     known, and each node has a clock of its own
public record Premises(SortedMap<VmId, VmSpec> vms, SortedMap<HostId, Topology.Host> hosts, boolean oneOrder) {

    public static Premises of(Drill drill, boolean oneOrder) {
        var vms = new TreeMap<VmId, VmSpec>();
        drill.fleet().vms().forEach(vm -> vms.put(vm.id(), vm));
        var hosts = new TreeMap<HostId, Topology.Host>();
        drill.fleet().topology().hosts().forEach(host -> hosts.put(host.id(), host));
        return new Premises(vms, hosts, oneOrder);
    }

    Optional<VmSpec> vm(VmId vm) {
        return Optional.ofNullable(vms.get(vm));
    }

    Optional<NodeId> nodeOf(HostId host) {
        return Optional.ofNullable(hosts.get(host)).map(Topology.Host::node);
    }

    boolean needsPermit(VmId vm) {
        return vm(vm).filter(VmSpec::needsPermit).isPresent();
    }
}
