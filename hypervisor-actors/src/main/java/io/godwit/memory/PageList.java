package io.godwit.memory;

/// A walk over pages that somebody named.
public final class PageList implements PageCursor {

    private final long[] pages;
    private int next;

    /// @param pages ascending; taken over: the caller doesn't touch them again
    public PageList(long... pages) {
        this.pages = pages;
    }

    @Override
    public long remaining() {
        return (long) pages.length - next;
    }

    @Override
    public int next(long[] into) {
        int count = (int) Math.min(into.length, remaining());
        System.arraycopy(pages, next, into, 0, count);
        next += count;
        return count;
    }
}
