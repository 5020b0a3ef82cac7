package io.godwit.image;

import org.jspecify.annotations.Nullable;

/// What the guests made from it find in their memory: page → content, forever the same. The base of all overlays.
///
/// A content is a function of the image's spec and the page, so an image costs no heap. Unless its [Likeness] says
/// otherwise, each page of it that is not zero holds a content of its own. Share one instance among all VMs of an
/// image: what needs a walk over all pages ([#digest()] and [#frames()]: a few milliseconds a million pages) is done
/// once for an instance, when first asked for.
///
/// Safe to share between threads.
public final class Image {

    private final ImageSpec spec;
    private final long seed;
    private final long familySeed;
    private final long zeroBelow;
    private final boolean isPlain;
    private volatile @Nullable Totals totals;

    private record Totals(long digest, long frames) {}

    private Image(ImageSpec spec) {
        this.spec = spec;
        this.seed = seedOf(spec.name());
        this.familySeed = seedOf("family " + spec.likeness().family());
        this.zeroBelow = (long) (spec.zeroShare() * 0x1p53);
        this.isPlain = spec.likeness().equals(Likeness.none());
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
        long content = numberOf(seed, page);
        if (isPlain) {
            return content >>> 11 < zeroBelow ? 0 : content;
        }
        return likelyContent(page, content);
    }

    /// @param unique what the page holds if it is like no other
    private long likelyContent(long page, long unique) {
        Likeness likeness = spec.likeness();
        if (Fingerprint.mix(numberOf(familySeed, page)) >>> 1 < permille(likeness.familyPermille())) {
            return numberOf(familySeed, page);
        }
        if (numberOf(~seed, page / likeness.zeroRun()) >>> 11 < zeroBelow) {
            return 0;
        }
        long kind = Fingerprint.mix(~unique);
        return kind >>> 1 < permille(likeness.repeatedPermille())
                ? numberOf(~familySeed, kind & (Likeness.REPEATED - 1))
                : unique;
    }

    /// A share of the 63-bit numbers.
    private static long permille(int permille) {
        return permille == 1_000 ? Long.MAX_VALUE : Long.MAX_VALUE / 1_000 * permille;
    }

    private static long numberOf(long seed, long index) {
        return Fingerprint.mix(seed + (index + 1) * Fingerprint.GOLDEN_GAMMA);
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
