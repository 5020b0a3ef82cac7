package io.godwit.migration.precopy;

import io.godwit.history.MigrationEvent.Aid;
import io.godwit.unit.Bandwidth;

/// What helps that make pages smaller take of the source's CPU, and what they leave of a page.
///
/// A batch leaves no sooner than the cores of its [Channels] are through with it. What they spend is [Cores]' matter.
///
/// @param cost of whole pages
/// @param reference bytes that name the page which holds the same
/// @param delta bytes of a page that changed
record PackingCost(WireCost cost, long reference, long delta) {

    /// A page number, as in the header of a page.
    private static final long REFERENCE = 8;

    /// SHA-1.
    private static final long HASH = 20;

    /// "A sustained bandwidth of 2-2.5 GB/s for typical workloads" (QEMU, docs/xbzrle.txt).
    private static final Bandwidth ENCODING = Bandwidth.ofBytesPerSecond(2_000_000_000L);

    /// SHA-1 by the processor's own instructions: unverified.
    private static final Bandwidth HASHING = Bandwidth.ofBytesPerSecond(2_000_000_000L);

    /// Looking whether all of a page is zero, and copying it: unverified. One that is not zero shows that in its first
    /// bytes.
    private static final Bandwidth COPYING = Bandwidth.ofBytesPerSecond(10_000_000_000L);

    static PackingCost of(Help help, WireCost cost) {
        return new PackingCost(
                cost,
                REFERENCE,
                help.deltas().orElse(Deltas.byDefault()).delta().bytes());
    }

    HelpUse zeroes(long looked, long zero) {
        return new HelpUse(Aid.SKIP_ZERO_PAGES, looked, zero, zero * page(), zero * COPYING.nanosFor(page()), 0);
    }

    HelpUse shared(long looked, long found) {
        return new HelpUse(
                Aid.SKIP_SHARED_PAGES, looked, found, found * Math.max(0, page() - reference), hashingNs(looked), 0);
    }

    /// What asking for so many pages costs on the wire.
    long offerBytes(long pages) {
        return pages * (cost.header().bytes() + HASH);
    }

    /// What it takes of the source's CPU.
    long hashingNs(long pages) {
        return pages * HASHING.nanosFor(page());
    }

    HelpUse held(long offered, long found) {
        return new HelpUse(
                Aid.SKIP_HELD_PAGES, offered, found, cost.bytesOf(found) - offerBytes(found), hashingNs(offered), 0);
    }

    /// A page that is not in the cache is copied there all the same.
    HelpUse deltas(long looked, long found) {
        return new HelpUse(
                Aid.DELTAS,
                looked,
                found,
                found * Math.max(0, page() - delta),
                found * ENCODING.nanosFor(page()) + looked * COPYING.nanosFor(page()),
                0);
    }

    HelpUse dirtied(long looked, long skipped) {
        return new HelpUse(Aid.SKIP_DIRTIED, looked, skipped, cost.bytesOf(skipped), 0, 0);
    }

    /// What the target's cores spend to look pages up and to put them in place, or on pages that came as less, beside
    /// taking in what came: each is written from what is there.
    long placingNs(long spared) {
        return spared * COPYING.nanosFor(page());
    }

    private long page() {
        return cost.page().bytes();
    }
}
