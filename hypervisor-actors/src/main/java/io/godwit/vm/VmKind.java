package io.godwit.vm;

/// How a VM is virtualized.
public enum VmKind {
    /// The guest is unaware; it runs on hardware assistance or binary translation.
    FULL,
    /// The guest's kernel speaks hypercalls.
    PARA,
    /// The guest shares the kernel of its host.
    CONTAINER
}
