package io.godwit.vm;

/// By which means a guest is kept apart from its host. A hypervisor profile says which of them a product has, and what
/// each costs.
public enum Mechanism {
    /// Privileged code is rewritten as it is met; page tables are shadowed. Needs nothing of the processor.
    BINARY_TRANSLATION(VmKind.FULL),
    /// VT-x or AMD-V traps privileged code; the hypervisor shadows the guest's page tables.
    SHADOW_PAGING(VmKind.FULL),
    /// VT-x or AMD-V traps privileged code; the processor walks the tables of guest and host.
    NESTED_PAGING(VmKind.FULL),
    /// The guest's kernel asks in place of trapping.
    HYPERCALLS(VmKind.PARA),
    /// Namespaces and control groups of the host's own kernel.
    NAMESPACES(VmKind.CONTAINER);

    private final VmKind kind;

    Mechanism(VmKind kind) {
        this.kind = kind;
    }

    /// The kind of VM that it makes.
    public VmKind kind() {
        return kind;
    }

    /// Whether the processor must have VT-x or AMD-V for it.
    public boolean needsHardwareAssist() {
        return this == SHADOW_PAGING || this == NESTED_PAGING;
    }
}
