package io.godwit.memory;

import io.godwit.identity.VmId;
import io.godwit.image.ImageSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who has the frames of a host at one moment. Nobody else has any, so they add up to the total.
///
/// @param vmFrames the frames that belong to one VM alone
/// @param imageFrames the frames that VMs of an image share
/// @param cloneFrames the frames that clones share
/// @param pools the frames that belong to the host, for pages of VMs
public record MemoryAccount(
        long totalFrames,
        long freeFrames,
        Map<VmId, Long> vmFrames,
        Map<ImageSpec, Long> imageFrames,
        long cloneFrames,
        MachineMemory.Pools pools) {

    /// Of a host without clones and pools.
    public MemoryAccount(
            long totalFrames, long freeFrames, Map<VmId, Long> vmFrames, Map<ImageSpec, Long> imageFrames) {
        this(totalFrames, freeFrames, vmFrames, imageFrames, 0, new MachineMemory.Pools(0, 0));
    }

    public MemoryAccount {
        vmFrames = Collections.unmodifiableMap(new LinkedHashMap<>(vmFrames));
        imageFrames = Collections.unmodifiableMap(new LinkedHashMap<>(imageFrames));
    }

    public long ownedFrames() {
        return sum(vmFrames) + sum(imageFrames) + cloneFrames + pools.frames();
    }

    /// Memory is conserved: each frame is free or has an owner, never both, never neither.
    public boolean isConserved() {
        return freeFrames >= 0 && freeFrames + ownedFrames() == totalFrames;
    }

    private static long sum(Map<?, Long> frames) {
        return frames.values().stream().mapToLong(Long::longValue).sum();
    }
}
