package io.godwit.memory;

import io.godwit.image.Image;
import java.util.Arrays;

/// The written pages among 4096 neighbours (16 MiB of a guest with 4 KiB pages), the unit of copy-on-write.
///
/// It begins as a hash table of (16-bit index, 64-bit content) with linear probing, filled to between 8/15 and 4/5:
/// 12.5 to 19 bytes a page, and the headers. At [#DENSE_FROM] pages it becomes a plain array of all contents, those
/// of the image included, followed by a bitmap of the pages that were written: 8 bytes a page when all are, 23 at the
/// change.
///
/// Only the address space whose token it bears may write to it. Once that token is given up, it never changes again.
final class PageChunk {

    static final int SHIFT = 12;
    static final int PAGES = 1 << SHIFT;

    /// Where the array (33 KiB) begins to be smaller than the next larger hash table.
    static final int DENSE_FROM = 1450;

    private static final int INDEX_MASK = PAGES - 1;
    private static final int SMALLEST_TABLE = 4;

    /// Pages for which room is made ahead without knowing that as many differ.
    private static final int FEW = 32;

    private static final short FREE = -1;
    private static final short[] DENSE = {};

    private final Object owner;
    private short[] indexes;
    private long[] contents;
    private int held;

    PageChunk(Object owner) {
        this(owner, freeIndexes(SMALLEST_TABLE), new long[SMALLEST_TABLE], 0);
    }

    private PageChunk(Object owner, short[] indexes, long[] contents, int held) {
        this.owner = owner;
        this.indexes = indexes;
        this.contents = contents;
        this.held = held;
    }

    boolean isOwnedBy(Object token) {
        return owner == token;
    }

    PageChunk copyFor(Object token) {
        return new PageChunk(token, indexes == DENSE ? DENSE : indexes.clone(), contents.clone(), held);
    }

    /// How many of its pages were written.
    int held() {
        return held;
    }

    /// The highest index of a page that was written; there is one at least.
    int last() {
        int last = 0;
        if (indexes == DENSE) {
            for (int word = 0; word < PAGES / Long.SIZE; word++) {
                long written = contents[PAGES + word];
                last = written == 0 ? last : word * Long.SIZE + Long.SIZE - 1 - Long.numberOfLeadingZeros(written);
            }
            return last;
        }
        for (short index : indexes) {
            last = Math.max(last, index);
        }
        return last;
    }

    /// A bit for each of its pages that was written.
    long[] members() {
        if (indexes == DENSE) {
            return Arrays.copyOfRange(contents, PAGES, PAGES + PAGES / Long.SIZE);
        }
        long[] members = new long[PAGES / Long.SIZE];
        for (short index : indexes) {
            if (index != FREE) {
                members[index >>> 6] |= 1L << index;
            }
        }
        return members;
    }

    boolean holds(long page) {
        int index = (int) page & INDEX_MASK;
        return indexes == DENSE
                ? (contents[PAGES + (index >>> 6)] & (1L << index)) != 0
                : indexes[slotOf(index)] != FREE;
    }

    long content(long page, Image image) {
        int index = (int) page & INDEX_MASK;
        if (indexes == DENSE) {
            return contents[index];
        }
        int slot = slotOf(index);
        return indexes[slot] == FREE ? image.content(page) : contents[slot];
    }

    /// Answers what the page held before.
    long write(long page, long content, Image image) {
        int index = (int) page & INDEX_MASK;
        if (indexes == DENSE) {
            return writeDense(index, content);
        }
        int slot = slotOf(index);
        if (indexes[slot] != FREE) {
            long before = contents[slot];
            contents[slot] = content;
            return before;
        }
        insert(slot, page, content, image);
        return image.content(page);
    }

    /// Makes the writes at the places of the batch from one, included, to another, excluded, all of which are this
    /// chunk's, and notes in the batch what each page held before.
    ///
    /// @return for how many pages it was the first write, and took the place of what the image has there
    int write(WriteBatch batch, int from, int to, Image image) {
        int unshared = 0;
        int next = from;
        makeRoom(Math.min(to - from, Math.max(FEW, held / 2)));
        while (next < to && indexes != DENSE) {
            int heldBefore = held;
            long before = write(batch.pages[next], batch.contents[next], image);
            batch.before[next] = before;
            unshared += held != heldBefore && before != 0 ? 1 : 0;
            next++;
        }
        return unshared + writeDense(batch, next, to);
    }

    /// A short loop whose steps don't wait for each other, so that the machine looks for many pages at once.
    private int writeDense(WriteBatch batch, int from, int to) {
        long[] dense = contents;
        int unshared = 0;
        int first = 0;
        for (int i = from; i < to; i++) {
            int index = (int) batch.pages[i] & INDEX_MASK;
            int word = PAGES + (index >>> 6);
            long bit = 1L << index;
            long before = dense[index];
            batch.before[i] = before;
            dense[index] = batch.contents[i];
            int isFirst = (dense[word] & bit) == 0 ? 1 : 0;
            dense[word] |= bit;
            first += isFirst;
            unshared += before != 0 ? isFirst : 0;
        }
        held += first;
        return unshared;
    }

    private long writeDense(int index, long content) {
        int word = PAGES + (index >>> 6);
        long marked = contents[word] | (1L << index);
        if (marked != contents[word]) {
            contents[word] = marked;
            held++;
        }
        long before = contents[index];
        contents[index] = content;
        return before;
    }

    private void insert(int slot, long page, long content, Image image) {
        int index = (int) page & INDEX_MASK;
        indexes[slot] = (short) index;
        contents[slot] = content;
        held++;
        if (held == DENSE_FROM) {
            becomeDense(page - index, image);
        } else if (held * 5 > indexes.length * 4) {
            grow(indexes.length * 3 / 2);
        }
    }

    /// For so many more pages, in one step.
    private void makeRoom(int more) {
        int slots = (held + more) * 5 / 4 + 1;
        if (indexes != DENSE && slots > indexes.length) {
            grow(Math.max(slots, indexes.length * 3 / 2));
        }
    }

    /// The slot that holds the index, or the free one where it belongs. There always is a free one.
    private int slotOf(int index) {
        int slots = indexes.length;
        long hash = (index * 0x9E37_79B9L) & 0xFFFF_FFFFL;
        int slot = (int) ((hash * slots) >>> 32);
        while (indexes[slot] != index && indexes[slot] != FREE) {
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
        return slot;
    }

    private void grow(int slots) {
        short[] oldIndexes = indexes;
        long[] oldContents = contents;
        indexes = freeIndexes(slots);
        contents = new long[slots];
        for (int old = 0; old < oldIndexes.length; old++) {
            if (oldIndexes[old] != FREE) {
                int slot = slotOf(oldIndexes[old]);
                indexes[slot] = oldIndexes[old];
                contents[slot] = oldContents[old];
            }
        }
    }

    private void becomeDense(long firstPage, Image image) {
        long[] dense = new long[PAGES + PAGES / Long.SIZE];
        for (int index = 0; index < PAGES; index++) {
            dense[index] = image.content(firstPage + index);
        }
        for (int slot = 0; slot < indexes.length; slot++) {
            int index = indexes[slot];
            if (index != FREE) {
                dense[index] = contents[slot];
                dense[PAGES + (index >>> 6)] |= 1L << index;
            }
        }
        indexes = DENSE;
        contents = dense;
    }

    private static short[] freeIndexes(int slots) {
        short[] indexes = new short[slots];
        Arrays.fill(indexes, FREE);
        return indexes;
    }
}
