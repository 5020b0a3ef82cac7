package io.godwit.vm;

import io.godwit.unit.MemorySize;
import java.util.Optional;

/// A VM's standing for memory among the VMs of its host. It matters where a host promises more than it has.
///
/// @param shares share under pressure, relative to the others; 1 to 10,000
/// @param reservation memory that is never taken from it
/// @param limit memory of the host that it never gets more than
/// @param balloonMinimum what its balloon always leaves it; empty: a quarter of its memory
public record MemoryPolicy(
        int shares, MemorySize reservation, Optional<MemorySize> limit, Optional<MemorySize> balloonMinimum) {

    public static final int DEFAULT_SHARES = 1_000;

    private static final MemoryPolicy DEFAULT =
            new MemoryPolicy(DEFAULT_SHARES, MemorySize.ZERO, Optional.empty(), Optional.empty());

    public static MemoryPolicy byDefault() {
        return DEFAULT;
    }

    public MemoryPolicy withLimit(MemorySize most) {
        return new MemoryPolicy(shares, reservation, Optional.of(most), balloonMinimum);
    }
}
