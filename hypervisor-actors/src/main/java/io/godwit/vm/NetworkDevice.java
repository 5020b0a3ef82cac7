package io.godwit.vm;

import io.godwit.unit.Bandwidth;
import java.util.Optional;

/// A VM's network device.
///
/// @param vlan the only virtual LAN whose frames it sends and gets; 1 to 4094; empty: the untagged one
/// @param bandwidth what it never sends more of
/// @param weight its part of a network card that is used up, relative to the other VMs'; 1 to 10,000
public record NetworkDevice(DeviceModel model, Optional<Integer> vlan, Optional<Bandwidth> bandwidth, int weight) {

    private static final NetworkDevice DEFAULT = of(DeviceModel.VIRTIO);

    public static NetworkDevice byDefault() {
        return DEFAULT;
    }

    /// Without limits, of the usual weight, in no virtual LAN.
    public static NetworkDevice of(DeviceModel model) {
        return new NetworkDevice(model, Optional.empty(), Optional.empty(), CpuShare.DEFAULT_WEIGHT);
    }
}
