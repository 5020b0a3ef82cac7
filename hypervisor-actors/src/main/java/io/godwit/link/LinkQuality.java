package io.godwit.link;

import io.godwit.unit.Bandwidth;
import java.time.Duration;

/// What one direction between two nodes can do now. It says nothing of cuts: nobody is told of those.
///
/// @param latency time of the first bit's way
/// @param bandwidth rate at which bits are put on the way
public record LinkQuality(Duration latency, Bandwidth bandwidth) {

    public LinkQuality {
        if (latency.isNegative()) {
            throw new IllegalArgumentException("latency must not be negative: " + latency);
        }
    }
}
