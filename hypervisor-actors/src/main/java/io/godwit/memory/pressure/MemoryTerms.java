package io.godwit.memory.pressure;

/// What a VM may count on for its memory, in pages, and what it gives up first.
///
/// @param shares relative to other VMs
/// @param reservationPages that stay in frames as long as the guest keeps them
/// @param limitPages frames of its own at most
/// @param minimumPages that a balloon leaves the guest
/// @param pinned whether nothing of it may be moved, as devices write to it on their own
/// @param filesFrom the first of the pages in which the guest keeps what it read of files
/// @param filePages how many of those it has
public record MemoryTerms(
        int shares,
        long reservationPages,
        long limitPages,
        long minimumPages,
        boolean pinned,
        long filesFrom,
        long filePages) {

    public MemoryTerms {
        if (shares < 1 || reservationPages < 0 || limitPages < Math.max(1, reservationPages)) {
            throw new IllegalArgumentException(
                    shares + " shares, " + reservationPages + " pages reserved, " + limitPages + " at most");
        }
    }

    /// What a balloon never goes below.
    long floorPages() {
        return Math.max(minimumPages, reservationPages);
    }
}
