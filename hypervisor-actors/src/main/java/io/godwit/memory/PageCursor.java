package io.godwit.memory;

/// A walk over page numbers, in ascending order, taken in batches. Confined to whoever walks.
public sealed interface PageCursor permits PageList, PageRange, PageSet.Walk {

    /// How many pages are still to come.
    long remaining();

    /// Writes the next page numbers to the array, as many as it holds or remain, and answers how many.
    int next(long[] pages);
}
