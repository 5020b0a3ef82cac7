package io.godwit.host;

/// What a hypervisor is told, by its own node only: commands carry an `ActorRef` for the answer.
public sealed interface HypervisorCommand permits Lifecycle, Transfer, Sharing, Inner {}
