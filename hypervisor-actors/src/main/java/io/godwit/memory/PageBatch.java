package io.godwit.memory;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Pages on their way from one address space to another: page numbers, strictly ascending, and what each holds.
///
/// The arrays are taken over and given out without copying, as batches are the hot path of migration: nobody changes
/// them once they are in a batch.
///
/// @param pages page numbers
/// @param contents what the page of the same index holds
@SuppressWarnings("ArrayRecordComponent") // see above; equality is by value all the same
public record PageBatch(long[] pages, long[] contents) implements DecodedBatch {

    /// 256 MiB of guest memory: a megabyte of heap, which a receiver can spend before it has checked anything.
    public static final int MAX_PAGES = 1 << 16;

    public PageBatch {
        if (pages.length != contents.length || pages.length > MAX_PAGES) {
            throw new IllegalArgumentException(
                    pages.length + " pages and " + contents.length + " contents; at most " + MAX_PAGES + " of each");
        }
        long last = -1;
        for (long page : pages) {
            if (page <= last) {
                throw new IllegalArgumentException("page " + page + " after " + last);
            }
            last = page;
        }
    }

    /// Pages without what they hold: the next of a walk.
    public static PageBatch named(PageCursor walk, int most) {
        long[] pages = new long[(int) Math.min(most, walk.remaining())];
        int count = walk.next(pages);
        return new PageBatch(pages, new long[count]);
    }

    public int size() {
        return pages.length;
    }

    public long page(int index) {
        return pages[index];
    }

    public long content(int index) {
        return contents[index];
    }

    /// How many of its pages hold nothing.
    public long zeroes() {
        return Arrays.stream(contents).filter(content -> content == 0).count();
    }

    /// Those of its pages that pass, asked by index.
    public PagePick pick(IntPredicate passes) {
        BitSet picked = new BitSet(size());
        for (int i = 0; i < size(); i++) {
            picked.set(i, passes.test(i));
        }
        return PagePick.of(picked);
    }

    /// The picked ones alone.
    public PageBatch only(PagePick picked) {
        int[] indices = IntStream.range(0, size()).filter(picked::has).toArray();
        return new PageBatch(
                Arrays.stream(indices).mapToLong(i -> pages[i]).toArray(),
                Arrays.stream(indices).mapToLong(i -> contents[i]).toArray());
    }

    /// Whether a guest of so many pages has them all. Ask before writing a batch from a stranger.
    public boolean fits(long guestPages) {
        return size() == 0 || pages[size() - 1] < guestPages;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PageBatch(var otherPages, var otherContents)
                && Arrays.equals(pages, otherPages)
                && Arrays.equals(contents, otherContents);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(pages) + Arrays.hashCode(contents);
    }

    @Override
    public String toString() {
        return size() == 0
                ? "PageBatch[]"
                : "PageBatch[" + size() + " pages from " + pages[0] + " to " + pages[size() - 1] + "]";
    }
}
