package io.godwit.memory.pressure;

import java.util.Arrays;

/// Pages that were not equal to any other so far in this pass, by content: what KSM calls its unstable tree. Nobody
/// guards them, so a page found here may have changed meanwhile: whoever finds it looks again. All are forgotten at the
/// end of a pass.
///
/// Pairs of content and page side by side, so that a look costs one wait for memory; 21 to 43 bytes of heap a page
/// while a pass is under way.
final class Candidates {

    private static final int SMALLEST = 64;

    /// What stands where nobody is: page 0 of VM 0 is entered as 1.
    private static final long NOBODY = 0;

    private long[] pairs = new long[2 * SMALLEST];
    private int size;

    int size() {
        return size;
    }

    /// The page that was entered for this content, or nobody: 0.
    long find(long key) {
        return pairs[slotOf(key) + 1];
    }

    /// Enters a page, in place of another of the same content.
    ///
    /// @param page as a number that is not 0, see [#find]
    void put(long key, long page) {
        int slot = slotOf(key);
        if (pairs[slot + 1] == NOBODY) {
            size++;
        }
        pairs[slot] = key;
        pairs[slot + 1] = page;
        if (size * 8 > pairs.length * 3) {
            grow();
        }
    }

    /// Keeps the room, as the next pass will need as much.
    void clear() {
        Arrays.fill(pairs, NOBODY);
        size = 0;
    }

    private int slotOf(long key) {
        int slot = home(key);
        while (pairs[slot + 1] != NOBODY && pairs[slot] != key) {
            slot = (slot + 2) & (pairs.length - 1);
        }
        return slot;
    }

    private int home(long key) {
        return ((int) ((key * 0x9E37_79B9_7F4A_7C15L) >>> 32) << 1) & (pairs.length - 1);
    }

    private void grow() {
        long[] old = pairs;
        pairs = new long[2 * old.length];
        for (int slot = 0; slot < old.length; slot += 2) {
            if (old[slot + 1] != NOBODY) {
                int free = slotOf(old[slot]);
                pairs[free] = old[slot];
                pairs[free + 1] = old[slot + 1];
            }
        }
    }
}
