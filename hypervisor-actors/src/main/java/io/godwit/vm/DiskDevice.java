package io.godwit.vm;

import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import java.util.Optional;

/// A VM's block device.
///
/// @param operations reads and writes it never does more of
/// @param bandwidth bytes it never moves more of
/// @param weight its part of a disk that is used up, relative to the other VMs'; 1 to 10,000
public record DiskDevice(DeviceModel model, Optional<EventRate> operations, Optional<Bandwidth> bandwidth, int weight) {

    private static final DiskDevice DEFAULT = of(DeviceModel.VIRTIO);

    public DiskDevice {
        if (operations.isPresent() && operations.get().events() == 0) {
            throw new IllegalQuantity("a disk that does no operation: raise its limit or remove it");
        }
        if (bandwidth.isPresent() && bandwidth.get().bitsPerSecond() == 0) {
            throw new IllegalQuantity("a disk that moves nothing: raise its bandwidth or remove it");
        }
    }

    public static DiskDevice byDefault() {
        return DEFAULT;
    }

    /// Without limits, of the usual weight.
    public static DiskDevice of(DeviceModel model) {
        return new DiskDevice(model, Optional.empty(), Optional.empty(), CpuShare.DEFAULT_WEIGHT);
    }
}
