package io.godwit.vm;

/// What the fleet does when a VM is lost with its host.
public enum Protection {
    /// Nothing: the VM holds no permit, and goes on without the control plane.
    NONE,
    /// Starts it again elsewhere, from its disk.
    RESTART
}
