package io.godwit.virtualization;

/// Where a step of a path is taken, and so who waits for it.
public enum Place {
    /// In the processor itself, without anybody's code, as a walk of nested page tables.
    PROCESSOR(false, false),
    /// In code of the guest that was translated, without leaving it.
    TRANSLATION_CACHE(false, false),
    /// In the guest's own kernel, which knows where it runs.
    GUEST_KERNEL(false, false),
    HYPERVISOR(true, false),
    /// In the kernel of the host, on the thread of the guest's vCPU.
    HOST_KERNEL(true, false),
    /// In a process of the host, on the thread of the guest's vCPU.
    USER_SPACE(true, false),
    /// In a privileged VM: dom0, the root partition. The guest goes on meanwhile.
    CONTROL_DOMAIN(true, true),
    /// In a thread of the host beside the guest's vCPUs, such as vhost. The guest goes on meanwhile.
    BACK_END(true, true);

    private final boolean leavesGuest;
    private final boolean beside;

    Place(boolean leavesGuest, boolean beside) {
        this.leavesGuest = leavesGuest;
        this.beside = beside;
    }

    /// Whether getting there is an exit.
    public boolean leavesGuest() {
        return leavesGuest;
    }

    /// Whether it takes CPU of the host beside the guest's vCPUs, and not their time.
    public boolean isBeside() {
        return beside;
    }
}
