package io.godwit.recovery;

import io.godwit.array.ArrayWire;
import io.godwit.identity.VmId;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.registry.RegistryCommand;
import io.godwit.registry.Remains;
import java.util.Optional;
import java.util.function.Predicate;

/// What a controller itself asks of datastores: copies of disks that no host has, and dropping what nobody needs.
/// Mutable, and owned by a controller's term.
final class StorageDesk {

    private final Link link;
    private final Clearing clearing = new Clearing();

    StorageDesk(Link link) {
        this.link = link;
    }

    /// @param busy VMs of which an answer is on its way to the registry
    void look(FleetView fleet, Predicate<VmId> busy, long nowNs) {
        ColdCopies.wanted(fleet, busy).forEach((freeze, array) -> ask(array, freeze));
        for (Remains remains : clearing.due(fleet.remains(), nowNs)) {
            if (remains.host().isEmpty()) {
                ask(new NodeId(remains.datastore()), clearing.request(remains));
            } else {
                remains.host()
                        .flatMap(fleet::host)
                        .ifPresent(host -> link.send(
                                ControlWire.SERVICE,
                                new Endpoint(host.node(), HostWire.SERVICE),
                                new HostWire.Forget(host.host(), remains)));
            }
        }
    }

    private void ask(NodeId array, ArrayWire.Request request) {
        link.send(ControlWire.SERVICE, new Endpoint(array, ArrayWire.SERVICE), request);
    }

    /// @return what the registry is to be told of a copy
    Optional<RegistryCommand> heard(Delivery delivery, Optional<FleetView> fleet) {
        switch (delivery.message()) {
            case ArrayWire.Answer answer -> {
                clearing.heard(delivery.from().node().value(), answer);
                return ColdCopies.heard(answer, fleet).map(RegistryCommand.class::cast);
            }
            case HostWire.Forgotten(var host, var vm, var copy) -> clearing.dropped(host.value(), vm, copy);
            default -> {}
        }
        return Optional.empty();
    }

    /// @return what the registry is to be told is gone, if it isn't being told
    Optional<RegistryCommand> told() {
        return clearing.told().map(RegistryCommand.class::cast);
    }

    void cleared() {
        clearing.cleared();
    }
}
