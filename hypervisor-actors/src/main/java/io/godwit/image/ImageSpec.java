package io.godwit.image;

/// Defines an image completely: two hosts that know the same spec hold the same contents in every page.
///
/// @param name also the seed of the contents: another version of an image needs another name
/// @param pages how far the image reaches; what lies beyond is zero
/// @param zeroShare ratio, 0 to 1, of its pages that are zero, spread evenly; of those only that no family has
/// @param likeness which of the others it has in common with other images, or holds several times
public record ImageSpec(String name, long pages, double zeroShare, Likeness likeness) {

    /// An image without two equal pages but for those that are zero.
    public ImageSpec(String name, long pages, double zeroShare) {
        this(name, pages, zeroShare, Likeness.none());
    }

    public ImageSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an image needs a name");
        }
        if (pages < 0) {
            throw new IllegalArgumentException("an image of " + pages + " pages");
        }
        if (!(zeroShare >= 0 && zeroShare <= 1)) {
            throw new IllegalArgumentException("a share of zero pages is from 0 to 1, not " + zeroShare);
        }
    }
}
