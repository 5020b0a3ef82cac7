package io.godwit.virtualization;

/// The parts that a guest's CPU time is told in.
public enum Part {
    /// The guest's own work.
    GUEST,
    /// Its hypervisor's work for it.
    EXITS,
    /// Translating its code, or its addresses beyond what they cost without a hypervisor.
    TRANSLATION,
    /// Work for its devices.
    IO
}
