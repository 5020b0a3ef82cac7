package io.godwit.memory;

/// Frames that a guest and its clones had in common when one of them was made, and share until each has written the
/// page itself: copy-on-write. Two are the same if they are the same object.
public final class CommonPages {

    private final long pages;

    CommonPages(long pages) {
        this.pages = pages;
    }

    /// How many frames it has at most.
    public long pages() {
        return pages;
    }

    /// What one guest still finds in a base.
    ///
    /// @param references pages that it has not written since
    public record Use(CommonPages base, long references) {

        public Use {
            if (references < 0 || references > base.pages) {
                throw new IllegalArgumentException(references + " of " + base.pages + " pages of a base");
            }
        }
    }
}
