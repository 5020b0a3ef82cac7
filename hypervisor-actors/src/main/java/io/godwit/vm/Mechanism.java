package io.godwit.vm;

/// By which means a guest is kept apart from its host. A hypervisor profile says which of them a product has, and what
/// each costs.
public enum Mechanism {
    /// Privileged code is rewritten as it is met; page tables are shadowed. Needs nothing of the processor.
    BINARY_TRANSLATION,
    /// VT-x or AMD-V traps privileged code; the hypervisor shadows the guest's page tables.
    SHADOW_PAGING,
    /// VT-x or AMD-V traps privileged code; the processor walks the tables of guest and host.
    NESTED_PAGING,
    /// The guest's kernel asks in place of trapping.
    HYPERCALLS,
    /// Namespaces and control groups of the host's own kernel.
    NAMESPACES
}
