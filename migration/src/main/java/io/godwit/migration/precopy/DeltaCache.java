package io.godwit.migration.precopy;

/// Which pages a source keeps as they were sent last. As QEMU's (migration/page_cache.c): each page has one place, that
/// of its number modulo the cache's size, and what was used in this round or the last one is not pushed out of it.
/// Mutable, confined to one actor; its size is given and never exceeded.
final class DeltaCache {

    /// QEMU's `CACHED_PAGE_LIFETIME`.
    private static final int LIFETIME_ROUNDS = 2;

    /// Page numbers plus one; 0 where there is none.
    private final long[] held;

    private final int[] usedIn;
    private int size;

    DeltaCache(int pages) {
        held = new long[pages];
        usedIn = new int[pages];
    }

    /// Whether the last version of a page is here. From now on its newest is, if it has the place.
    boolean take(long page, int round) {
        int place = (int) (page % held.length);
        if (held[place] == page + 1) {
            usedIn[place] = round;
            return true;
        }
        if (held[place] == 0 || usedIn[place] + LIFETIME_ROUNDS <= round) {
            size += held[place] == 0 ? 1 : 0;
            held[place] = page + 1;
            usedIn[place] = round;
        }
        return false;
    }

    /// Pages that are in it.
    int size() {
        return size;
    }
}
