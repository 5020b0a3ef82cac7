package io.godwit.memory.pressure;

import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import java.math.BigDecimal;
import java.util.Optional;

/// What a host does so that VMs may be promised more memory than it has, or take less of it.
///
/// @param overcommitPermille how much it promises, of each thousand that it has
/// @param sharing how it looks for equal pages, if it does
/// @param compresses whether it compresses pages before it swaps any
/// @param swap how much of its disk takes pages of guests
/// @param loadsImages whether each VM has the pages of its image in frames of its own, as if it had read them from a
/// disk,
///     until a scanner finds them equal; otherwise VMs of an image share its frames from the start
public record MemoryManagement(
        int overcommitPermille,
        Optional<Sharing> sharing,
        boolean compresses,
        MemorySize swap,
        boolean loadsImages,
        MemoryCosts costs) {

    /// A host that promises ten times what it has is a mistake.
    public static final int MOST_OVERCOMMITTED = 10_000;

    private static final int PERMILLE = 1_000;

    /// @param scan how fast, and at which cost
    /// @param acrossVms whether pages of several VMs may share a frame, or only those of one
    public record Sharing(MemoryCosts.Scan scan, boolean acrossVms) {}

    public MemoryManagement {
        if (overcommitPermille < PERMILLE || overcommitPermille > MOST_OVERCOMMITTED) {
            throw new IllegalQuantity("an overcommitment of " + overcommitPermille
                    + " permille can't be: write a ratio from 1 to " + MOST_OVERCOMMITTED / PERMILLE);
        }
    }

    /// Promises what it has, and does nothing else: what others change.
    public static MemoryManagement of(MemoryCosts costs) {
        return new MemoryManagement(PERMILLE, Optional.empty(), false, MemorySize.ZERO, false, costs);
    }

    public MemoryManagement overcommitted(int permille) {
        return new MemoryManagement(permille, sharing, compresses, swap, loadsImages, costs);
    }

    public MemoryManagement sharing(boolean acrossVms) {
        return with(new Sharing(costs.scan(), acrossVms));
    }

    public MemoryManagement with(Sharing other) {
        return new MemoryManagement(overcommitPermille, Optional.of(other), compresses, swap, loadsImages, costs);
    }

    public MemoryManagement compressing() {
        return new MemoryManagement(overcommitPermille, sharing, true, swap, loadsImages, costs);
    }

    public MemoryManagement swapping(MemorySize size) {
        return new MemoryManagement(overcommitPermille, sharing, compresses, size, loadsImages, costs);
    }

    public MemoryManagement loadingImages() {
        return new MemoryManagement(overcommitPermille, sharing, compresses, swap, true, costs);
    }

    /// Reads a ratio such as `1.5`, in permille.
    ///
    /// @throws IllegalQuantity if it is none
    public static int ratio(String text) {
        if (!text.matches("\\d{1,2}(\\.\\d{1,3})?")) {
            throw new IllegalQuantity("'" + text + "' is no ratio: write a number from 1 to "
                    + MOST_OVERCOMMITTED / PERMILLE + ", such as 1.5");
        }
        return new BigDecimal(text).movePointRight(3).intValueExact();
    }

    /// Whether it may promise more than it has.
    public boolean overcommits() {
        return overcommitPermille > PERMILLE;
    }

    /// Of an amount that the host has, how much it promises.
    public long promised(long has) {
        return has / PERMILLE * overcommitPermille + has % PERMILLE * overcommitPermille / PERMILLE;
    }
}
