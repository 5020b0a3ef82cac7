package io.godwit.memory;

import io.godwit.image.Fingerprint;
import java.util.Arrays;

/// Writes of single pages, put so that those to one chunk stand together and those to one page keep their order: a
/// counting sort by the chunk's number, of which the lowest [#BUCKETS] values tell apart all chunks of 64 GiB.
///
/// A batch of its own kind beside [PageBatch], whose pages are unique and ascending.
final class WriteBatch {

    private static final int BUCKETS = 1 << 12;

    final long[] pages;
    final long[] contents;

    /// What each page held before its write: room for [PageChunk] to say so.
    final long[] before;

    private int size;

    private final long[] unsortedPages;
    private final long[] unsortedContents;
    private final int[] next = new int[BUCKETS];

    WriteBatch(int room) {
        pages = new long[room];
        contents = new long[room];
        before = new long[room];
        unsortedPages = new long[room];
        unsortedContents = new long[room];
    }

    boolean isFull() {
        return size == pages.length;
    }

    void add(long page, long content) {
        unsortedPages[size] = page;
        unsortedContents[size] = content;
        next[bucketOf(page)]++;
        size++;
    }

    void sort() {
        int start = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            int count = next[bucket];
            next[bucket] = start;
            start += count;
        }
        for (int i = 0; i < size; i++) {
            int place = next[bucketOf(unsortedPages[i])]++;
            pages[place] = unsortedPages[i];
            contents[place] = unsortedContents[i];
        }
    }

    int size() {
        return size;
    }

    /// The first place after this one with a page of another chunk.
    int endOfChunk(int from) {
        long chunk = pages[from] >>> PageChunk.SHIFT;
        int to = from + 1;
        while (to < size && pages[to] >>> PageChunk.SHIFT == chunk) {
            to++;
        }
        return to;
    }

    /// By how much the writes change the digest of the memory.
    long digestChange() {
        long change = 0;
        for (int i = 0; i < size; i++) {
            change += Fingerprint.change(pages[i], before[i], contents[i]);
        }
        return change;
    }

    /// How many more pages are zero by the writes.
    long zeroesGained() {
        long gained = 0;
        for (int i = 0; i < size; i++) {
            gained += (contents[i] == 0 ? 1 : 0) - (before[i] == 0 ? 1 : 0);
        }
        return gained;
    }

    void clear() {
        Arrays.fill(next, 0);
        size = 0;
    }

    private static int bucketOf(long page) {
        return (int) (page >>> PageChunk.SHIFT) & (BUCKETS - 1);
    }
}
