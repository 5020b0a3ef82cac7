package io.godwit.recovery;

import io.godwit.history.FleetEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.LinkLoad;
import io.godwit.link.NodeId;
import io.godwit.registry.HostRecord;
import io.godwit.registry.RegistryCommand;
import io.godwit.registry.VmRecord;
import java.util.Optional;

/// What the controller wants to happen next. Only the registry makes it true.
public sealed interface Intent {

    /// A command for the registry.
    record Propose(RegistryCommand command) implements Intent {}

    /// A command that settles one VM's place: the VM is left alone until it is answered.
    record Settle(VmId vm, RegistryCommand command) implements Intent {}

    /// The host may not know what the registry holds of it.
    record Nudge(HostRecord host) implements Intent {}

    /// The migration that the registry has noted should be under way at its source.
    record Urge(VmRecord vm) implements Intent {}

    /// Who shares the link between two sites that this migration goes by.
    record ShareLink(HostId source, MigrationId migration, LinkLoad load) implements Intent {}

    /// Who shares the link between two sites that this guest's bulk goes by.
    ///
    /// @param towards where it goes; empty: it leaves no site
    record ShareGuestLink(HostId host, VmId vm, Optional<NodeId> towards, LinkLoad load) implements Intent {}

    /// All nodes are asked what their VMs use.
    record Measure() implements Intent {}

    /// Worth writing down.
    record Note(FleetEvent event) implements Intent {}
}
