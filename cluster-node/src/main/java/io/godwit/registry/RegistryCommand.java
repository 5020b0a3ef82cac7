package io.godwit.registry;

import io.godwit.history.FleetEvent.Evidence;
import io.godwit.identity.CopyId;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.migration.precopy.Terms;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Optional;

/// What can change the registry: each is one log entry, applied once, and a repeat gets the same answer.
///
/// Commands on a VM carry the epoch they were decided on: they are compare-and-set.
public sealed interface RegistryCommand {

    /// A process of a node asks for its incarnation. The same boot gets the same one, unless it was declared lost: then
    /// a new one.
    ///
    /// @param boot names the process, so that a repeat is told from a restart
    record JoinNode(NodeId node, String boot, List<HostRecord> hosts) implements RegistryCommand {}

    /// From here on this incarnation owns nothing new: commits and confirmations by it are refused.
    ///
    /// @param term of the controller that decided. Only the leader of this very term may append it, and it is
    ///     refused in any other: a controller that slept through its succession must not fence a node that its
    ///     successor grants to
    record DeclareLost(NodeId node, long incarnation, Evidence evidence, long term) implements RegistryCommand {}

    /// Takes a host out of placement, or back in.
    ///
    /// @param priority of the moves that empty it
    record Cordon(HostId host, boolean cordoned, Priority priority) implements RegistryCommand {}

    record CreateVm(VmSpec spec) implements RegistryCommand {}

    /// One whose disk is to start from a copy that its datastore has, and whose guest from the memory beside that.
    ///
    /// @param recalls whether there is such a memory
    record AdoptVm(VmSpec spec, CopyId copy, boolean recalls) implements RegistryCommand {}

    /// The VM is forgotten for good; it can't come back by any later command.
    record DestroyVm(VmId vm) implements RegistryCommand {}

    record SetDesired(VmId vm, Desired desired) implements RegistryCommand {}

    /// (epoch) → (host, epoch + 1, assigned). Refused while the VM runs on an incarnation that is not lost.
    ///
    /// @param term of the controller that decided; refused unless appended in this very term
    record Assign(VmId vm, long epoch, HostId host, long term) implements RegistryCommand {}

    /// The host takes its assignment up: only now may the guest run.
    ///
    /// @param boots whether its guest takes a time to begin, which [ReportUp] ends
    record ConfirmStart(VmId vm, long epoch, HostId host, long incarnation, boolean boots) implements RegistryCommand {

        /// Of a guest that begins at once.
        public ConfirmStart(VmId vm, long epoch, HostId host, long incarnation) {
            this(vm, epoch, host, incarnation, false);
        }
    }

    /// The guest that was booting has begun.
    record ReportUp(VmId vm, long epoch, HostId host, long incarnation) implements RegistryCommand {}

    /// The host stopped the VM, or could not start it.
    ///
    /// @param ended its guest had begun, and ended by itself or with its host's power: one that nothing protects is not
    ///     started again
    record ReportStopped(VmId vm, long epoch, HostId host, long incarnation, String why, boolean ended)
            implements RegistryCommand {

        /// Of a guest that was made to end, or never began.
        public ReportStopped(VmId vm, long epoch, HostId host, long incarnation, String why) {
            this(vm, epoch, host, incarnation, why, false);
        }
    }

    /// Notes that the VM is to move when its turn comes. One move of a VM waits at a time, and none while it moves.
    record QueueMove(VmId vm, long epoch, Optional<HostId> to, Terms terms, Priority priority)
            implements RegistryCommand {}

    /// A move that waits is to wait no more.
    ///
    /// @param ticket of that move, so that no later one is dropped
    record DropMove(VmId vm, long ticket, String why) implements RegistryCommand {}

    /// A VM that was stopped is to start at this host next; a guest that runs ends, and starts there. Should that host
    /// not take it when it comes to that, it starts where it can.
    ///
    /// @param restarts whether there may be a guest to end
    record MoveHome(VmId vm, long epoch, HostId to, boolean restarts) implements RegistryCommand {}

    /// Notes that m may commit. One migration of a VM at a time; one that waited waits no more.
    ///
    /// @param terms so that whoever leads next can tell its source
    record BeginMigration(VmId vm, long epoch, MigrationId migration, HostId source, HostId target, Terms terms)
            implements RegistryCommand {

        /// As usual.
        public BeginMigration(VmId vm, long epoch, MigrationId migration, HostId source, HostId target) {
            this(vm, epoch, migration, source, target, Terms.byDefault());
        }
    }

    /// (source, epoch, m) → (target, epoch + 1). Proposed by the target.
    ///
    /// @param owed whether the target depends on the source for pages from then on, until [EndPull]
    record CommitMigration(VmId vm, long epoch, MigrationId migration, HostId target, long incarnation, boolean owed)
            implements RegistryCommand {

        /// With all pages at the target.
        public CommitMigration(VmId vm, long epoch, MigrationId migration, HostId target, long incarnation) {
            this(vm, epoch, migration, target, incarnation, false);
        }
    }

    /// (target, epoch + 1, m, owed) → (target, epoch + 1). Proposed by the target, which has all pages now.
    ///
    /// @param epoch the one the migration was begun on
    record EndPull(VmId vm, long epoch, MigrationId migration) implements RegistryCommand {}

    /// (source, epoch, m) → (source, epoch + 1). Anyone may propose it; exactly one of commit and abort wins.
    record AbortMigration(VmId vm, long epoch, MigrationId migration, String why) implements RegistryCommand {}

    /// Notes that the VM is to be another: its spec may differ in size, CPU share and standing for memory. Nobody owns
    /// it: it is that from now on. Else its owner is asked, and [SettleRevision] says what became of it. Refused while
    /// the VM moves.
    ///
    /// @param revision of the record it was decided on
    /// @param byReboot its owner is not asked: the VM ends and starts again with the new spec
    record ReviseVm(VmId vm, long revision, VmSpec spec, boolean byReboot) implements RegistryCommand {}

    /// Its owner has made a VM what it is to be, or can't.
    ///
    /// @param denied why it can't; empty: it has
    record SettleRevision(VmId vm, long revision, HostId host, long incarnation, Optional<String> denied)
            implements RegistryCommand {}

    /// The guest of this epoch is to end, and to start again on its host from its disk.
    record RebootVm(VmId vm, long epoch) implements RegistryCommand {}

    /// (host, epoch, to reboot) → (host, epoch + 1, running): the guest of the epoch has ended, and the next may run.
    ///
    /// @param boots whether its guest takes a time to begin
    record ConfirmReboot(VmId vm, long epoch, HostId host, long incarnation, boolean boots) implements RegistryCommand {

        /// Of a guest that begins at once.
        public ConfirmReboot(VmId vm, long epoch, HostId host, long incarnation) {
            this(vm, epoch, host, incarnation, false);
        }
    }

    /// (epoch, a running owner) → its host is to take it as it is; (epoch, nobody, stopped) → its disk is to be kept.
    /// One copy at a time, and none while it moves.
    record BeginCopy(VmId vm, long epoch, Copies.Aim aim) implements RegistryCommand {}

    /// A copy is taken, or came to nothing. VMs that come of it begin with this entry of the log.
    sealed interface CopyEnding extends RegistryCommand permits EndCopy, EndColdCopy {

        VmId vm();

        CopyId copy();

        /// Why there is none; empty: it is there.
        Optional<String> failed();

        CopyEnding failed(String why);

        /// Where clones begin that have their source's memory.
        Optional<VmRecord.Owner> place();
    }

    /// The host has taken the copy, or could not.
    ///
    /// @param failed why; empty: the copy is there
    record EndCopy(
            VmId vm, long epoch, CopyId copy, Optional<String> failed, Copies.Took took, HostId host, long incarnation)
            implements CopyEnding {

        @Override
        public EndCopy failed(String why) {
            return new EndCopy(vm, epoch, copy, Optional.of(why), took, host, incarnation);
        }

        @Override
        public Optional<VmRecord.Owner> place() {
            return Optional.of(new VmRecord.Owner(host, incarnation, true));
        }
    }

    /// The disk of a VM that was stopped is kept, or could not be.
    ///
    /// @param failed why; empty: the copy is there
    /// @param writes that it holds
    record EndColdCopy(VmId vm, long epoch, CopyId copy, Optional<String> failed, long writes) implements CopyEnding {

        @Override
        public EndColdCopy failed(String why) {
            return new EndColdCopy(vm, epoch, copy, Optional.of(why), writes);
        }

        @Override
        public Optional<VmRecord.Owner> place() {
            return Optional.empty();
        }
    }

    /// Somebody wants the VM's disk to go back: what was acknowledged since the snapshot is undone on purpose. A guest
    /// that runs ends, and starts again in a new epoch.
    record RestoreVm(VmId vm, long epoch, String snapshot) implements RegistryCommand {}

    record DropSnapshot(VmId vm, String snapshot) implements RegistryCommand {}

    /// About saved images.
    sealed interface OfImage extends RegistryCommand permits SaveImage, RemoveImage, MakeVm {}

    /// What the VM's snapshot has is an image from now on, of which VMs can be made.
    record SaveImage(String image, VmId vm, String snapshot) implements OfImage {}

    /// The image is no more. Refused while a VM is based on it.
    record RemoveImage(String image) implements OfImage {}

    /// One whose disk is to start from a saved image.
    record MakeVm(VmSpec spec, String image) implements OfImage {}

    /// Datastores have dropped this, durably. What is not left any more is left out.
    record Clear(List<Remains> gone) implements RegistryCommand {

        /// How many one command names at most: a few dozen KiB in the log.
        public static final int MAX_AT_ONCE = 256;

        public Clear {
            gone = List.copyOf(gone);
        }
    }

    /// The group has so many VMs from now on. New ones are of the make of its newest, with numbers that none ever had;
    /// those with the highest numbers go first.
    ///
    /// @param from how many it had when this was decided
    record ScaleGroup(String group, int from, int to) implements RegistryCommand {}

    /// The group's size follows its utilisation from now on; or it does no more.
    record RuleGroup(String group, Optional<GroupRule> rule) implements RegistryCommand {}

    /// What its owner wants a VM to be.
    enum Desired {
        RUNNING,
        PAUSED,
        STOPPED
    }
}
