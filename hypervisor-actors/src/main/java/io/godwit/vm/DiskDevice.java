package io.godwit.vm;

import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import java.util.Optional;

/// A VM's block device.
///
/// @param operations reads and writes it never does more of
/// @param bandwidth bytes it never moves more of
public record DiskDevice(DeviceModel model, Optional<EventRate> operations, Optional<Bandwidth> bandwidth) {

    private static final DiskDevice DEFAULT = new DiskDevice(DeviceModel.VIRTIO, Optional.empty(), Optional.empty());

    public static DiskDevice byDefault() {
        return DEFAULT;
    }
}
