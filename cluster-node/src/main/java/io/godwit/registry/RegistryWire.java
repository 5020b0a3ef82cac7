package io.godwit.registry;

import io.godwit.link.NodeId;
import io.godwit.link.WireMessage;
import io.godwit.registry.consensus.Packet;
import io.godwit.registry.consensus.Voter;
import java.util.List;
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

    /// A voter with an empty disk asks the other voters before it does anything.
    record Introduce() implements RegistryWire {}

    /// @param fresh this voter has promised nothing to anybody yet
    record Introduced(Voter self, boolean fresh) implements RegistryWire {}

    /// A voter that lost its disk asks to be admitted as another one.
    ///
    /// @param boot names the process, so that a repeat is told from another loss
    record Readmit(String boot) implements RegistryWire {}

    /// @param founders the group as it began
    record Readmitted(String boot, Voter self, List<Voter> founders) implements RegistryWire {}

    /// A message of the consensus protocol, from voter to voter.
    record Consensus(Packet packet) implements RegistryWire {}
}
