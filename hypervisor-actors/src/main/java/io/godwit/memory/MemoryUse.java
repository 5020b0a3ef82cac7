package io.godwit.memory;

import io.godwit.image.Image;
import io.godwit.image.ImageSpec;
import java.util.List;

/// What a VM's memory asks of its host's frames.
///
/// @param image what it is an overlay over
/// @param imageFrames pages of the image that are not zero
/// @param privatePages pages written since the image, which need a frame each
/// @param unsharedPages private pages that took the place of a page of the image that is not zero
/// @param pagesElsewhere private pages that need no frame of the VM's own: shared with equal pages, compressed, swapped
///     or given up
/// @param bases what of the private pages is in frames that it shares with its clones, or with what it is a clone of
public record MemoryUse(
        ImageSpec image,
        long imageFrames,
        long privatePages,
        long unsharedPages,
        long pagesElsewhere,
        List<CommonPages.Use> bases) {

    /// Of a VM whose private pages are all in frames of its own.
    public MemoryUse(ImageSpec image, long imageFrames, long privatePages, long unsharedPages) {
        this(image, imageFrames, privatePages, unsharedPages, 0, List.of());
    }

    public MemoryUse {
        bases = List.copyOf(bases);
        if (pagesElsewhere < 0 || pagesElsewhere + inBases(bases) > privatePages) {
            throw new IllegalArgumentException(pagesElsewhere + " elsewhere and " + inBases(bases)
                    + " shared with clones, of " + privatePages + " private pages");
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
        return more == 0
                ? this
                : new MemoryUse(image, imageFrames, privatePages + more, unsharedPages, pagesElsewhere, bases);
    }

    /// Frames that belong to it alone.
    public long ownFrames() {
        return privatePages - pagesElsewhere - inBases(bases);
    }

    /// How many of its pages are in frames that others may share, of its image or of what its clones and it have in
    /// common.
    public long sharedPages() {
        return imagePages() + inBases(bases);
    }

    /// How many of its pages are still the image's, and not zero.
    public long imagePages() {
        return imageFrames - unsharedPages;
    }

    private static long inBases(List<CommonPages.Use> bases) {
        return bases.stream().mapToLong(CommonPages.Use::references).sum();
    }
}
