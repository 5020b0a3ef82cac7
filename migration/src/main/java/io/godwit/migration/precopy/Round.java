package io.godwit.migration.precopy;

import io.godwit.unit.Exact;

/// A finished round of copying.
///
/// @param number from 1
/// @param pages that it was about, sent or spared
/// @param bytes charged to the emulated wire
/// @param durationNs from the round's first read to the moment its last bit was on the wire
/// @param dirtyPages pages the guest wrote meanwhile
/// @param savedBytes not charged, as [Help] spared them
/// @param throttlePercent of its CPU that the guest lost meanwhile
public record Round(
        int number, long pages, long bytes, long durationNs, long dirtyPages, long savedBytes, int throttlePercent) {

    private static final long BITS_PER_BYTE_AND_NS_PER_SECOND = 8_000_000_000L;

    /// How fast it went, as what it was charged; 0 for a round of nothing.
    public long bitsPerSecond() {
        return durationNs == 0 ? 0 : Exact.floorMulDiv(bytes, BITS_PER_BYTE_AND_NS_PER_SECOND, durationNs);
    }

    /// How fast the guest dirtied pages meanwhile, as what they cost on the wire; 0 for a round of nothing.
    public long dirtyBitsPerSecond() {
        if (pages == 0 || durationNs == 0) {
            return 0;
        }
        long dirtyBytes = Exact.floorMulDiv(dirtyPages, bytes + savedBytes, pages);
        return Exact.floorMulDiv(dirtyBytes, BITS_PER_BYTE_AND_NS_PER_SECOND, durationNs);
    }
}
