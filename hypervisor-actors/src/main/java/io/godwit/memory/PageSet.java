package io.godwit.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A set of page numbers, such as those dirtied since a round began: a bitmap in chunks of 4096 pages, where chunks
/// without a member take no room. Immutable.
public final class PageSet {

    static final int WORDS_PER_CHUNK = PageChunk.PAGES / Long.SIZE;

    private static final PageSet EMPTY = new PageSet(new long[0][], 0);

    private final long[] @Nullable [] chunks;
    private final long size;

    /// Takes the bitmap over: the caller doesn't touch it again.
    PageSet(long[] @Nullable [] chunks, long size) {
        this.chunks = chunks;
        this.size = size;
    }

    /// Takes a bitmap over, of which a part without a member may be empty.
    static PageSet of(long[][] parts) {
        long[] @Nullable [] chunks = new long[parts.length][];
        long size = 0;
        for (int chunk = 0; chunk < parts.length; chunk++) {
            chunks[chunk] = parts[chunk].length == 0 ? null : parts[chunk];
            size += Arrays.stream(parts[chunk]).map(Long::bitCount).sum();
        }
        return new PageSet(chunks, size);
    }

    public static PageSet empty() {
        return EMPTY;
    }

    public long size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public boolean contains(long page) {
        long chunk = page >>> PageChunk.SHIFT;
        if (chunk >= chunks.length) {
            return false;
        }
        long[] words = chunks[(int) chunk];
        return words != null && (words[wordOf(page)] & (1L << page)) != 0;
    }

    /// The pages that are in one of the two or in both. Chunks that only one of them has are shared, not copied.
    public PageSet union(PageSet other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        long[] @Nullable [] united = Arrays.copyOf(chunks, Math.max(chunks.length, other.chunks.length));
        long members = 0;
        for (int i = 0; i < united.length; i++) {
            long[] words = unite(united[i], i < other.chunks.length ? other.chunks[i] : null);
            members +=
                    words == null ? 0 : Arrays.stream(words).map(Long::bitCount).sum();
            united[i] = words;
        }
        return new PageSet(united, members);
    }

    private static long @Nullable [] unite(long @Nullable [] one, long @Nullable [] other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        long[] both = one.clone();
        for (int word = 0; word < both.length; word++) {
            both[word] |= other[word];
        }
        return both;
    }

    /// A walk over its members from the first. Any number of walks may be under way.
    public PageCursor cursor() {
        return new Walk();
    }

    static int wordOf(long page) {
        return (int) (page >>> 6) & (WORDS_PER_CHUNK - 1);
    }

    final class Walk implements PageCursor {

        private long remaining = size;
        private int chunk;
        private int word;
        private long bits; // of the word before (chunk, word), those still to come

        @Override
        public long remaining() {
            return remaining;
        }

        @Override
        public int next(long[] pages) {
            int count = (int) Math.min(pages.length, remaining);
            for (int i = 0; i < count; i++) {
                while (bits == 0) {
                    advance();
                }
                pages[i] = ((long) chunk << PageChunk.SHIFT) + (word - 1) * 64L + Long.numberOfTrailingZeros(bits);
                bits &= bits - 1;
            }
            remaining -= count;
            return count;
        }

        private void advance() {
            if (word == WORDS_PER_CHUNK) {
                chunk++;
                word = 0;
            }
            long[] words = chunks[chunk];
            if (words == null) {
                word = WORDS_PER_CHUNK;
            } else {
                bits = words[word++];
            }
        }
    }
}
