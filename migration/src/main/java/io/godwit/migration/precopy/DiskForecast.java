package io.godwit.migration.precopy;

import io.godwit.device.DiskQueue;
import io.godwit.device.DiskSpec;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.Exact;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import java.util.Optional;

/// What a disk that goes along is expected to take, before a block is copied.
///
/// **The number.** All of it is read once. A write of the guest is behind the reading with the probability of how far
/// that has come, and goes to both disks then: on average half of all writes meanwhile. So of a link of B, with w bytes
/// written a second, D bytes take D / (B - w/2).
///
/// Where the disk is known it reads one part after the other, each as long as [DiskQueue] has it, while another is on
/// the wire: what is slower of both sets the pace, and reading the first part and writing the last come on top.
///
/// *Not modelled*: a target's disk that is slower than its source's; others on either disk; a guest that waits for
/// both.
///
/// @param bytes on the link, `mirroredBytes` among them
/// @param mirroredBytes of writes that go to both
public record DiskForecast(long bytes, long mirroredBytes, long durationNs) {

    /// What is read at a time: a mebibyte takes 0.8 ms at 10 Gbit/s, and a guest's write waits no longer than that for
    /// the reading.
    public static final long PART_BYTES = 1 << 20;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long BITS = 8;

    /// @param size of what has to go
    /// @param writes of one block each
    /// @param on what it is; empty: as fast as the link
    public record GuestDisk(MemorySize size, EventRate writes, Optional<DiskSpec> on) {

        /// On a disk that is as fast as the link.
        public GuestDisk(MemorySize size, EventRate writes) {
            this(size, writes, Optional.empty());
        }

        /// What it takes to read or write so much at once.
        private long takesNs(long bytes) {
            return on.map(spec -> new DiskQueue(spec).completedAtNs(0, bytes)).orElse(0L);
        }
    }

    /// @param most what the reading may take of the link
    /// @throws IllegalQuantity if the writes alone are as much as the link passes
    public static DiskForecast of(GuestDisk disk, Bandwidth link, Optional<Bandwidth> most, WireCost cost) {
        long whole = cost.bytesOf(Math.ceilDiv(disk.size().bytes(), cost.page().bytes()));
        rest(disk, link, cost);
        long mirrored = written(disk, cost).bitsPerSecond() / 2;
        long left = link.bitsPerSecond() - mirrored;
        long wireNs = Exact.ceilMulDiv(
                whole,
                BITS * SECOND_NS,
                most.map(cap -> Math.min(cap.bitsPerSecond(), left)).orElse(left));
        long readNs = Exact.ceilMulDiv(disk.size().bytes(), disk.takesNs(PART_BYTES), PART_BYTES);
        long endsNs = 2 * disk.takesNs(Math.min(disk.size().bytes(), PART_BYTES));
        long durationNs = Math.max(wireNs, readNs) + endsNs;
        long mirroredBytes = Exact.floorMulDiv(durationNs, mirrored, BITS * SECOND_NS);
        return new DiskForecast(whole + mirroredBytes, mirroredBytes, durationNs);
    }

    /// Whether the link passes the guest's writes, and more.
    public static boolean passes(GuestDisk disk, Bandwidth link, WireCost cost) {
        return written(disk, cost).compareTo(link) < 0;
    }

    /// What of the link the memory has afterwards, while each write goes to both.
    ///
    /// @throws IllegalQuantity if that is nothing
    public static Bandwidth rest(GuestDisk disk, Bandwidth link, WireCost cost) {
        Bandwidth written = written(disk, cost);
        if (!passes(disk, link, cost)) {
            throw new IllegalQuantity("writes that go to both disks are " + written + ", and the link passes " + link
                    + ": the guest would wait for it without end");
        }
        return new Bandwidth(link.bitsPerSecond() - written.bitsPerSecond());
    }

    private static Bandwidth written(GuestDisk disk, WireCost cost) {
        return new Bandwidth(Exact.ceilMulDiv(
                disk.writes().events() * cost.bytesOf(1) * BITS,
                SECOND_NS,
                disk.writes().periodNs()));
    }
}
