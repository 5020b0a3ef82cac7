package io.godwit.device;

import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import java.time.Duration;

/// A disk of a host, as the host's file says.
///
/// @param operations how many reads or writes it completes in a time at most, whatever their size
/// @param latency of one operation on an idle disk
/// @param source where the values come from
public record DiskSpec(String name, Bandwidth bandwidth, EventRate operations, Duration latency, String source) {

    public DiskSpec {
        if (bandwidth.bitsPerSecond() == 0 || operations.events() == 0) {
            throw new IllegalQuantity(
                    "disk " + name + " never completes an operation: write a bandwidth and operations above zero");
        }
    }
}
