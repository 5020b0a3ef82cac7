package io.godwit.vm;

import io.godwit.memory.MappingSize;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import java.util.Locale;
import java.util.Optional;

/// A VM's standing for memory among the VMs of its host. It matters where a host promises more than it has.
///
/// @param shares share under pressure, relative to the others; 1 to 10,000
/// @param reservation memory that is never taken from it
/// @param limit memory of the host that it never gets more than
/// @param balloonMinimum what its balloon always leaves it; empty: a quarter of its memory
/// @param mapping how its host maps its memory, as far as there is room; more than a page of a VM of kind full alone,
///     as others map their memory themselves; empty: as the host maps those that don't say
public record MemoryPolicy(
        int shares,
        MemorySize reservation,
        Optional<MemorySize> limit,
        Optional<MemorySize> balloonMinimum,
        Optional<MappingSize> mapping) {

    public static final int DEFAULT_SHARES = 1_000;

    private static final MemoryPolicy DEFAULT =
            new MemoryPolicy(DEFAULT_SHARES, MemorySize.ZERO, Optional.empty(), Optional.empty(), Optional.empty());

    /// The most shares that a VM may have.
    public static final int MOST_SHARES = 10_000;

    public MemoryPolicy {
        if (shares < 1 || shares > MOST_SHARES) {
            throw new IllegalQuantity("a VM with " + shares + " shares of memory: write 1 to " + MOST_SHARES);
        }
    }

    /// Why a VM of this kind with so much memory can't have it: a sentence without its subject and a full stop, with
    /// the amount that is missing. Empty if it can.
    public Optional<String> misfit(VmKind kind, MemorySize memory) {
        return tooMuch("reservation", reservation, memory)
                .or(() -> limit.flatMap(most -> tooMuch("limit", most, memory)))
                .or(() -> balloonMinimum.flatMap(least -> tooMuch("minimum", least, memory)))
                .or(() -> mappingMisfit(kind, memory))
                .or(() -> balloonMinimum
                        .filter(_ -> kind == VmKind.CONTAINER)
                        .map(_ -> "a minimum is what a balloon leaves, and a container has none: remove it"))
                .or(() -> limit.filter(most -> most.compareTo(MappingSize.SMALL.size()) < 0)
                        .map(most -> "a limit of " + most + " leaves it no page of memory: raise it or remove it"))
                .or(() -> limit.filter(most -> most.compareTo(reservation) < 0)
                        .map(most -> "a limit of " + most + " is " + reservation.minus(most)
                                + " less than the reservation of " + reservation + ": raise it to that at least"));
    }

    private Optional<String> mappingMisfit(VmKind kind, MemorySize memory) {
        if (mapping.isEmpty() || mapping.get() == MappingSize.SMALL) {
            return Optional.empty();
        }
        if (kind != VmKind.FULL) {
            return Optional.of("a mapping of " + mapping.get().word() + " is for kind full, as guests of kind "
                    + kind.name().toLowerCase(Locale.ROOT) + " map their memory themselves: remove it");
        }
        return tooMuch("mapping", mapping.get().size(), memory);
    }

    private static Optional<String> tooMuch(String what, MemorySize size, MemorySize memory) {
        return size.compareTo(memory) <= 0
                ? Optional.empty()
                : Optional.of("a " + what + " of " + size + " is " + size.minus(memory) + " more than the memory of "
                        + memory + ": write at most that");
    }

    public static MemoryPolicy byDefault() {
        return DEFAULT;
    }

    public MemoryPolicy withLimit(MemorySize most) {
        return new MemoryPolicy(shares, reservation, Optional.of(most), balloonMinimum, mapping);
    }

    public MemoryPolicy withMapping(MappingSize size) {
        return new MemoryPolicy(shares, reservation, limit, balloonMinimum, Optional.of(size));
    }
}
