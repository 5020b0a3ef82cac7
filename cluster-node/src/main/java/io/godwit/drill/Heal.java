package io.godwit.drill;

import java.time.Duration;

/// The end of all faults: what is cut is joined, what is paused goes on.
///
/// @param at drill time
/// @param settle how long the fleet has, from then on, to be well again
public record Heal(Duration at, Duration settle) {

    public Duration end() {
        return at.plus(settle);
    }
}
