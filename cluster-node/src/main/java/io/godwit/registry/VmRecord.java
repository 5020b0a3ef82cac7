package io.godwit.registry;

import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.vm.VmSpec;
import java.util.Optional;

/// A VM as the registry has it.
///
/// @param epoch of its incarnation; 0 before its first assignment
/// @param owner where it is; empty before its first assignment and after its host was lost or stopped it
/// @param migration the one in flight
/// @param settled the last one that ended, so that a repeated or late command gets the same answer
public record VmRecord(
        VmSpec spec,
        long epoch,
        Optional<Owner> owner,
        Desired desired,
        Optional<Migration> migration,
        Optional<Settled> settled) {

    /// @param incarnation of the host's node; a confirmation or commit by another is refused
    /// @param running false while assigned and not yet confirmed
    public record Owner(HostId host, long incarnation, boolean running) {}

    public record Migration(MigrationId id, HostId source, HostId target) {}

    /// @param epoch the one the migration was begun on
    public record Settled(MigrationId id, long epoch, boolean committed) {}
}
