package io.godwit.device;

import io.godwit.unit.Bandwidth;
import io.godwit.unit.Exact;
import io.godwit.unit.MemorySize;
import java.util.Optional;

/// What a guest asks of its host's network card.
///
/// @param load its bulk
/// @param receivedSize of each frame that it gets
/// @param lane its device
/// @param sendsAtMost what its spec never lets it send more of
/// @param weight its part when the card is short, relative to the other guests'
public record NicClaim(
        PacketLoad load, MemorySize receivedSize, DevicePath.Lane lane, Optional<Bandwidth> sendsAtMost, int weight) {

    private static final long MILLI = 1_000;
    private static final long BITS_PER_BYTE = 8;

    private static final long SECOND_PS = 1_000_000_000_000L;

    /// Of a guest that gets frames as large as those that it sends.
    public NicClaim(PacketLoad load, DevicePath.Lane lane, Optional<Bandwidth> sendsAtMost, int weight) {
        this(load, load.size(), lane, sendsAtMost, weight);
    }

    /// How long a frame that it sends is on a wire of this bandwidth, in picoseconds.
    long sentPs(Bandwidth wire) {
        return wirePs(load.size(), wire);
    }

    /// The same of a frame that it gets.
    long receivedPs(Bandwidth wire) {
        return wirePs(receivedSize, wire);
    }

    private static long wirePs(MemorySize frame, Bandwidth wire) {
        return Math.max(1, Exact.ceilMulDiv(frame.bytes(), BITS_PER_BYTE * SECOND_PS, wire.bitsPerSecond()));
    }

    /// What it asks to send, within its limit, in thousandths of a frame a second.
    long limitedMilliSent() {
        long most = sendsAtMost
                .map(limit -> Exact.floorMulDiv(
                        limit.bitsPerSecond(),
                        MILLI,
                        BITS_PER_BYTE * load.size().bytes()))
                .orElse(Long.MAX_VALUE);
        return Math.min(load.milliSent(), most);
    }
}
