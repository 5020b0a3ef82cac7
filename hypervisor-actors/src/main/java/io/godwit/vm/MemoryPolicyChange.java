package io.godwit.vm;

import io.godwit.memory.MappingSize;
import io.godwit.unit.MemorySize;
import java.util.Optional;

/// What is to be different about a VM's standing for memory; what is empty stays as it is.
///
/// @param mapping taken up when the VM starts
public record MemoryPolicyChange(
        Optional<Integer> shares,
        Optional<MemorySize> reservation,
        Optional<Bound> limit,
        Optional<Bound> minimum,
        Optional<MappingSize> mapping) {

    /// A limit or a minimum.
    public sealed interface Bound {

        record At(MemorySize size) implements Bound {}

        /// As of a VM that never had one.
        record None() implements Bound {}
    }

    public boolean isNothing() {
        return shares.isEmpty() && reservation.isEmpty() && limit.isEmpty() && minimum.isEmpty() && mapping.isEmpty();
    }

    /// The standing as it shall be. Whether a VM can have it, [MemoryPolicy#misfit] says.
    public MemoryPolicy of(MemoryPolicy now) {
        return new MemoryPolicy(
                shares.orElse(now.shares()),
                reservation.orElse(now.reservation()),
                limit.isEmpty() ? now.limit() : size(limit.get()),
                minimum.isEmpty() ? now.balloonMinimum() : size(minimum.get()),
                mapping.or(now::mapping));
    }

    private static Optional<MemorySize> size(Bound bound) {
        return switch (bound) {
            case Bound.At(var size) -> Optional.of(size);
            case Bound.None() -> Optional.empty();
        };
    }
}
