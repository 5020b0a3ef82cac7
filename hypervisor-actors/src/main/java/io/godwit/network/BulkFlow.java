package io.godwit.network;

import io.godwit.unit.Exact;
import java.time.Duration;
import java.util.Optional;

/// Frames of a guest's bulk that pass a switch all the time, of which only rates are known.
///
/// @param milliIn thousandths of a frame a second that come from the guest and pass
/// @param milliOut that go to it
/// @param milliDropped that come from it and pass no further
/// @param why they don't
/// @param frameBytes of each
/// @param isFlooded what passes goes to everybody, or to nobody known
public record BulkFlow(
        long milliIn, long milliOut, long milliDropped, Optional<DropReason> why, long frameBytes, boolean isFlooded) {

    /// How long bulk for another VM goes on without being told anew: three times as long as it takes to be.
    public static final Duration LASTS = Duration.ofSeconds(3);

    private static final long SECOND_OF_MILLI_NS = 1_000_000_000_000L;

    /// Of frames for somebody who is known.
    public BulkFlow(long milliIn, long milliOut, long milliDropped, Optional<DropReason> why, long frameBytes) {
        this(milliIn, milliOut, milliDropped, why, frameBytes, false);
    }

    /// The same as a flood, of which a port may send so much.
    BulkFlow flooded(long mostMilli) {
        BulkFlow limited = atMost(mostMilli, DropReason.FLOOD_LIMIT);
        return new BulkFlow(limited.milliIn, milliOut, limited.milliDropped, limited.why, frameBytes, true);
    }

    /// The same where no more than this gets anywhere.
    BulkFlow atMost(long milli, DropReason reason) {
        return milliIn <= milli
                ? this
                : new BulkFlow(milli, milliOut, milliDropped + milliIn - milli, Optional.of(reason), frameBytes);
    }

    /// What it came to from one time to another, counted from its beginning so that nothing is lost in between.
    SwitchCore.Bulk between(long fromNs, long toNs) {
        long in = frames(milliIn, toNs) - frames(milliIn, fromNs);
        long out = frames(milliOut, toNs) - frames(milliOut, fromNs);
        long dropped = frames(milliDropped, toNs) - frames(milliDropped, fromNs);
        return new SwitchCore.Bulk(
                in,
                Math.multiplyExact(in + dropped, frameBytes),
                out,
                Math.multiplyExact(out, frameBytes),
                isFlooded ? in : 0,
                dropped,
                why);
    }

    private static long frames(long milli, long elapsedNs) {
        return Exact.floorMulDiv(milli, elapsedNs, SECOND_OF_MILLI_NS);
    }
}
