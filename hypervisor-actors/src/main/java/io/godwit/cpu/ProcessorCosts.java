package io.godwit.cpu;

import io.godwit.unit.Bandwidth;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.time.Duration;

/// What a make of processor loses when a core changes its work, as a file under `config/processors` says. Each part
/// names its source; one that begins with `unverified` was not read by us.
///
/// @param privateCache of each core, filled from the shared one
/// @param sharedCache of each socket, filled from memory
public record ProcessorCosts(
        String processor, Switch contextSwitch, Cache privateCache, Cache sharedCache, Siblings siblings, Numa numa) {

    /// @param cost of leaving one vCPU and entering another, before any cache miss
    public record Switch(Duration cost, String source) {}

    /// @param size 0 for a cache that isn't there
    /// @param refill how fast a cold working set comes in from the level behind
    public record Cache(MemorySize size, Bandwidth refill, String source) {

        public Cache {
            if (refill.bitsPerSecond() == 0) {
                throw new IllegalQuantity("a cache that is refilled at " + refill + " never gets warm: write more");
            }
        }
    }

    /// @param speed of each of the threads of a core of which another is busy, as part of its speed alone
    public record Siblings(Share speed, String source) {

        public Siblings {
            refuseStandstill(speed);
        }
    }

    /// @param speed of a vCPU whose memory is all on another socket, as part of its speed beside it
    public record Numa(Share speed, String source) {

        public Numa {
            refuseStandstill(speed);
        }
    }

    private static void refuseStandstill(Share speed) {
        if (speed.compareTo(Share.ofPercent(1)) < 0) {
            throw new IllegalQuantity("a speed of " + speed + " is a standstill: write at least 1%");
        }
    }
}
