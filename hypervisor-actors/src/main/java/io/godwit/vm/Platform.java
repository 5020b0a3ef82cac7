package io.godwit.vm;

import java.util.Optional;

/// How a VM is virtualized beyond its kind, and what virtual hardware it has.
///
/// @param mechanism empty: the best that its host and profile have for its kind
/// @param kernel of its guest; a container's programs are for this one
/// @param memory its standing for memory
public record Platform(
        Optional<Mechanism> mechanism, Kernel kernel, MemoryPolicy memory, DiskDevice disk, NetworkDevice network) {

    private static final Platform DEFAULT = new Platform(
            Optional.empty(),
            Kernel.LINUX,
            MemoryPolicy.byDefault(),
            DiskDevice.byDefault(),
            NetworkDevice.byDefault());

    public static Platform byDefault() {
        return DEFAULT;
    }

    public Platform with(Mechanism how) {
        return new Platform(Optional.of(how), kernel, memory, disk, network);
    }

    public Platform with(Kernel other) {
        return new Platform(mechanism, other, memory, disk, network);
    }

    public Platform with(MemoryPolicy policy) {
        return new Platform(mechanism, kernel, policy, disk, network);
    }

    public Platform with(DiskDevice device) {
        return new Platform(mechanism, kernel, memory, device, network);
    }

    public Platform with(NetworkDevice device) {
        return new Platform(mechanism, kernel, memory, disk, device);
    }
}
