package io.godwit.recovery;

import io.godwit.identity.VmId;
import io.godwit.link.Endpoint;
import io.godwit.permit.PermitWire;
import io.godwit.registry.CommandId;
import io.godwit.registry.RegistryCommand;
import io.godwit.registry.RegistryCommand.DeclareLost;
import java.util.List;

/// What a call to the registry was for.
sealed interface Purpose {

    /// To see the whole fleet.
    record Look() implements Purpose {}

    /// To prove to these holders that their permits come from a leader that a majority still follows.
    record Renewal(List<Applicant> applicants) implements Purpose {}

    record Applicant(Endpoint from, PermitWire.Renew renewal) {}

    /// To settle a VM's place.
    record Place(VmId vm, RegistryCommand command) implements Purpose {}

    /// To follow a group's rule.
    record Scaling() implements Purpose {}

    /// To strike off what datastores have dropped.
    record Clearing() implements Purpose {}

    record Loss(DeclareLost declaration) implements Purpose {}

    /// A part of what somebody ordered.
    record Part(CommandId order, RegistryCommand command) implements Purpose {}
}
