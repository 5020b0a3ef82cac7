package io.godwit.guest;

import io.godwit.device.BlockLoad;
import io.godwit.device.PacketLoad;
import java.util.Optional;

/// What a guest asks of its devices while it runs.
public record DeviceLoad(Optional<BlockLoad> block, Optional<PacketLoad> packets) {

    private static final DeviceLoad NONE = new DeviceLoad(Optional.empty(), Optional.empty());

    public static DeviceLoad none() {
        return NONE;
    }
}
