package io.godwit.memory;

import java.util.OptionalLong;

/// Pages of a guest that are marked, such as those it lacks: a bitmap in chunks of 4096 pages, where chunks that never
/// had a mark take no room. Mutable, confined to one actor.
public final class PageMarks {

    private final long[][] chunks;
    private final long pages;
    private long size;

    private PageMarks(long pages) {
        this.pages = pages;
        this.chunks = new long[(int) ((pages + PageChunk.PAGES - 1) >>> PageChunk.SHIFT)][0];
    }

    /// None of so many pages is marked.
    public static PageMarks none(long pages) {
        return new PageMarks(pages);
    }

    /// All of so many pages are marked.
    public static PageMarks all(long pages) {
        PageMarks marks = new PageMarks(pages);
        marks.addAll(new PageRange(0, pages));
        return marks;
    }

    /// The same ones, to go their own way.
    PageMarks copy() {
        return resized(pages);
    }

    /// The same ones of a guest that has so many pages now.
    PageMarks resized(long newPages) {
        PageMarks other = new PageMarks(newPages);
        for (int chunk = 0; chunk < Math.min(chunks.length, other.chunks.length); chunk++) {
            other.chunks[chunk] = chunks[chunk].clone();
        }
        other.size = size;
        return other;
    }

    long pages() {
        return pages;
    }

    /// How many are marked.
    public long size() {
        return size;
    }

    public boolean has(long page) {
        long[] words = chunks[(int) (page >>> PageChunk.SHIFT)];
        return words.length > 0 && (words[PageSet.wordOf(page)] & (1L << page)) != 0;
    }

    public void add(long page) {
        int chunk = (int) (page >>> PageChunk.SHIFT);
        if (chunks[chunk].length == 0) {
            chunks[chunk] = new long[PageSet.WORDS_PER_CHUNK];
        }
        size += has(page) ? 0 : 1;
        chunks[chunk][PageSet.wordOf(page)] |= 1L << page;
    }

    /// All that are still to come of a walk, which this ends.
    public void addAll(PageCursor walk) {
        long[] numbers = new long[PageChunk.PAGES];
        while (walk.remaining() > 0) {
            int count = walk.next(numbers);
            for (int i = 0; i < count; i++) {
                add(numbers[i]);
            }
        }
    }

    /// @return whether it was marked
    public boolean remove(long page) {
        if (!has(page)) {
            return false;
        }
        chunks[(int) (page >>> PageChunk.SHIFT)][PageSet.wordOf(page)] &= ~(1L << page);
        size--;
        return true;
    }

    /// The first that is marked from a page on; empty if there is none.
    public OptionalLong nextFrom(long from) {
        for (long page = from; page < pages; ) {
            long[] words = chunks[(int) (page >>> PageChunk.SHIFT)];
            if (words.length == 0) {
                page = ((page >>> PageChunk.SHIFT) + 1) << PageChunk.SHIFT;
                continue;
            }
            long rest = words[PageSet.wordOf(page)] & (-1L << page);
            if (rest != 0) {
                return OptionalLong.of((page & -Long.SIZE) + Long.numberOfTrailingZeros(rest));
            }
            page = (page & -Long.SIZE) + Long.SIZE;
        }
        return OptionalLong.empty();
    }

    /// Those that are marked now.
    public PageSet marked() {
        long[][] parts = new long[chunks.length][];
        for (int chunk = 0; chunk < chunks.length; chunk++) {
            parts[chunk] = chunks[chunk].clone();
        }
        return PageSet.of(parts);
    }
}
