package io.godwit.migration.precopy;

import java.util.Arrays;

/// What the pages of a round held that were sent in full, so that another one that holds the same can refer to it.
/// Nothing that is found here is out of date: a round sends each page once, and the target takes them in order.
///
/// Its room is bounded: of two contents that fall on one place the later one is known. Mutable, confined to one actor.
final class SharedPages {

    /// 4 GiB of different pages: 8 MiB of heap for a large guest.
    private static final int MOST_PLACES = 1 << 20;

    private final long[] contents;
    private boolean hasZeroes;

    SharedPages(long guestPages) {
        long wanted = Math.max(1, Long.highestOneBit(guestPages) * 2);
        contents = new long[(int) Math.min(MOST_PLACES, wanted)];
    }

    /// A round begins.
    void clear() {
        Arrays.fill(contents, 0);
        hasZeroes = false;
    }

    /// Whether it was sent in this round; from now on it is.
    boolean take(long content) {
        if (content == 0) {
            boolean had = hasZeroes;
            hasZeroes = true;
            return had;
        }
        int place = (int) (content ^ content >>> 32) & (contents.length - 1);
        boolean had = contents[place] == content;
        contents[place] = content;
        return had;
    }
}
