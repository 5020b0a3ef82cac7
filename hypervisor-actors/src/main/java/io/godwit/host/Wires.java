package io.godwit.host;

import io.godwit.history.Event;
import io.godwit.history.GuestEvent.Effect;
import io.godwit.identity.VmId;
import io.godwit.vm.VmSpec;
import java.time.Duration;

/// What the desks of a hypervisor ask of it beyond guests and disks.
interface Wires {

    long now();

    void record(Event event);

    /// Whether the VM may have this effect now; what it may not is counted and recorded.
    boolean mayAct(Resident resident, Effect effect);

    /// From now on, frames for the VM are for this epoch of it; the world is told.
    void plug(VmSpec vm, long epoch);

    void unplug(VmId vm);

    /// Tells the hypervisor this after a while.
    void after(Duration delay, HypervisorCommand command);

    /// A guest ended that nobody asked to end.
    void ended(VmId vm);

    /// The VM is here no more.
    void left(VmId vm);

    /// Pages of a VM have changed: on a host that manages memory, somebody may be held up, or have been stopped.
    void memorySettled();

    /// Somebody's claim on the CPU changed: share anew at the end of this instant.
    void shareCpu();
}
