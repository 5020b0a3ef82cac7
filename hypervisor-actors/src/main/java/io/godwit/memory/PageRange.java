package io.godwit.memory;

/// A walk over all pages from one to another.
final class PageRange implements PageCursor {

    private final long end;
    private long next;

    /// @param end the first page that no longer belongs to it
    PageRange(long start, long end) {
        this.next = start;
        this.end = end;
    }

    @Override
    public long remaining() {
        return end - next;
    }

    @Override
    public int next(long[] pages) {
        int count = (int) Math.min(pages.length, remaining());
        for (int i = 0; i < count; i++) {
            pages[i] = next++;
        }
        return count;
    }
}
