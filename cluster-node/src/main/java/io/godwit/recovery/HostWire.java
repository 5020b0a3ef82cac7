package io.godwit.recovery;

import io.godwit.identity.CopyId;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.LinkLoad;
import io.godwit.link.NodeId;
import io.godwit.link.WireMessage;
import io.godwit.migration.precopy.Terms;
import io.godwit.registry.Remains;
import io.godwit.vm.VmSpec;
import java.util.Optional;

/// What the controller tells a node about its hosts, service [#SERVICE] on each host node.
///
/// No message is authority: a host acts on what the registry answers it.
public sealed interface HostWire extends WireMessage {

    String SERVICE = "hosts";

    /// The registry's record of this host changed: ask it.
    record Look(HostId host) implements HostWire {}

    /// The registry has noted this migration: be its source. A repeat does nothing twice.
    record MigrateOut(
            VmSpec vm, long epoch, MigrationId migration, HostId source, HostId target, NodeId targetNode, Terms terms)
            implements HostWire {}

    /// Who shares the link between two sites that this migration goes by, itself included. Repeated; until a source
    /// hears of it, it has the link for itself.
    record ShareLink(MigrationId migration, LinkLoad load) implements HostWire {}

    /// The same for what a guest sends to another one. Repeated; until its host hears of it, it has the link for
    /// itself.
    ///
    /// @param towards where that one is; empty: at the same site
    record ShareGuestLink(HostId host, VmId vm, Optional<NodeId> towards, LinkLoad load) implements HostWire {}

    /// The registry has noted the end of this migration: copy no more. A source that does not hear of it finds out when
    /// it asks for its commit.
    record CancelOut(MigrationId migration, String why) implements HostWire {}

    /// The registry's log left this behind on the host's own disk: drop it. Answered by [Forgotten], again and again.
    record Forget(HostId host, Remains what) implements HostWire {}

    /// It is not there any more.
    ///
    /// @param copy empty: the VM's disk
    record Forgotten(HostId host, VmId vm, Optional<CopyId> copy) implements HostWire {}

    /// Let the guest go on at its target before its pages, if it moves as a hybrid.
    record SwitchOver(MigrationId migration) implements HostWire {}
}
