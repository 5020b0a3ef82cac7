package io.godwit.history;

import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.memory.pressure.Pressure;

/// What a host says of its machine.
public sealed interface HostEvent extends Event {

    HostId host();

    /// Who has the frames, counted after a VM came or went.
    record MemoryCounted(HostId host, long totalFrames, long freeFrames, long ownedFrames) implements HostEvent {}

    /// The host is shorter of memory than before, or less short.
    record PressureChanged(HostId host, Pressure pressure, long freeFrames) implements HostEvent {}

    /// The scanner has looked at every page once more.
    ///
    /// @param savedFrames that pages share instead of having one each
    record PagesScanned(HostId host, long passes, long savedFrames) implements HostEvent {}

    /// Not even swap had room: a VM was stopped for the others.
    record OutOfMemory(HostId host, VmId stopped, long bytes) implements HostEvent {}
}
