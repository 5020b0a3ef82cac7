package io.godwit.device;

import io.godwit.identity.VmId;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import java.util.Optional;

/// What a guest exchanges with others by its network device while it runs, beside the frames of a ledger: bulk, of
/// which only rates are known and no contents.
///
/// @param sent to whom it sends
/// @param received from the world outside, which sends it so many whatever becomes of them
/// @param size of each frame, 64 B to 64 KiB: what a guest hands over at once with segmentation offload
/// @param waits whether the guest's work waits until they are sent; else what can't be sent is dropped
/// @param to another VM; empty: the world outside
public record PacketLoad(EventRate sent, EventRate received, MemorySize size, boolean waits, Optional<VmId> to) {

    /// More than any card does.
    public static final long MOST_PER_SECOND = 100_000_000;

    public static final MemorySize SMALLEST = MemorySize.parse("64B");
    public static final MemorySize LARGEST = MemorySize.ofKibibytes(64);

    /// Of Ethernet, with its headers.
    public static final MemorySize USUAL = MemorySize.parse("1500B");

    public PacketLoad {
        checked(size);
        if (sent.perSecond() > MOST_PER_SECOND || received.perSecond() > MOST_PER_SECOND) {
            throw new IllegalQuantity("more frames than any card has: write at most " + MOST_PER_SECOND + "/s");
        }
    }

    /// Frames for the world outside.
    public PacketLoad(EventRate sent, EventRate received, MemorySize size, boolean waits) {
        this(sent, received, size, waits, Optional.empty());
    }

    /// A size that frames can have.
    ///
    /// @throws IllegalQuantity if it is none
    public static MemorySize checked(MemorySize size) {
        if (size.compareTo(SMALLEST) < 0 || size.compareTo(LARGEST) > 0) {
            throw new IllegalQuantity("frames of " + size + ": write a size from " + SMALLEST + " to " + LARGEST);
        }
        return size;
    }

    /// Frames of 1,500 bytes for which the guest's work waits.
    public static PacketLoad sending(EventRate rate) {
        return new PacketLoad(rate, EventRate.perSecond(0), USUAL, true, Optional.empty());
    }

    public PacketLoad receiving(EventRate rate) {
        return new PacketLoad(sent, rate, size, waits, to);
    }

    public PacketLoad of(MemorySize each) {
        return new PacketLoad(sent, received, each, waits, to);
    }

    public PacketLoad waiting(boolean does) {
        return new PacketLoad(sent, received, size, does, to);
    }

    public PacketLoad to(Optional<VmId> other) {
        return new PacketLoad(sent, received, size, waits, other);
    }

    public long milliSent() {
        return BlockLoad.milli(sent);
    }

    public long milliReceived() {
        return BlockLoad.milli(received);
    }
}
