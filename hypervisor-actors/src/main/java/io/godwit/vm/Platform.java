package io.godwit.vm;

import java.util.Optional;

/// How a VM is virtualized beyond its kind, and what virtual hardware it has.
///
/// @param mechanism empty: the best that its host and profile have for its kind
/// @param memory its standing for memory
public record Platform(Optional<Mechanism> mechanism, MemoryPolicy memory, DiskDevice disk, NetworkDevice network) {

    private static final Platform DEFAULT =
            new Platform(Optional.empty(), MemoryPolicy.byDefault(), DiskDevice.byDefault(), NetworkDevice.byDefault());

    public static Platform byDefault() {
        return DEFAULT;
    }

    public Platform with(MemoryPolicy policy) {
        return new Platform(mechanism, policy, disk, network);
    }

    public Platform with(DiskDevice device) {
        return new Platform(mechanism, memory, device, network);
    }

    public Platform with(NetworkDevice device) {
        return new Platform(mechanism, memory, disk, device);
    }
}
