package io.godwit.host;

import io.godwit.history.Event;
import io.godwit.identity.VmId;
import io.godwit.vm.VmSpec;

/// What the desks of a hypervisor ask of it beyond guests and disks.
interface Wires {

    long now();

    void record(Event event);

    /// From now on, frames for the VM are for this epoch of it; the world is told.
    void plug(VmSpec vm, long epoch);

    void unplug(VmId vm);

    /// Somebody's claim on the CPU changed: share anew at the end of this instant.
    void shareCpu();
}
