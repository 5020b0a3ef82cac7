package io.godwit.history;

import io.godwit.identity.HostId;

/// What a host says of its machine.
public sealed interface HostEvent extends Event {

    HostId host();

    /// Who has the frames, counted after a VM came or went.
    record MemoryCounted(HostId host, long totalFrames, long freeFrames, long ownedFrames) implements HostEvent {}
}
