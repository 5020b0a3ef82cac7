package io.godwit.migration.precopy;

import io.godwit.unit.Bandwidth;
import io.godwit.unit.Exact;

/// A round as a prediction sees it, before it is known how many of its pages are sent.
///
/// @param pages that it is about; at least 1 where anything is sent
/// @param zeroPages of these, that are spared, and evenly spread among them
record Pass(long pages, long zeroPages, Bandwidth bandwidth, WireCost cost) {

    /// What so many of its pages are charged.
    long bytesOf(long sent) {
        return sent == 0
                ? 0
                : cost.bytesOf(sent)
                        - Exact.floorMulDiv(zeroPages, sent, pages)
                                * cost.page().bytes();
    }
}
