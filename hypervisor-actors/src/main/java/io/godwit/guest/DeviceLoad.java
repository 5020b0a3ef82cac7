package io.godwit.guest;

import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import java.util.Optional;

/// What a guest asks of its devices while it runs.
public record DeviceLoad(Optional<BlockLoad> block, Optional<PacketLoad> packets) {

    private static final DeviceLoad NONE = new DeviceLoad(Optional.empty(), Optional.empty());

    public static DeviceLoad none() {
        return NONE;
    }

    /// @param size of each operation
    /// @param sequentialPermille share of operations next to the one before; 0 to 1000
    /// @param depth operations in flight at most
    public record BlockLoad(EventRate reads, EventRate writes, MemorySize size, int sequentialPermille, int depth) {}

    /// @param size of each frame
    public record PacketLoad(EventRate sent, EventRate received, MemorySize size) {}
}
