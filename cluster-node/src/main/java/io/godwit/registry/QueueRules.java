package io.godwit.registry;

import io.godwit.registry.RegistryCommand.DropMove;
import io.godwit.registry.RegistryCommand.QueueMove;
import java.util.Optional;

/// What may happen to a move that waits. It is kept until it begins or is dropped, whatever becomes of its VM
/// meanwhile: that it came to nothing is for the controller to say, and not for a log to pass over.
///
/// @param index of the log at this point, which is the ticket of who comes now
record QueueRules(long index) {

    Verdict queue(VmRecord vm, QueueMove wish) {
        if (vm.epoch() != wish.epoch()) {
            return VmRules.stale(vm, wish.epoch());
        }
        if (vm.migration().isPresent()) {
            return Verdict.conflict(vm, vm.migration().get().id() + " is in flight");
        }
        return vm.queued().isPresent()
                ? Verdict.conflict(vm, "its move waits already")
                : Verdict.become(
                        vm.queued(Optional.of(new QueuedMove(wish.to(), wish.terms(), wish.priority(), index))));
    }

    /// One that has begun, or was dropped, can't be dropped.
    static Verdict drop(VmRecord vm, DropMove drop) {
        return vm.queued().filter(it -> it.ticket() == drop.ticket()).isPresent()
                ? Verdict.become(vm.queued(Optional.empty()))
                : Verdict.conflict(vm, "its move waits no more");
    }
}
