package io.godwit.image;

/// How much an image is like itself and like others: what a scanner for equal pages finds in VMs that have loaded it.
///
/// @param family images that name the same family hold the same in the pages they have in common, such as those of a
///     distribution; empty if it has none
/// @param familyPermille share of its pages that all images of the family hold, at the same places; none of them is
/// zero
/// @param repeatedPermille share of those that are neither the family's nor zero, and that hold one of [#REPEATED]
///     contents which the whole family knows
/// @param zeroRun zero pages come in runs of so many, as free memory does; 1: each on its own
public record Likeness(String family, int familyPermille, int repeatedPermille, int zeroRun) {

    /// Contents that repeated pages have. Few: what repeats in a memory are fill patterns and empty structures.
    public static final int REPEATED = 64;

    private static final int PERMILLE = 1_000;
    private static final Likeness NONE = new Likeness("", 0, 0, 1);

    public Likeness {
        if (familyPermille < 0 || repeatedPermille < 0 || familyPermille > PERMILLE || repeatedPermille > PERMILLE) {
            throw new IllegalArgumentException("shares of an image's pages are from 0 to 1000 permille, not "
                    + familyPermille + " and " + repeatedPermille);
        }
        if (family.isBlank() && familyPermille > 0) {
            throw new IllegalArgumentException("pages in common need the name of a family");
        }
        if (zeroRun < 1) {
            throw new IllegalArgumentException("a run of " + zeroRun + " zero pages");
        }
    }

    /// Every page that is not zero holds what no other page holds.
    public static Likeness none() {
        return NONE;
    }
}
