package io.godwit.host;

import io.godwit.history.GuestEvent;
import io.godwit.host.Residency.Paused;
import io.godwit.host.Residency.Running;
import io.godwit.virtualization.LifeStep;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Makes VMs of a host others than they were.
record RevisionDesk(HostState state, Guests guests, Wires wires) {

    /// Makes a VM another while its guest is here. One that a migration reads is its own until that has ended.
    /// Plugging vCPUs or memory takes the time of the VM's kind, during which it may still be refused.
    void revise(Resident resident, Lifecycle.ReviseVm revise) {
        boolean isPlugged = resident.spec().vcpus() != revise.to().vcpus()
                || !resident.spec().memory().equals(revise.to().memory());
        Duration time = isPlugged ? state.engine().time(LifeStep.RESIZE, resident.spec()) : Duration.ZERO;
        if (time.isZero()) {
            reviseNow(resident, revise);
        } else {
            wires.after(time, new Inner.RevisionDue(revise));
        }
    }

    /// As [#revise], now that it has taken its time. A guest that is to have less memory first tells what it wrote:
    /// only then is known what is in use.
    void reviseNow(Resident resident, Lifecycle.ReviseVm revise) {
        boolean shrinks = revise.to().memory().compareTo(resident.spec().memory()) < 0;
        if (shrinks && resident.phase() instanceof Running) {
            guests.settleFirst(resident.slot(), () -> reviseSettled(resident, revise));
        } else {
            reviseSettled(resident, revise);
        }
    }

    private void reviseSettled(Resident resident, Lifecycle.ReviseVm revise) {
        boolean settled = resident.phase() instanceof Running || resident.phase() instanceof Paused;
        if (!settled || resident.logsDirtyPages()) {
            revise.replyTo().tell(LifecycleDesk.illegal(resident, revise));
            return;
        }
        Optional<Refusal> refused = state.revise(resident, revise.to());
        if (refused.isPresent()) {
            revise.replyTo().tell(new Lifecycle.Rejected(resident.id(), refused.get()));
            return;
        }
        long epoch = resident.phase().epoch();
        guests.refit(resident);
        wires.memorySettled();
        VmSpec now = resident.spec();
        wires.record(new GuestEvent.Revised(
                now.id(),
                state.host(),
                epoch,
                now.vcpus(),
                now.memory().bytes(),
                now.cpu().affinity().map(List::copyOf)));
        wires.record(state.countMemory());
        wires.shareCpu();
        revise.replyTo().tell(new Lifecycle.Revised(now.id(), epoch));
    }
}
