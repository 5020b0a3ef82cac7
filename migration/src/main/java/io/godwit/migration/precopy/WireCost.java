package io.godwit.migration.precopy;

import io.godwit.unit.Bandwidth;
import io.godwit.unit.MemorySize;

/// What a guest's parts cost on the emulated wire. Only identities travel; they are charged at the size of what they
/// stand for.
///
/// @param page bytes of a page
/// @param header bytes that go with each page
/// @param state bytes of the state of vCPUs and devices
public record WireCost(MemorySize page, MemorySize header, MemorySize state) {

    /// Pages of 4 KiB with 8 bytes of address and flags each (QEMU, migration/ram.c, `save_page_header`), and the least
    /// that Xen keeps for a domain, 20 kB (Barham03, §4.5), for the state of vCPUs and devices.
    public static WireCost byDefault() {
        return new WireCost(MemorySize.ofKibibytes(4), new MemorySize(8), MemorySize.ofKibibytes(20));
    }

    /// What so many pages are charged at most.
    public long bytesOf(long pages) {
        return Math.multiplyExact(pages, page.bytes() + header.bytes());
    }

    long nanosOf(long pages, Bandwidth bandwidth) {
        return bandwidth.nanosFor(bytesOf(pages));
    }
}
