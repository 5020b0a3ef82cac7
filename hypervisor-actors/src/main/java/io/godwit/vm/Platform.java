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

    /// The devices of the host's own that the VM has, in words; empty if it has none. Such a VM can't be moved while it
    /// runs, and the hypervisor can't take pages from under a device.
    public Optional<String> passthrough() {
        boolean ofDisk = disk.model() == DeviceModel.PASSTHROUGH;
        boolean ofNetwork = network.model() == DeviceModel.PASSTHROUGH;
        if (ofDisk && ofNetwork) {
            return Optional.of("disk and network card");
        }
        return ofDisk ? Optional.of("disk") : ofNetwork ? Optional.of("network card") : Optional.empty();
    }

    public Platform with(Mechanism how) {
        return new Platform(Optional.of(how), kernel, memory, disk, network);
    }

    public Platform with(Kernel other) {
        return new Platform(mechanism, other, memory, disk, network);
    }

    public Platform with(MemoryPolicy policy) {
        return policy.equals(memory) ? this : new Platform(mechanism, kernel, policy, disk, network);
    }

    public Platform with(DiskDevice device) {
        return new Platform(mechanism, kernel, memory, device, network);
    }

    public Platform with(NetworkDevice device) {
        return new Platform(mechanism, kernel, memory, disk, device);
    }
}
