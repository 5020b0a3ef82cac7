package io.godwit.virtualization;

/// A step in the life of a VM that takes its hypervisor, or its guest, a time of its own. All others take no more than
/// what they ask of disks.
public enum LifeStep {
    /// From an open disk until the guest's programs run.
    BOOT,
    /// From the order until the guest has ended by itself. One that is ended by force takes none.
    SHUTDOWN,
    /// From an open disk until a clone goes on from where its source stood.
    CLONE,
    /// From the order until a guest has other vCPUs, or another memory, while it runs.
    RESIZE,
    /// While a container stands still: until its processes are written down, beside their pages.
    DUMP,
    /// While it stands still at its target: from its last page until its processes are put back.
    RESTORE
}
