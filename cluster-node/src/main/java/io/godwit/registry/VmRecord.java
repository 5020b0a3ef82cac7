package io.godwit.registry;

import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.vm.VmSpec;
import java.util.Optional;

/// A VM as the registry has it.
///
/// @param epoch of its incarnation; 0 before its first assignment
/// @param owner where it is; empty before its first assignment and after its host was lost or stopped it. A guest that
///     holds no permit keeps its owner until the process is known to have ended
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

    static VmRecord created(VmSpec spec) {
        return new VmRecord(spec, 0, Optional.empty(), Desired.RUNNING, Optional.empty(), Optional.empty());
    }

    public VmId id() {
        return spec.id();
    }

    public boolean isOwnedBy(HostId host) {
        return owner.isPresent() && owner.get().host().equals(host);
    }

    boolean isSettled(MigrationId asked) {
        return settled.isPresent() && settled.get().id().equals(asked);
    }

    boolean isInFlight(MigrationId asked) {
        return migration.isPresent() && migration.get().id().equals(asked);
    }

    VmRecord withDesired(Desired next) {
        return new VmRecord(spec, epoch, owner, next, migration, settled);
    }

    /// The same epoch; what was in flight goes on.
    VmRecord withOwner(Owner next) {
        return new VmRecord(spec, epoch, Optional.of(next), desired, migration, settled);
    }

    /// The next epoch, with this owner; what was in flight has lost.
    VmRecord assigned(Owner next) {
        return new VmRecord(spec, epoch + 1, Optional.of(next), desired, Optional.empty(), ended(false));
    }

    /// The same epoch without an owner; what was in flight has lost.
    VmRecord stopped() {
        return new VmRecord(spec, epoch, Optional.empty(), desired, Optional.empty(), ended(false));
    }

    /// The same epoch without an owner; what is in flight may still be committed. An unprotected VM that ran is not
    /// started again by itself.
    VmRecord withoutOwner(boolean ran) {
        return new VmRecord(spec, epoch, Optional.empty(), desired, migration, settled).unlessGone(ran);
    }

    private VmRecord unlessGone(boolean ran) {
        boolean gone = ran && owner.isEmpty() && migration.isEmpty() && !spec.isProtected();
        return gone ? withDesired(Desired.STOPPED) : this;
    }

    VmRecord migrating(Migration next) {
        return new VmRecord(spec, epoch, owner, desired, Optional.of(next), settled);
    }

    /// The next epoch, at the target.
    VmRecord committed(Owner target) {
        return new VmRecord(spec, epoch + 1, Optional.of(target), desired, Optional.empty(), ended(true));
    }

    /// The next epoch, where it was.
    VmRecord aborted() {
        return new VmRecord(spec, epoch + 1, owner, desired, Optional.empty(), ended(false)).unlessGone(true);
    }

    private Optional<Settled> ended(boolean committed) {
        return migration.isEmpty()
                ? settled
                : Optional.of(new Settled(migration.get().id(), epoch, committed));
    }
}
