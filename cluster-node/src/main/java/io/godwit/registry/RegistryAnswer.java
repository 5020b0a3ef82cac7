package io.godwit.registry;

import io.godwit.link.NodeId;

/// What the registry answers to a command.
public sealed interface RegistryAnswer {

    record Joined(NodeId node, long incarnation) implements RegistryAnswer {}

    /// Done, or done before by the same command.
    record Done() implements RegistryAnswer {}

    /// The VM is now, or was already by this very command, as asked.
    record VmIs(VmRecord vm) implements RegistryAnswer {}

    /// The compare failed: `actual` is what stands.
    record Conflict(VmRecord actual, String why) implements RegistryAnswer {}

    /// It can't be done, and nothing was changed.
    record Refused(String why) implements RegistryAnswer {}
}
