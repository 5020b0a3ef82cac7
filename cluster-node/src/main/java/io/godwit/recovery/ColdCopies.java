package io.godwit.recovery;

import io.godwit.array.ArrayWire;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.registry.Copies.Job;
import io.godwit.registry.RegistryCommand.EndColdCopy;
import io.godwit.registry.VmRecord;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;

/// Copies of disks that nobody writes to, as their VMs were stopped. No host has them, so the controller itself asks
/// their arrays, with each look again until it is answered: a copy that is there stays what it is.
final class ColdCopies {

    private ColdCopies() {}

    /// What is to be asked now, and of which array.
    ///
    /// @param busy VMs of which an answer is on its way to the registry
    static SequencedMap<ArrayWire.Freeze, NodeId> wanted(FleetView fleet, Predicate<VmId> busy) {
        SequencedMap<ArrayWire.Freeze, NodeId> wanted = new LinkedHashMap<>();
        for (VmRecord vm : fleet.vms()) {
            if (vm.owner().isEmpty() && !busy.test(vm.id())) {
                vm.copies()
                        .job()
                        .ifPresent(job -> wanted.put(
                                new ArrayWire.Freeze(0, vm.id(), vm.epoch(), job.copy()),
                                new NodeId(vm.spec().disk())));
            }
        }
        return wanted;
    }

    /// What an array's answer is evidence of; empty if nobody waits for it.
    static Optional<EndColdCopy> heard(ArrayWire.Answer answer, Optional<FleetView> fleet) {
        return switch (answer) {
            case ArrayWire.Frozen(var _, var vm, var copy, var writes) ->
                waiting(vm, fleet)
                        .filter(it -> isFor(it, copy))
                        .map(it -> new EndColdCopy(vm, it.epoch(), copy, Optional.empty(), writes));
            case ArrayWire.Fenced(var _, var vm, var epoch, var _) ->
                waiting(vm, fleet)
                        .filter(it -> it.epoch() == epoch)
                        .map(it -> failed(it, "somebody newer owns its disk"));
            case ArrayWire.Missing(var _, var vm, var copy) ->
                waiting(vm, fleet).filter(it -> isFor(it, copy)).map(it -> failed(it, "it was given up meanwhile"));
            default -> Optional.empty();
        };
    }

    private static Optional<VmRecord> waiting(VmId id, Optional<FleetView> fleet) {
        return fleet.flatMap(view -> view.vm(id))
                .filter(vm -> vm.owner().isEmpty() && vm.copies().job().isPresent());
    }

    private static boolean isFor(VmRecord vm, CopyId copy) {
        return vm.copies().job().map(Job::copy).filter(copy::equals).isPresent();
    }

    private static EndColdCopy failed(VmRecord vm, String why) {
        CopyId copy = vm.copies().job().map(Job::copy).orElseThrow();
        return new EndColdCopy(vm.id(), vm.epoch(), copy, Optional.of(why), 0);
    }
}
