package io.godwit.permit;

import java.time.Duration;

/// How long permits hold.
///
/// The clock assumption of the whole fleet is here: two monotonic clocks drift apart by at most `driftPermille` over a
/// permit's length, so that a leader that waits length × (1 + drift) has waited longer than any holder counts.
///
/// @param length from the moment the holder sent its renewal, on the holder's clock
/// @param renewEvery how often a holder renews; several times within a length, so that one lost message costs nothing
/// @param driftPermille of both clocks against each other, together; the design assumes 1 % = 10
public record PermitSettings(Duration length, Duration renewEvery, int driftPermille) {

    public PermitSettings {
        if (length.compareTo(renewEvery.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("a permit of " + length + " must outlast two renewals of " + renewEvery);
        }
        if (driftPermille < 0 || driftPermille > 100) {
            throw new IllegalArgumentException("a drift of " + driftPermille + " permille is outside 0 to 100");
        }
    }

    /// What the leader waits after its last grant before it may call a holder lost, nanoseconds.
    public long graceNs() {
        var lengthNs = length.toNanos();
        return Math.addExact(lengthNs, Math.ceilDiv(Math.multiplyExact(lengthNs, driftPermille), 1000));
    }
}
