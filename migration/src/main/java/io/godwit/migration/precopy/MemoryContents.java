package io.godwit.migration.precopy;

import io.godwit.unit.Share;

/// What is in a guest's memory, as far as helps make use of it.
///
/// @param zeroPages that hold nothing but zeroes
/// @param unusedPages of these, those that lie together behind everything that was ever written; the others are spread
/// @param sharedPages that are not zero and hold what another one holds
/// @param heldPages that are not zero and that the target has for other guests
/// @param zeroWrites share of what it writes that leaves nothing
public record MemoryContents(long zeroPages, long unusedPages, long sharedPages, long heldPages, Share zeroWrites) {

    /// Where no page is like another but for so many that were never used.
    public static MemoryContents unused(long pages) {
        return new MemoryContents(pages, pages, 0, 0, Share.NONE);
    }

    /// Where so many are zero, those that were never used among them, and nothing else is known.
    public static MemoryContents zero(long pages, long unusedPages, Share zeroWrites) {
        return new MemoryContents(pages, unusedPages, 0, 0, zeroWrites);
    }
}
