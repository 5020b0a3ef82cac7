package io.godwit.migration.precopy;

import io.godwit.memory.PageBatch;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.MemorySize;

/// What a guest's parts cost on the emulated wire. Only identities travel; they are charged at the size of what they
/// stand for.
///
/// @param page bytes of a page
/// @param header bytes that go with each page
/// @param state bytes of the state of vCPUs and devices
/// @param skipsZeroPages whether a page of zeroes is its header alone
public record WireCost(MemorySize page, MemorySize header, MemorySize state, boolean skipsZeroPages) {

    /// Pages of 4 KiB with 8 bytes of address and flags each (QEMU, migration/ram.c, `save_page_header`), and the least
    /// that Xen keeps for a domain, 20 kB (Barham03, §4.5), for the state of vCPUs and devices.
    public static WireCost byDefault() {
        return new WireCost(MemorySize.ofKibibytes(4), new MemorySize(8), MemorySize.ofKibibytes(20), false);
    }

    public WireCost skippingZeroPages() {
        return new WireCost(page, header, state, true);
    }

    /// What isn't charged for a batch, by what its pages hold.
    long savedOn(PageBatch batch) {
        if (!skipsZeroPages) {
            return 0;
        }
        long zeroes = 0;
        for (int i = 0; i < batch.size(); i++) {
            zeroes += batch.content(i) == 0 ? 1 : 0;
        }
        return zeroes * page.bytes();
    }

    /// What so many pages are charged at most.
    public long bytesOf(long pages) {
        return Math.multiplyExact(pages, page.bytes() + header.bytes());
    }

    long nanosOf(long pages, Bandwidth bandwidth) {
        return bandwidth.nanosFor(bytesOf(pages));
    }
}
