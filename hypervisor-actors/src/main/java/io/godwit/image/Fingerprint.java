package io.godwit.image;

/// Defines the digest by which two memories are compared without moving them:
///
/// ```
/// digest = size term + sum over all pages of ofPage(page, content)      (mod 2^64; a zero page adds 0)
/// ```
///
/// The sum doesn't depend on the order of writes, nor on what is shared with whom, and a write changes it by the
/// difference of two terms. Untouched zero pages cost nothing.
///
/// *Collisions.* Two memories that differ in one page never have equal digests, as the term is a bijection of the
/// content (save for the one content in 2^64 whose term is 0, like the zero page's). If they differ in more, the
/// digests agree with a chance of about 2^-64, as long as nobody chooses the contents in order to deceive: this is a
/// check against loss and mix-ups, not a cryptographic proof.
///
/// The mixing function is the finalizer of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
/// generators", OOPSLA 2014), variant 13 of Stafford's.
public final class Fingerprint {

    /// The fractional part of the golden ratio, the increment of SplitMix64.
    static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    /// The fractional part of the square root of 2: a number of no meaning of its own.
    private static final long SIZE_TERM = 0x6A09_E667_F3BC_C908L;

    private Fingerprint() {}

    /// What a page adds to the digest of its memory.
    public static long ofPage(long page, long content) {
        return content == 0 ? 0 : mix(mix(page + GOLDEN_GAMMA) + content);
    }

    /// By how much a write changes the digest of the memory.
    public static long change(long page, long before, long content) {
        long place = mix(page + GOLDEN_GAMMA);
        return (content == 0 ? 0 : mix(place + content)) - (before == 0 ? 0 : mix(place + before));
    }

    /// A number for a block of a disk, by who wrote it and as which of his writes: what the block adds to the digest of
    /// its disk, and where it is.
    public static long ofBlock(String client, long number) {
        long seed = client.length();
        for (int i = 0; i < client.length(); i++) {
            seed = mix((seed + GOLDEN_GAMMA) ^ client.charAt(i));
        }
        return mix(seed + number * GOLDEN_GAMMA);
    }

    /// What the size of a memory adds to its digest, so that memories of different sizes differ even when all zero.
    public static long ofSize(long pages) {
        return mix(SIZE_TERM + pages);
    }

    /// A bijection of 64-bit numbers, in which each input bit changes about half of the output's.
    static long mix(long input) {
        long z = (input ^ (input >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
