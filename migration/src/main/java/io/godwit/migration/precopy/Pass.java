package io.godwit.migration.precopy;

import io.godwit.unit.Bandwidth;
import io.godwit.unit.Exact;
import java.util.List;

/// A round as a prediction sees it, before it is known how many of its pages are sent.
///
/// @param pages that it is about; at least 1 where anything is sent
/// @param packed what helps make of them, and evenly spread among them
record Pass(long pages, List<HelpUse> packed, Bandwidth bandwidth, WireCost cost) {

    /// What so many of its pages are charged.
    long bytesOf(long sent) {
        long saved = packed.stream().mapToLong(HelpUse::savedBytes).sum();
        return sent == 0 ? 0 : cost.bytesOf(sent) - Exact.floorMulDiv(saved, sent, pages);
    }
}
