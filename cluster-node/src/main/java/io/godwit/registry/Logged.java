package io.godwit.registry;

import io.godwit.link.NodeId;
import io.godwit.link.WireMessage;

/// What an entry of the registry's log holds.
sealed interface Logged extends WireMessage {

    record Command(CommandId id, RegistryCommand command) implements Logged {}

    /// The first entry of each term. Every later entry up to the next of these belongs to this term.
    record TermBegun(long term, NodeId leader) implements Logged {}

    /// A voter came back with another disk.
    ///
    /// @param boot names the process that asked; a repeat gets the same number
    record DiskReplaced(NodeId node, String boot) implements Logged {}
}
