package io.godwit.migration.precopy;

import io.godwit.unit.Bandwidth;
import java.time.Duration;

/// How many pages are read and sent at a time: as many as leave in a while, within bounds.
///
/// @param least however slow the wire; at least 1
/// @param most however fast it is; not below `least`
/// @param time in which those between the bounds leave
public record BatchSize(int least, int most, Duration time) {

    public BatchSize {
        if (least < 1 || most < least) {
            throw new IllegalArgumentException("a batch of " + least + " to " + most + " pages");
        }
    }

    /// The same on every wire.
    public static BatchSize of(int pages) {
        return new BatchSize(pages, pages, Duration.ZERO);
    }

    int pagesAt(Bandwidth bandwidth, WireCost cost) {
        return Math.clamp(bandwidth.bytesIn(time.toNanos()) / cost.bytesOf(1), least, most);
    }
}
