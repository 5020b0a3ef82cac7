package io.godwit.migration.precopy;

import io.godwit.unit.MemorySize;

/// A cache of pages as they were sent last, so that one which is sent again travels as what changed: QEMU's XBZRLE.
///
/// @param cache how much of the guest's memory it holds at the source
/// @param delta what a page that is found there takes on the wire, on the average. How much of a page writes change is
///     the guest's: a quarter of it is ours, unverified
public record Deltas(MemorySize cache, MemorySize delta) {

    /// QEMU's `xbzrle-cache-size` of 64 MiB (docs/xbzrle.txt; migration/options.c, 9.0).
    private static final Deltas DEFAULT = new Deltas(MemorySize.ofMebibytes(64), MemorySize.ofKibibytes(1));

    public static Deltas byDefault() {
        return DEFAULT;
    }

    /// How many pages it holds of a guest that has so many.
    int cachedPages(long guestPages, WireCost cost) {
        return Math.toIntExact(
                Math.max(1, Math.min(guestPages, cache.bytes() / cost.page().bytes())));
    }
}
