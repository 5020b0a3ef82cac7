package io.godwit.memory;

import io.godwit.image.Image;
import io.godwit.image.ImageSpec;

/// What a VM's memory asks of its host's frames.
///
/// @param image what it is an overlay over
/// @param imageFrames pages of the image that are not zero
/// @param privatePages pages written since the image, which need a frame each
/// @param unsharedPages private pages that took the place of a page of the image that is not zero
/// @param pagesElsewhere private pages that need no frame of the VM's own: shared with equal pages, compressed, swapped
///     or given up
public record MemoryUse(ImageSpec image, long imageFrames, long privatePages, long unsharedPages, long pagesElsewhere) {

    /// Of a VM whose private pages are all in frames.
    public MemoryUse(ImageSpec image, long imageFrames, long privatePages, long unsharedPages) {
        this(image, imageFrames, privatePages, unsharedPages, 0);
    }

    public MemoryUse {
        if (pagesElsewhere < 0 || pagesElsewhere > privatePages) {
            throw new IllegalArgumentException(pagesElsewhere + " of " + privatePages + " private pages elsewhere");
        }
        if (unsharedPages < 0 || unsharedPages > Math.min(privatePages, imageFrames)) {
            throw new IllegalArgumentException(unsharedPages + " unshared of " + privatePages + " private pages over "
                    + imageFrames + " frames of the image");
        }
    }

    /// That of a VM whose memory is not modelled page by page, and which shares nothing.
    public static MemoryUse ofPrivate(long pages) {
        return new MemoryUse(Image.blank().spec(), 0, pages, 0);
    }

    /// The same, with frames beside it that nobody shares.
    public MemoryUse withPrivate(long more) {
        return more == 0 ? this : new MemoryUse(image, imageFrames, privatePages + more, unsharedPages, pagesElsewhere);
    }

    /// Frames that belong to it alone.
    public long ownFrames() {
        return privatePages - pagesElsewhere;
    }

    /// How many of its pages are still the image's, and not zero.
    public long sharedPages() {
        return imageFrames - unsharedPages;
    }
}
