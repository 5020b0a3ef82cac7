package io.godwit.recovery;

import io.godwit.identity.VmId;
import io.godwit.registry.Changes;
import io.godwit.registry.CommandId;
import io.godwit.registry.RegistryAnswer;
import io.godwit.registry.VmRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Revisions that the registry has noted and whose owner has not settled them yet: who ordered one is answered when it
/// is settled.
final class RevisionBook {

    /// @param revision the number of the asking
    record Open(VmId vm, long revision) {}

    /// @param answer to the order's one part
    record Settled(CommandId order, RegistryAnswer answer) {}

    private final Map<CommandId, Open> open = new LinkedHashMap<>();

    void await(CommandId order, VmRecord asked) {
        open.put(order, new Open(asked.id(), asked.changes().revision()));
    }

    /// What has been settled by now, each once.
    List<Settled> look(FleetView view) {
        List<Settled> settled = new ArrayList<>();
        open.forEach((order, it) -> answer(it, view).ifPresent(answer -> settled.add(new Settled(order, answer))));
        settled.forEach(it -> open.remove(it.order()));
        return settled;
    }

    private static Optional<RegistryAnswer> answer(Open asking, FleetView view) {
        Optional<VmRecord> found = view.vm(asking.vm());
        if (found.isEmpty()) {
            return Optional.of(new RegistryAnswer.Refused(asking.vm() + " was destroyed meanwhile"));
        }
        VmRecord vm = found.get();
        Optional<Changes.Denied> denied = vm.changes().denied().filter(last -> last.revision() == asking.revision());
        if (denied.isPresent()) {
            return Optional.of(new RegistryAnswer.Refused(
                    asking.vm() + " stays as it is: " + denied.get().why()));
        }
        boolean isOpen = vm.changes().revision() == asking.revision()
                && vm.changes().asked().isPresent();
        return isOpen ? Optional.empty() : Optional.of(new RegistryAnswer.VmIs(vm));
    }
}
