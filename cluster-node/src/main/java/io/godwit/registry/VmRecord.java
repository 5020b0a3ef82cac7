package io.godwit.registry;

import io.godwit.history.RegistryEvent;
import io.godwit.identity.CopyId;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.migration.precopy.Terms;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.virtualization.CpuFeature;
import io.godwit.vm.VmSpec;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A VM as the registry has it.
///
/// @param epoch of its incarnation; 0 before its first assignment
/// @param owner where it is; empty before its first assignment and after its host was lost or stopped it. A guest that
///     holds no permit keeps its owner until the process is known to have ended
/// @param migration the one in flight
/// @param settled the last one that ended, so that a repeated or late command gets the same answer
/// @param changes what is being changed about it
/// @param copies what was kept of it, and what its disk starts from
/// @param places where it is to go
public record VmRecord(
        VmSpec spec,
        long epoch,
        Optional<Owner> owner,
        Desired desired,
        Optional<Migration> migration,
        Optional<Settled> settled,
        Changes changes,
        Copies copies,
        Places places) {

    /// One that is to go nowhere.
    public VmRecord(
            VmSpec spec,
            long epoch,
            Optional<Owner> owner,
            Desired desired,
            Optional<Migration> migration,
            Optional<Settled> settled,
            Changes changes,
            Copies copies) {
        this(spec, epoch, owner, desired, migration, settled, changes, copies, Places.none());
    }

    /// One that nobody ever asked to change.
    public VmRecord(
            VmSpec spec,
            long epoch,
            Optional<Owner> owner,
            Desired desired,
            Optional<Migration> migration,
            Optional<Settled> settled) {
        this(spec, epoch, owner, desired, migration, settled, Changes.none(), Copies.none());
    }

    /// @param incarnation of the host's node; a confirmation or commit by another is refused
    /// @param running false while assigned and not yet confirmed
    /// @param booting it may run, and its guest has not begun yet
    public record Owner(HostId host, long incarnation, boolean running, boolean booting) {

        /// One whose guest has begun, if it may run.
        public Owner(HostId host, long incarnation, boolean running) {
            this(host, incarnation, running, false);
        }

        boolean isRunningAs(HostId other, long itsIncarnation) {
            return running && host.equals(other) && incarnation == itsIncarnation;
        }
    }

    public record Migration(MigrationId id, HostId source, HostId target, Terms terms) {

        /// As usual.
        public Migration(MigrationId id, HostId source, HostId target) {
            this(id, source, target, Terms.byDefault());
        }
    }

    /// @param epoch the one the migration was begun on
    /// @param debt what the target was left to fetch, until it has
    public record Settled(MigrationId id, long epoch, boolean committed, Optional<Debt> debt) {

        /// With all pages where the VM is.
        public Settled(MigrationId id, long epoch, boolean committed) {
            this(id, epoch, committed, Optional.empty());
        }

        Settled owing(Optional<Debt> other) {
            return new Settled(id, epoch, committed, other);
        }
    }

    /// Pages of a guest that its owner depends on another host for.
    ///
    /// @param incarnation of the host's node: another has no such pages
    /// @param lost that node was lost
    public record Debt(HostId host, long incarnation, boolean lost) {}

    static VmRecord created(VmSpec spec) {
        return new VmRecord(spec, 0, Optional.empty(), Desired.RUNNING, Optional.empty(), Optional.empty());
    }

    public VmId id() {
        return spec.id();
    }

    /// For the history.
    RegistryEvent.VmStands stands() {
        return new RegistryEvent.VmStands(
                id(),
                epoch,
                owner.map(it -> new RegistryEvent.Owner(it.host(), it.incarnation(), it.running(), it.booting())),
                desired != Desired.STOPPED);
    }

    /// For the history.
    RegistryEvent.VmSized sized() {
        return new RegistryEvent.VmSized(
                id(), changes.revision(), spec.vcpus(), spec.memory().bytes());
    }

    public boolean isOwnedBy(HostId host) {
        return owner.isPresent() && owner.get().host().equals(host);
    }

    boolean isSettled(MigrationId asked) {
        return settled.isPresent() && settled.get().id().equals(asked);
    }

    /// Where its guest's pages are that are not with it, as long as that guest is the one that moved.
    public Optional<Debt> debt() {
        return settled.filter(last -> last.epoch() + 1 == epoch && owner.isPresent())
                .flatMap(Settled::debt);
    }

    boolean isInFlight(MigrationId asked) {
        return migration.isPresent() && migration.get().id().equals(asked);
    }

    /// What was stopped on purpose boots when it starts again, unless it goes back to something meanwhile; and its
    /// guest moves no further: a commit would let it run elsewhere.
    VmRecord wanted(Desired next) {
        if (next != Desired.STOPPED || desired == Desired.STOPPED) {
            return withDesired(next);
        }
        VmRecord staying = migration.isPresent() && !movesWithoutGuest() ? aborted() : this;
        return staying.withDesired(next).with(staying.copies.booting());
    }

    VmRecord withDesired(Desired next) {
        return new VmRecord(spec, epoch, owner, next, migration, settled, changes, copies, places);
    }

    /// The same epoch; what was in flight goes on.
    VmRecord withOwner(Owner next) {
        return new VmRecord(spec, epoch, Optional.of(next), desired, migration, settled, changes, copies, places);
    }

    /// The next epoch, with this owner; what was in flight has lost.
    VmRecord assigned(Owner next) {
        return with(epoch + 1, Optional.of(next), ended(false), changes.overtaken("it was given to another host"))
                .with(places.home(Optional.empty()));
    }

    /// The same, to start at this host.
    VmRecord bound(HostId home) {
        return with(places.home(Optional.of(home)));
    }

    private VmRecord with(Places next) {
        return new VmRecord(spec, epoch, owner, desired, migration, settled, changes, copies, next);
    }

    /// The move that it waits for; none while it moves.
    public Optional<QueuedMove> queued() {
        return places.queued();
    }

    /// The same, with a guest that found this of its processor.
    VmRecord finding(List<CpuFeature> features) {
        return with(places.found(features));
    }

    /// What its guest found of its processor when it booted.
    public List<CpuFeature> found() {
        return places.found();
    }

    /// Where it starts next: where its disk is, if that is its host's own; else where somebody moved it while it had no
    /// guest, or to restart, if that host takes it then.
    public Optional<HostId> home() {
        return places.home();
    }

    /// Where its guest is; or, without one, its home.
    public Optional<HostId> place() {
        return owner.map(Owner::host).or(this::home);
    }

    public boolean hasLocalDisk() {
        return spec.hasLocalDisk();
    }

    /// The host that has its disk, if that is a host's own; empty where none was written yet.
    public Optional<HostId> diskHost() {
        return home().or(() -> owner.filter(_ -> epoch > 1).map(Owner::host)).filter(_ -> hasLocalDisk());
    }

    /// Whether it moves without a guest: that was stopped, or has to end first.
    public boolean movesWithoutGuest() {
        return migration.filter(it -> !it.terms().mode().movesMemory()).isPresent();
    }

    /// The same epoch without an owner; what was in flight has lost. It starts next where its disk is, if that is its
    /// host's own.
    VmRecord stopped() {
        return with(epoch, Optional.empty(), ended(false), changes.overtaken("it stopped"))
                .with(homeOfDisk());
    }

    private Places homeOfDisk() {
        return hasLocalDisk()
                ? owner.map(last -> places.home(Optional.of(last.host()))).orElse(places)
                : places;
    }

    /// The same epoch without an owner, as its guest has ended to start elsewhere; its disk goes there now.
    VmRecord departing() {
        return ownerless(changes.overtaken("it starts elsewhere"), copies, homeOfDisk());
    }

    private VmRecord ownerless(Changes left, Copies taken, Places next) {
        return new VmRecord(spec, epoch, Optional.empty(), desired, migration, settled, left, taken, next);
    }

    /// The same, with a disk that is gone with its host's process. Nobody starts an empty one unasked. Empty if its
    /// disk is on none of these hosts.
    Optional<VmRecord> disklessBy(Collection<HostId> hosts) {
        return home().filter(home -> hasLocalDisk() && hosts.contains(home))
                .map(_ -> homeless().unlessDiskGone());
    }

    /// The same, to start anywhere.
    VmRecord homeless() {
        return with(places.home(Optional.empty()));
    }

    private VmRecord unlessDiskGone() {
        boolean gone = owner.isEmpty() && migration.isEmpty() && home().isEmpty();
        return gone ? withDesired(Desired.STOPPED) : this;
    }

    /// The same epoch without an owner; what is in flight may still be committed. An unprotected VM that ran is not
    /// started again by itself.
    ///
    /// @param ended whether the host's process has ended, and took its own disk along
    VmRecord withoutOwner(boolean ran, boolean ended) {
        String why = "its host was lost";
        return ownerless(changes.overtaken(why), copies.overtaken(why), ended ? places : homeOfDisk())
                .unlessGone(ran);
    }

    /// One that ran and is nowhere now: if nothing protects it, nobody starts it again unasked.
    VmRecord unlessGone(boolean ran) {
        boolean gone = ran && owner.isEmpty() && migration.isEmpty() && !spec.isProtected();
        return gone ? withDesired(Desired.STOPPED) : this;
    }

    VmRecord migrating(Migration next) {
        return new VmRecord(
                spec,
                epoch,
                owner,
                desired,
                Optional.of(next),
                settled,
                changes,
                copies,
                places.queued(Optional.empty()));
    }

    VmRecord queued(Optional<QueuedMove> next) {
        return new VmRecord(spec, epoch, owner, desired, migration, settled, changes, copies, places.queued(next));
    }

    /// The next epoch, at the target.
    ///
    /// @param debt that it has to the source
    VmRecord committed(Owner target, Optional<Debt> debt) {
        return with(epoch + 1, Optional.of(target), ended(true).map(end -> end.owing(debt)), changes);
    }

    /// The same, with another debt.
    VmRecord owing(Optional<Debt> debt) {
        return new VmRecord(
                spec, epoch, owner, desired, migration, settled.map(last -> last.owing(debt)), changes, copies, places);
    }

    /// The same, with what it is owed lost; empty if none of these hosts owes it anything.
    Optional<VmRecord> orphanedBy(Collection<HostId> hosts) {
        return debt().filter(debt -> hosts.contains(debt.host()) && !debt.lost())
                .map(debt -> owing(Optional.of(new Debt(debt.host(), debt.incarnation(), true))));
    }

    /// The next epoch, with its disk at the target.
    VmRecord moved(HostId target) {
        return with(epoch + 1, Optional.empty(), ended(true), changes).bound(target);
    }

    /// The next epoch, where it was. A guest that was to end for the move need not.
    VmRecord aborted() {
        return movesWithoutGuest()
                ? with(epoch + 1, owner, ended(false), changes.overtaken("its move came to nothing"))
                        .unlessDiskGone()
                : with(epoch + 1, owner, ended(false), changes).unlessGone(true);
    }

    /// Of another make from now on.
    VmRecord revised(VmSpec next, Changes now) {
        return new VmRecord(next, epoch, owner, desired, migration, settled, now, copies, places);
    }

    VmRecord with(Changes now) {
        return new VmRecord(spec, epoch, owner, desired, migration, settled, now, copies, places);
    }

    VmRecord with(Copies now) {
        return new VmRecord(spec, epoch, owner, desired, migration, settled, changes, now, places);
    }

    /// A clone that was taken of another on this host, and may run there.
    static VmRecord cloned(VmSpec spec, Owner owner, CopyId copy) {
        return new VmRecord(
                spec,
                1,
                Optional.of(owner),
                Desired.RUNNING,
                Optional.empty(),
                Optional.empty(),
                Changes.none(),
                Copies.from(copy, false));
    }

    /// The next epoch on its host, where the guest of this one has ended.
    VmRecord rebooted(Owner next) {
        return with(epoch + 1, Optional.of(next), settled, changes.overtaken("it rebooted"));
    }

    /// What it may need on its owner's host: as it is, or as it is to be, whichever is more.
    public VmSpec promised() {
        return changes.asked().map(asked -> asked.atLeast(spec)).orElse(spec);
    }

    private VmRecord with(long nextEpoch, Optional<Owner> next, Optional<Settled> ended, Changes now) {
        return new VmRecord(
                spec,
                nextEpoch,
                next,
                desired,
                Optional.empty(),
                ended,
                now,
                copies.overtaken("its guest ended"),
                places);
    }

    private Optional<Settled> ended(boolean committed) {
        return migration.isEmpty()
                ? settled
                : Optional.of(new Settled(migration.get().id(), epoch, committed));
    }
}
