package io.godwit.virtualization;

/// How an engine lets a container that runs go on at another host.
public enum ContainerMove {
    /// It stands while its processes are dumped, their pages go, and they are restored (CRIU's way).
    FREEZE_AND_COPY,
    /// It ends, and starts there from its image and its disk; what it had in memory is gone.
    RESTART
}
