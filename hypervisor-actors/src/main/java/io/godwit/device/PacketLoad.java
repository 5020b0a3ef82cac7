package io.godwit.device;

import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;

/// What a guest exchanges with the world outside by its network device while it runs, beside the frames of a ledger:
/// bulk, of which only rates are known and no contents.
///
/// @param size of each frame
/// @param waits whether the guest's work waits for them
public record PacketLoad(EventRate sent, EventRate received, MemorySize size, boolean waits) {

    public long milliSent() {
        return BlockLoad.milli(sent);
    }

    public long milliReceived() {
        return BlockLoad.milli(received);
    }
}
