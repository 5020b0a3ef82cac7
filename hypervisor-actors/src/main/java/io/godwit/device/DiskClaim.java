package io.godwit.device;

import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.Exact;
import java.util.Optional;

/// What a guest asks of a disk, and what may hold it back before it gets there.
///
/// @param load its bulk
/// @param numbered writes of its ledger besides, which come first within its share
/// @param lane its device
/// @param limits what its spec never lets it have more of
/// @param weight its part when the disk is short, relative to the other guests'
public record DiskClaim(BlockLoad load, EventRate numbered, DevicePath.Lane lane, Limits limits, int weight) {

    private static final long MILLI = 1_000;
    private static final long BITS_PER_BYTE = 8;
    private static final long SECOND_NS = 1_000_000_000L;

    /// @param operations reads and writes together, those of a ledger too
    /// @param bandwidth of all that they move
    public record Limits(Optional<EventRate> operations, Optional<Bandwidth> bandwidth) {

        public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());

        /// What is left of them for bulk, in thousandths of an operation a second.
        long mostMilli(long numberedMilli, long bytes) {
            long byOperations = operations
                    .map(rate -> Math.max(0, BlockLoad.milli(rate) - numberedMilli))
                    .orElse(Long.MAX_VALUE);
            long byBytes = bandwidth
                    .map(rate -> Math.max(0, milliOf(rate, bytes) - milliOf(numberedMilli, bytes)))
                    .orElse(Long.MAX_VALUE);
            return Math.min(byOperations, byBytes);
        }

        private static long milliOf(Bandwidth rate, long bytes) {
            return Exact.floorMulDiv(rate.bitsPerSecond(), MILLI, BITS_PER_BYTE * bytes);
        }

        /// What numbered writes take of the bytes, as operations of this size.
        private static long milliOf(long numberedMilli, long bytes) {
            return Exact.ceilMulDiv(numberedMilli, DiskQueue.BLOCK_BYTES, bytes);
        }
    }

    long numberedMilli() {
        return BlockLoad.milli(numbered);
    }

    /// What an operation keeps a disk busy on average, in picoseconds.
    long busyPs(DiskSpec disk) {
        long bytes = load.size().bytes();
        return mixed(disk.busyPs(DiskSpec.Access.SEQUENTIAL, bytes), random(disk, bytes), load.sequentialPermille());
    }

    /// As [#busyPs], without what it moves: how long the disk takes at least to take one up.
    long takeUpPs(DiskSpec disk) {
        return random(disk, 0);
    }

    /// How long one takes on an idle disk.
    long aloneNs(DiskSpec disk) {
        return Math.addExact(
                Math.addExact(lane.aloneNs(), disk.latency().toNanos()), Math.ceilDiv(busyPs(disk), MILLI));
    }

    /// What as many operations in flight as there may be get done, if each takes this long, in thousandths a second.
    long mostByDepth(long eachNs) {
        return Exact.floorMulDiv(lane.inFlight(), SECOND_NS * MILLI, Math.max(1, eachNs));
    }

    private long random(DiskSpec disk, long bytes) {
        long all = load.milliOperations();
        int readPermille = all == 0 ? 0 : (int) Exact.floorMulDiv(load.milliReads(), MILLI, all);
        return mixed(
                disk.busyPs(DiskSpec.Access.RANDOM_READ, bytes),
                disk.busyPs(DiskSpec.Access.RANDOM_WRITE, bytes),
                readPermille);
    }

    private static long mixed(long first, long second, int firstPermille) {
        return (Exact.ceilMulDiv(first, firstPermille, MILLI) + Exact.ceilMulDiv(second, MILLI - firstPermille, MILLI));
    }
}
