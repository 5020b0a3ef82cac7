package io.godwit.image;

import org.jspecify.annotations.Nullable;

/// What the guests made from it find in their memory: page → content, forever the same. The base of all overlays.
///
/// A content is a function of the image's name and the page, so an image costs no heap, and each page of it that is
/// not zero holds a content of its own. Share one instance among all VMs of an image: what needs a walk over all
/// pages ([#digest()] and [#frames()]: a few milliseconds a million pages) is done once for an instance, when first
/// asked for.
///
/// Safe to share between threads.
///
/// *Not modelled*: equal pages within an image, clustering of zero pages, and pages shared by two images.
public final class Image {

    private final ImageSpec spec;
    private final long seed;
    private final long zeroBelow;
    private volatile @Nullable Totals totals;

    private record Totals(long digest, long frames) {}

    private Image(ImageSpec spec) {
        this.spec = spec;
        this.seed = seedOf(spec.name());
        this.zeroBelow = (long) (spec.zeroShare() * 0x1p53);
    }

    public static Image of(ImageSpec spec) {
        return new Image(spec);
    }

    /// The image of a machine that starts with nothing in its memory.
    public static Image blank() {
        return new Image(new ImageSpec("blank", 0, 0));
    }

    public ImageSpec spec() {
        return spec;
    }

    /// What the page holds; 0, the zero page, also for each page beyond the image.
    public long content(long page) {
        if (page >= spec.pages()) {
            return 0;
        }
        long content = Fingerprint.mix(seed + (page + 1) * Fingerprint.GOLDEN_GAMMA);
        return content >>> 11 < zeroBelow ? 0 : content;
    }

    /// The sum of the [Fingerprint] terms of all its pages.
    public long digest() {
        return totals().digest;
    }

    /// The number of pages that are not zero, each of which needs a frame on a host that runs VMs of this image.
    public long frames() {
        return totals().frames;
    }

    /// Two threads may both do the walk; they find the same.
    private Totals totals() {
        Totals known = totals;
        if (known == null) {
            known = walk();
            totals = known;
        }
        return known;
    }

    private Totals walk() {
        long digest = 0;
        long frames = 0;
        for (long page = 0; page < spec.pages(); page++) {
            long content = content(page);
            digest += Fingerprint.ofPage(page, content);
            frames += content == 0 ? 0 : 1;
        }
        return new Totals(digest, frames);
    }

    private static long seedOf(String name) {
        long seed = name.length();
        for (int i = 0; i < name.length(); i++) {
            seed = Fingerprint.mix((seed + Fingerprint.GOLDEN_GAMMA) ^ name.charAt(i));
        }
        return seed;
    }
}
