package io.godwit.registry;

import io.godwit.link.NodeId;
import io.godwit.link.WireMessage;
import io.godwit.registry.consensus.Packet;
import java.util.Optional;

/// What clients and voters of the registry say to each other. Service [#SERVICE] on each voter.
public sealed interface RegistryWire extends WireMessage {

    String SERVICE = "registry";

    record Submit(CommandId id, RegistryCommand command) implements RegistryWire {}

    record Submitted(CommandId id, RegistryAnswer answer) implements RegistryWire {}

    record Ask(CommandId id, RegistryQuery query) implements RegistryWire {}

    record Answered(CommandId id, RegistryView view) implements RegistryWire {}

    /// Try `leader`, or another voter a little later when unknown.
    record NotLeader(CommandId id, Optional<NodeId> leader) implements RegistryWire {}

    /// A message of the consensus protocol, from voter to voter.
    record Consensus(Packet packet) implements RegistryWire {}
}
