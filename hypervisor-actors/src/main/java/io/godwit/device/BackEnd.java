package io.godwit.device;

import io.godwit.unit.Words;

/// Who does a device's work on the host's side.
public enum BackEnd {
    /// Nobody: the guest has the hardware itself, or the host's kernel is its own.
    NONE,
    /// A process for each VM, such as QEMU.
    USER_SPACE,
    /// A thread of the host's kernel for each device.
    VHOST,
    /// A privileged VM that has the hardware's drivers, as Xen's domain 0.
    DOM0,
    /// The hypervisor itself.
    HYPERVISOR;

    /// As files and people write it, such as `user-space`.
    public String word() {
        return Words.of(this);
    }
}
