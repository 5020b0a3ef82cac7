package io.godwit.registry;

/// How soon a move is to come, beside others that wait: that of vSphere's `VirtualMachineMovePriority`, and one below.
public enum Priority {
    HIGH,
    NORMAL,
    LOW
}
