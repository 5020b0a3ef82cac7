package io.godwit.door;

/// What only the one who started the processes of a fleet can do.
public sealed interface Deed {

    /// SIGKILL of the process that carries the host.
    ///
    /// @param name of a host or a node
    record Kill(String name) implements Deed {}

    /// Starts a process that has ended again. An array has all that its disks held; a host has what it had written of
    /// the registry, and none of the local disks of its VMs.
    ///
    /// @param name of a host or a node
    record Start(String name) implements Deed {}

    /// Ends the fleet.
    record End() implements Deed {}

    /// What came of it.
    sealed interface Result {}

    record Done(String sentence) implements Result {}

    record Impossible(String sentence) implements Result {}
}
