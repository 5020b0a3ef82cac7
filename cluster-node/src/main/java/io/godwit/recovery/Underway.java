package io.godwit.recovery;

import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.registry.RegistryCommand;
import io.godwit.registry.RegistryCommand.Assign;
import io.godwit.registry.RegistryCommand.BeginMigration;
import io.godwit.registry.RegistryCommand.MoveHome;
import io.godwit.registry.VmRecord;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a controller has proposed for VMs and has no answer to yet, one proposal a VM.
///
/// A view that was asked for before shows nothing of it. Whoever places by the view alone gives the same room twice,
/// and the host turns the second VM away.
final class Underway {

    private final Map<VmId, RegistryCommand> proposals = new TreeMap<>();

    void begin(VmId vm, RegistryCommand proposal) {
        proposals.put(vm, proposal);
    }

    /// @param proposal that was answered; another one for the VM stays
    void end(VmId vm, RegistryCommand proposal) {
        proposals.remove(vm, proposal);
    }

    /// A part of an order was answered, which may have been noted here.
    void end(RegistryCommand proposal) {
        proposals.values().removeIf(proposal::equals);
    }

    /// Whether it keeps room at another host for a VM.
    static boolean promises(RegistryCommand proposal) {
        return proposal instanceof BeginMigration || proposal instanceof MoveHome;
    }

    boolean concerns(VmId vm) {
        return proposals.containsKey(vm);
    }

    /// Migrations whose beginning the view does not show.
    List<BeginMigration> moves(FleetView view) {
        return proposals.values().stream()
                .filter(BeginMigration.class::isInstance)
                .map(BeginMigration.class::cast)
                .filter(begin -> view.vm(begin.vm())
                        .filter(vm -> vm.migration().isEmpty())
                        .isPresent())
                .toList();
    }

    /// The VMs that each host gets by proposals whose effect the view does not show.
    Map<HostId, List<VmSpec>> promised(FleetView view) {
        var promised = new TreeMap<HostId, List<VmSpec>>();
        proposals.forEach((id, proposal) -> view.vm(id).ifPresent(vm -> {
            switch (proposal) {
                case Assign assign when vm.owner().isEmpty() -> promise(promised, assign.host(), vm);
                case BeginMigration begin when vm.migration().isEmpty() -> promise(promised, begin.target(), vm);
                case MoveHome move
                when vm.owner().isPresent() && vm.home().isEmpty() -> promise(promised, move.to(), vm);
                default -> {}
            }
        }));
        return promised;
    }

    private static void promise(Map<HostId, List<VmSpec>> promised, HostId host, VmRecord vm) {
        promised.computeIfAbsent(host, _ -> new ArrayList<>()).add(vm.promised());
    }
}
