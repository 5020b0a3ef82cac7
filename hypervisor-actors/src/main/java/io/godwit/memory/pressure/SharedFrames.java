package io.godwit.memory.pressure;

/// Frames that equal pages share, by content, and how many pages share each: what KSM calls its stable tree. A table
/// with linear probing in place of a tree, as contents are numbers here; it is filled to three quarters at most, so
/// that a frame costs 16 to 43 bytes of heap.
///
/// Zero pages share the one zero page that every host has, which is no frame of guests.
///
/// *Not modelled*: a limit to how many pages share a frame (`max_page_sharing`).
final class SharedFrames {

    private static final int SMALLEST = 16;

    private long[] keys = new long[SMALLEST];
    private int[] sharers = new int[SMALLEST];
    private int frames;
    private long sharersOfFrames;
    private long zeroPages;

    /// Frames that they take.
    long frames() {
        return frames;
    }

    /// Pages that share them, zero pages included.
    long pages() {
        return sharersOfFrames + zeroPages;
    }

    long zeroPages() {
        return zeroPages;
    }

    boolean has(long key) {
        return key == 0 || sharers[slotOf(key)] != 0;
    }

    /// One more page shares what has this content.
    ///
    /// @return whether that takes a frame
    boolean join(long key) {
        if (key == 0) {
            zeroPages++;
            return false;
        }
        int slot = slotOf(key);
        boolean isNew = sharers[slot] == 0;
        keys[slot] = key;
        sharers[slot]++;
        sharersOfFrames++;
        if (isNew) {
            frames++;
            if (frames * 4 > keys.length * 3) {
                grow();
            }
        }
        return isNew;
    }

    /// One page fewer shares what has this content.
    ///
    /// @return whether that leaves a frame to nobody
    boolean leave(long key) {
        if (key == 0) {
            zeroPages--;
            return false;
        }
        int slot = slotOf(key);
        if (sharers[slot] == 0) {
            throw new IllegalStateException("nobody shares " + key);
        }
        sharersOfFrames--;
        sharers[slot]--;
        if (sharers[slot] > 0) {
            return false;
        }
        frames--;
        closeGap(slot);
        return true;
    }

    private int slotOf(long key) {
        int slot = home(key);
        while (sharers[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    /// Contents are mixed already; those of few bits, as tests have them, are spread by the multiplication.
    private int home(long key) {
        return (int) ((key * 0x9E37_79B9_7F4A_7C15L) >>> 32) & (keys.length - 1);
    }

    /// Moves back those behind the gap that would no longer be found across it (Knuth, *The Art of Computer
    /// Programming* 3, 6.4, algorithm R).
    private void closeGap(int gap) {
        int hole = gap;
        int slot = gap;
        while (true) {
            slot = (slot + 1) & (keys.length - 1);
            if (sharers[slot] == 0) {
                break;
            }
            int home = home(keys[slot]);
            boolean staysFound = hole <= slot ? (hole < home && home <= slot) : (hole < home || home <= slot);
            if (!staysFound) {
                keys[hole] = keys[slot];
                sharers[hole] = sharers[slot];
                hole = slot;
            }
        }
        sharers[hole] = 0;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldSharers = sharers;
        keys = new long[2 * oldKeys.length];
        sharers = new int[2 * oldKeys.length];
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldSharers[old] != 0) {
                int slot = slotOf(oldKeys[old]);
                keys[slot] = oldKeys[old];
                sharers[slot] = oldSharers[old];
            }
        }
    }
}
