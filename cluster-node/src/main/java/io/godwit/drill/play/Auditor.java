package io.godwit.drill.play;

import io.godwit.array.ArrayWire;
import io.godwit.device.Disk.Held;
import io.godwit.identity.VmId;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.link.WireMessage;
import io.godwit.recovery.FleetView;
import io.godwit.recovery.GuestWire;
import io.godwit.registry.VmRecord;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Asks the arrays, and hosts with disks of their own, what they hold of each ledger's VM, in the end. It opens
/// nothing, and asks again until it is told.
final class Auditor {

    /// The service that answers come to.
    static final String SERVICE = "auditor";

    private final Link link;
    private final SortedMap<String, NodeId> arrays;
    private final Map<VmId, Question> open = new TreeMap<>();
    private final SortedMap<VmId, List<Held>> audits = new TreeMap<>();

    private record Question(Endpoint whom, WireMessage message) {}

    Auditor(Link link, SortedMap<String, NodeId> arrays) {
        this.link = link;
        this.arrays = arrays;
    }

    /// A VM on its host's own disk is asked for at the host that has it, or where it starts next; if there is none, its
    /// disk is gone.
    void begin(List<VmSpec> vms, FleetView fleet) {
        for (var vm : vms) {
            if (vm.workload().ledger().isPresent()) {
                question(vm, fleet).ifPresent(question -> open.put(vm.id(), question));
            }
        }
        repeat();
    }

    private Optional<Question> question(VmSpec vm, FleetView fleet) {
        if (arrays.containsKey(vm.disk())) {
            Endpoint array = new Endpoint(arrays.get(vm.disk()), ArrayWire.SERVICE);
            return Optional.of(new Question(array, new ArrayWire.Audit(0, vm.id())));
        }
        return fleet.vm(vm.id())
                .flatMap(VmRecord::place)
                .flatMap(fleet::host)
                .map(host -> new Question(
                        new Endpoint(host.node(), GuestWire.SERVICE),
                        new GuestWire.AuditDisk(0, host.host(), vm.id())));
    }

    void repeat() {
        open.values().forEach(question -> link.send(SERVICE, question.whom(), question.message()));
    }

    void audited(WireMessage answer) {
        switch (answer) {
            case ArrayWire.Audited audited -> keep(audited.vm(), audited.held());
            case GuestWire.DiskAudited audited -> keep(audited.vm(), audited.held());
            default -> {} // nothing that was asked for
        }
    }

    private void keep(VmId vm, List<Held> held) {
        if (open.remove(vm) != null) {
            audits.put(vm, held);
        }
    }

    boolean isDone() {
        return open.isEmpty();
    }

    SortedMap<VmId, List<Held>> audits() {
        return audits;
    }
}
