package io.godwit.device;

import io.godwit.unit.EventRate;
import io.godwit.unit.Exact;
import io.godwit.unit.MemorySize;

/// What a guest asks of its block device while it runs, beside the numbered writes of a ledger: bulk, of which only
/// rates are known and no contents.
///
/// @param size of each operation
/// @param sequentialPermille share of operations next to the one before; 0 to 1000
/// @param depth operations in flight at most
/// @param waits whether the guest's work waits for them: with half of what it asked for, it gets half as much done
public record BlockLoad(
        EventRate reads, EventRate writes, MemorySize size, int sequentialPermille, int depth, boolean waits) {

    private static final long THOUSANDTHS = 1_000;
    private static final long SECOND_NS = 1_000_000_000L;

    /// Reads and writes together, in thousandths of an operation a second.
    public long milliOperations() {
        return Math.addExact(milli(reads), milli(writes));
    }

    long milliReads() {
        return milli(reads);
    }

    static long milli(EventRate rate) {
        return Exact.floorMulDiv(rate.events(), THOUSANDTHS * SECOND_NS, rate.periodNs());
    }
}
