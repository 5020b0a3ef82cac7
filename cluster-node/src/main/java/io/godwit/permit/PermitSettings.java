package io.godwit.permit;

import io.godwit.unit.Durations;
import io.godwit.unit.IllegalQuantity;
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

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    public PermitSettings {
        if (length.compareTo(renewEvery.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("a permit of " + length + " must outlast two renewals of " + renewEvery);
        }
        if (driftPermille < 0 || driftPermille > 100) {
            throw new IllegalArgumentException("a drift of " + driftPermille + " permille is outside 0 to 100");
        }
    }

    /// A length that a person asks for. A shorter one ends at every hiccup of a machine, and a longer one keeps a lost
    /// host's VMs from being started again for longer than anybody waits.
    ///
    /// @throws IllegalQuantity if it is outside 1 s to 1 h
    public static Duration checked(Duration length) {
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
            throw new IllegalQuantity("a permit of " + Durations.format(length) + " is outside "
                    + Durations.format(SHORTEST) + " to " + Durations.format(LONGEST));
        }
        return length;
    }

    /// What the leader waits after its last grant before it may call a holder lost, nanoseconds.
    public long graceNs() {
        var lengthNs = length.toNanos();
        return Math.addExact(lengthNs, Math.ceilDiv(Math.multiplyExact(lengthNs, driftPermille), 1000));
    }
}
