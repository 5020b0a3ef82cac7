package io.godwit.vm;

import io.godwit.unit.Bandwidth;
import java.util.Optional;

/// A VM's network device.
///
/// @param vlan the only virtual LAN whose frames it sends and gets; 1 to 4094; empty: the untagged one
/// @param bandwidth what it never sends more of
public record NetworkDevice(DeviceModel model, Optional<Integer> vlan, Optional<Bandwidth> bandwidth) {

    private static final NetworkDevice DEFAULT =
            new NetworkDevice(DeviceModel.VIRTIO, Optional.empty(), Optional.empty());

    public static NetworkDevice byDefault() {
        return DEFAULT;
    }
}
