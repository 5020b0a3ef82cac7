package io.godwit.memory.pressure;

import io.godwit.device.DiskSpec;
import io.godwit.unit.MemorySize;

/// The part of a host's disk that takes pages of guests. Reading one back stalls whoever touched it for the disk's
/// latency and the page's transfer, and for what waits before it. So does writing one, where no frame was free and the
/// page had to go first; what the host writes ahead of need holds up nobody, but for those who read meanwhile.
///
/// *Not modelled*: reading neighbours ahead, and that guests' own disk traffic waits for it.
final class SwapSpace {

    private final long capacityPages;
    private final long operationNs;
    private final long latencyNs;
    private long usedPages;
    private long unwritten;
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

    /// Takes a page, which the disk is given by the next [#transfer] or [#writeBehind].
    void add() {
        usedPages++;
        unwritten++;
    }

    void remove() {
        usedPages--;
    }

    /// The disk is given the pages that were taken, and nobody waits for it.
    void writeBehind(long nowNs) {
        busyUntilNs = Math.max(busyUntilNs, nowNs) + unwritten * operationNs;
        unwritten = 0;
    }

    /// Somebody touches pages that are elsewhere, one after the other, and waits until those have been written that
    /// were taken to make room.
    ///
    /// @param reads how many come from the disk
    /// @return how long that holds up whoever touched them
    long transfer(long nowNs, long reads) {
        long writes = unwritten;
        unwritten = 0;
        if (reads + writes == 0) {
            return 0;
        }
        long waitNs = Math.max(0, busyUntilNs - nowNs);
        busyUntilNs = Math.max(busyUntilNs, nowNs) + (writes + reads) * operationNs;
        return waitNs + (writes + reads) * operationNs + (reads + Math.min(1, writes)) * latencyNs;
    }
}
