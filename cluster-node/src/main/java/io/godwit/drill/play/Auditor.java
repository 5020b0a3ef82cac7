package io.godwit.drill.play;

import io.godwit.array.ArrayWire;
import io.godwit.device.Disk.Held;
import io.godwit.identity.VmId;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Asks the arrays what they hold of each ledger's VM, in the end. It opens nothing, and asks again until it is told.
final class Auditor {

    /// The service that answers come to.
    static final String SERVICE = "auditor";

    private final Link link;
    private final SortedMap<String, NodeId> arrays;
    private final Map<VmId, NodeId> open = new TreeMap<>();
    private final SortedMap<VmId, List<Held>> audits = new TreeMap<>();

    Auditor(Link link, SortedMap<String, NodeId> arrays) {
        this.link = link;
        this.arrays = arrays;
    }

    /// A VM on its host's own disk can't be audited from outside.
    void begin(List<VmSpec> vms) {
        for (var vm : vms) {
            if (vm.workload().ledger().isPresent() && arrays.containsKey(vm.disk())) {
                open.put(vm.id(), arrays.get(vm.disk()));
            }
        }
        repeat();
    }

    void repeat() {
        open.forEach(
                (vm, array) -> link.send(SERVICE, new Endpoint(array, ArrayWire.SERVICE), new ArrayWire.Audit(0, vm)));
    }

    void audited(ArrayWire answer) {
        if (answer instanceof ArrayWire.Audited audited && open.remove(audited.vm()) != null) {
            audits.put(audited.vm(), audited.held());
        }
    }

    boolean isDone() {
        return open.isEmpty();
    }

    SortedMap<VmId, List<Held>> audits() {
        return audits;
    }
}
