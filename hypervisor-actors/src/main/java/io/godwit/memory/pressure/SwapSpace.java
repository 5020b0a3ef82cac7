package io.godwit.memory.pressure;

import io.godwit.device.DiskSpec;
import io.godwit.unit.MemorySize;

/// The part of a host's disk that takes pages of guests. Reading one back stalls whoever touched it for the disk's
/// latency and the page's transfer, and for what waits before it.
///
/// *Not modelled*: reading neighbours ahead, and that guests' own disk traffic waits for it.
final class SwapSpace {

    private final long capacityPages;
    private final long operationNs;
    private final long latencyNs;
    private long usedPages;
    private long busyUntilNs;

    SwapSpace(MemorySize capacity, MemorySize page, DiskSpec disk) {
        this.capacityPages = capacity.bytes() / page.bytes();
        this.operationNs =
                Math.max(disk.operations().reads().timeOfNs(1), disk.bandwidth().nanosFor(page.bytes()));
        this.latencyNs = disk.latency().toNanos();
    }

    long capacityPages() {
        return capacityPages;
    }

    long usedPages() {
        return usedPages;
    }

    boolean isFull() {
        return usedPages == capacityPages;
    }

    void add() {
        usedPages++;
    }

    void remove() {
        usedPages--;
    }

    /// The disk is given so many pages to write, which nobody waits for.
    void write(long nowNs, long pages) {
        busyUntilNs = Math.max(busyUntilNs, nowNs) + pages * operationNs;
    }

    /// Reads pages one after the other, as somebody touches them.
    ///
    /// @return how long that holds up whoever touched them
    long read(long nowNs, long pages) {
        if (pages == 0) {
            return 0;
        }
        long waitNs = Math.max(0, busyUntilNs - nowNs);
        busyUntilNs = Math.max(busyUntilNs, nowNs) + pages * operationNs;
        return waitNs + pages * (operationNs + latencyNs);
    }
}
