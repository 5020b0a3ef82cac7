package io.godwit.registry;

import io.godwit.identity.HostId;
import io.godwit.virtualization.CpuFeature;
import java.util.List;
import java.util.Optional;

/// Where a VM is to go, and where it can.
///
/// @param queued a move that waits for its turn
/// @param home where it starts next
/// @param found of a processor by its guest, when that booted: while it runs it can't go on without
public record Places(Optional<QueuedMove> queued, Optional<HostId> home, List<CpuFeature> found) {

    private static final Places NONE = new Places(Optional.empty(), Optional.empty(), List.of());

    public static Places none() {
        return NONE;
    }

    Places queued(Optional<QueuedMove> next) {
        return next.equals(queued) ? this : new Places(next, home, found);
    }

    Places home(Optional<HostId> next) {
        return next.equals(home) ? this : new Places(queued, next, found);
    }

    Places found(List<CpuFeature> next) {
        return next.equals(found) ? this : new Places(queued, home, next);
    }
}
