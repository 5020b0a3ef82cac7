package io.godwit.image;

/// Defines an image completely: two hosts that know the same spec hold the same contents in every page.
///
/// @param name also the seed of the contents: another version of an image needs another name
/// @param pages how far the image reaches; what lies beyond is zero
/// @param zeroShare ratio, 0 to 1, of its pages that are zero, spread evenly
public record ImageSpec(String name, long pages, double zeroShare) {

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
