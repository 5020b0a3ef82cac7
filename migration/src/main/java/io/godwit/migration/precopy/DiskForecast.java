package io.godwit.migration.precopy;

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
/// *Not modelled*: disks that are slower than the link, and a guest that waits for both of them.
///
/// @param bytes on the link, `mirroredBytes` among them
/// @param mirroredBytes of writes that go to both
public record DiskForecast(long bytes, long mirroredBytes, long durationNs) {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long BITS = 8;

    /// @param size of what has to go
    /// @param writes of one block each
    public record GuestDisk(MemorySize size, EventRate writes) {}

    /// @param most what the reading may take of the link
    /// @throws IllegalQuantity if the writes alone are as much as the link passes
    public static DiskForecast of(GuestDisk disk, Bandwidth link, Optional<Bandwidth> most, WireCost cost) {
        long whole = cost.bytesOf(Math.ceilDiv(disk.size().bytes(), cost.page().bytes()));
        rest(disk, link, cost);
        long mirrored = written(disk, cost).bitsPerSecond() / 2;
        long left = link.bitsPerSecond() - mirrored;
        long rate = most.map(Bandwidth::bitsPerSecond)
                .map(cap -> Math.min(cap, left))
                .orElse(left);
        long durationNs = Exact.ceilMulDiv(whole, BITS * SECOND_NS, rate);
        long mirroredBytes = Exact.floorMulDiv(durationNs, mirrored, BITS * SECOND_NS);
        return new DiskForecast(whole + mirroredBytes, mirroredBytes, durationNs);
    }

    /// What of the link the memory has afterwards, while each write goes to both.
    ///
    /// @throws IllegalQuantity if that is nothing
    public static Bandwidth rest(GuestDisk disk, Bandwidth link, WireCost cost) {
        Bandwidth written = written(disk, cost);
        if (written.compareTo(link) >= 0) {
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
