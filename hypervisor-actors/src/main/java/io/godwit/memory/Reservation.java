package io.godwit.memory;

import io.godwit.unit.MemorySize;

/// The answer to a VM that asks a host for memory.
public sealed interface Reservation {

    /// The host keeps room for all of it, until it is released.
    record Reserved() implements Reservation {}

    /// The VM has a reservation here already, of this size; nothing changed.
    record AlreadyReserved(MemorySize size) implements Reservation {}

    /// It does not fit. Nothing changed.
    ///
    /// @param shortBy how much more the host would need
    record OutOfMemory(MemorySize shortBy) implements Reservation {}
}
