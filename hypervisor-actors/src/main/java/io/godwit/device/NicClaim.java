package io.godwit.device;

import io.godwit.unit.Bandwidth;
import io.godwit.unit.Exact;
import java.util.Optional;

/// What a guest asks of its host's network card.
///
/// @param load its bulk
/// @param lane its device
/// @param sendsAtMost what its spec never lets it send more of
/// @param weight its part when the card is short, relative to the other guests'
public record NicClaim(PacketLoad load, DevicePath.Lane lane, Optional<Bandwidth> sendsAtMost, int weight) {

    private static final long MILLI = 1_000;
    private static final long BITS_PER_BYTE = 8;

    private static final long SECOND_PS = 1_000_000_000_000L;

    /// How long a frame is on a wire of this bandwidth, in picoseconds.
    long wirePs(Bandwidth wire) {
        return Exact.ceilMulDiv(load.size().bytes(), BITS_PER_BYTE * SECOND_PS, wire.bitsPerSecond());
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
