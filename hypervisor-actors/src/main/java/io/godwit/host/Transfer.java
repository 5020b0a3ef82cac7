package io.godwit.host;

import io.godwit.device.Disk;
import io.godwit.device.Relocation;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.memory.PageBatch;
import io.godwit.memory.PageCursor;
import io.godwit.memory.PagePick;
import io.godwit.memory.PageSet;
import io.godwit.vm.GuestState;
import io.godwit.vm.VmSpec;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/// What the two ends of a migration ask of their hypervisors. Each is answered exactly once, by the answer named or by
/// [Lifecycle.Illegal], unless the host loses power.
public sealed interface Transfer extends HypervisorCommand {

    VmId vm();

    ActorRef<Answer> replyTo();

    /// At the target: keeps room for a VM that is on its way. Answered by [Reserved] or [Refused].
    record ReserveVm(VmSpec spec, MigrationId migration, ActorRef<Answer> replyTo) implements Transfer {

        @Override
        public VmId vm() {
            return spec.id();
        }
    }

    /// At the target: what would the VM's arrival take, beside its pages? Asks its datastore what it holds, and opens
    /// nothing, so that the VM may run elsewhere. Answered by [ArrivalTried] when the
    /// datastore has answered.
    record TryArrival(VmSpec spec, ActorRef<Answer> replyTo) implements Transfer {

        @Override
        public VmId vm() {
            return spec.id();
        }
    }

    /// Remembers from exactly now which pages the guest writes. Answered by [DirtyLogOpened].
    record OpenDirtyLog(VmId vm, ActorRef<Answer> replyTo) implements Transfer {}

    /// Answered by [DirtyLogClosed]; a closed log may be closed again.
    record CloseDirtyLog(VmId vm, ActorRef<Answer> replyTo) implements Transfer {}

    /// Counts the different pages that a guest writes, beside what a migration logs. Answered by [WritesSeen].
    record WatchWrites(VmId vm, WatchStep step, ActorRef<Answer> replyTo) implements Transfer {}

    enum WatchStep {
        BEGIN,
        READ,
        END
    }

    /// Takes a part of its CPU from a guest, so that it writes less. Answered by [Throttled].
    ///
    /// @param percent 0 to 99; 0 gives all back
    record ThrottleCpu(VmId vm, int percent, ActorRef<Answer> replyTo) implements Transfer {}

    /// From now on the host's own threads want so much CPU to move the VM, beside all VMs. Not answered: what they get
    /// of it is in [PagesRead].
    ///
    /// @param nanoCores 0: nothing
    record SpendCpu(VmId vm, long nanoCores, ActorRef<Answer> replyTo) implements Transfer {}

    /// Reads what the next pages of a walk hold. A page written since is in the dirty log. Answered by [PagesRead].
    ///
    /// @param cursor from [DirtyLogOpened] or [DirtyTaken]; only one reader walks it, and only through this command
    /// @param skipsDirtied passes over pages that are in the dirty log as of now
    record ReadPages(VmId vm, PageCursor cursor, int maxPages, boolean skipsDirtied, ActorRef<Answer> replyTo)
            implements Transfer {}

    /// The pages written since the log was opened or last taken, exact as of now. Answered by [DirtyTaken].
    record TakeDirty(VmId vm, ActorRef<Answer> replyTo) implements Transfer {}

    /// At the target: takes pages in; of those of a guest that runs already only what it lacks. Answered by
    /// [PagesWritten].
    record WritePages(VmId vm, PageBatch batch, ActorRef<Answer> replyTo) implements Transfer {}

    /// At the target: takes those of the pages that the host holds for other guests, none of which is zero. Answered by
    /// [HeldTaken].
    record TakeHeld(VmId vm, PageBatch offer, ActorRef<Answer> replyTo) implements Transfer {}

    /// All of a paused guest that isn't pages. Answered by [StateCaptured].
    record CaptureState(VmId vm, ActorRef<Answer> replyTo) implements Transfer {}

    /// At the target: the guest will go on from here when it is resumed. Answered by [StateInstalled].
    ///
    /// @param lacking pages that will come only then
    record InstallState(VmId vm, GuestState state, PageSet lacking, ActorRef<Answer> replyTo) implements Transfer {

        /// With all pages.
        public InstallState(VmId vm, GuestState state, ActorRef<Answer> replyTo) {
            this(vm, state, PageSet.empty(), replyTo);
        }
    }

    /// From now on tells of each page that the guest waits for, by [PageWanted], as often as it asks for it.
    record WatchFaults(VmId vm, ActorRef<Answer> replyTo) implements Transfer {}

    /// No page is lacking any more. Answered by [PullEnded].
    record EndPull(VmId vm, ActorRef<Answer> replyTo) implements Transfer {}

    /// Pages that are lacking will never come: the guest ends as one that failed. Answered by [Released].
    record LoseVm(VmId vm, ActorRef<Answer> replyTo) implements Transfer {}

    /// At the source: the VM's disk, which is its host's own, begins to go along. From now on each write in a place
    /// that was read already is told by [BlockWritten], and its guest hears of it only when [BlockKept] says so.
    /// Answered by [DiskMoved].
    ///
    /// @param withBase whether the target lacks what the disk is an overlay over
    record MirrorDisk(VmId vm, MigrationId migration, boolean withBase, ActorRef<Answer> replyTo) implements Transfer {}

    /// At the source: the disk of a VM that was stopped, its host's own, begins to go. Answered by [DiskMoved].
    ///
    /// @param withBase whether the target lacks what the disk is an overlay over
    record ReadDisk(VmSpec spec, MigrationId migration, boolean withBase, ActorRef<Answer> replyTo)
            implements Transfer {

        @Override
        public VmId vm() {
            return spec.id();
        }
    }

    /// At the target: the disk that has come is the VM's from now on, at this epoch. Room that was kept for its guest
    /// is free. Answered by [Released].
    record KeepDisk(VmId vm, MigrationId migration, long epoch, ActorRef<Answer> replyTo) implements Transfer {}

    /// A further step of the disk, at either end. Answered by [DiskMoved].
    record MoveDisk(VmId vm, Relocation.Step step, ActorRef<Answer> replyTo) implements Transfer {}

    /// The copy of the disk has all writes up to this one. Not answered.
    record BlockKept(VmId vm, long upTo, ActorRef<Answer> replyTo) implements Transfer {}

    /// What all pages hold, as of now, as one number. Answered by [Digested].
    record Digest(VmId vm, ActorRef<Answer> replyTo) implements Transfer {}

    /// The VM lives elsewhere, or will not come: frees all it has here. Refused for a VM that runs. Answered by
    /// [Released], also when there is nothing to free.
    ///
    /// @param elsewhere its epoch there, if its disk went along: a host's own disk forgets it then
    record ReleaseVm(VmId vm, Optional<Elsewhere> elsewhere, ActorRef<Answer> replyTo) implements Transfer {

        public ReleaseVm(VmId vm, ActorRef<Answer> replyTo) {
            this(vm, Optional.empty(), replyTo);
        }
    }

    record Elsewhere(MigrationId migration, long epoch) {}

    sealed interface Answer
            permits Reserved,
                    Refused,
                    ArrivalTried,
                    DirtyLogOpened,
                    DirtyLogClosed,
                    Throttled,
                    PagesRead,
                    DirtyTaken,
                    PagesWritten,
                    HeldTaken,
                    StateCaptured,
                    StateInstalled,
                    PageWanted,
                    PullEnded,
                    DiskMoved,
                    BlockWritten,
                    Digested,
                    WritesSeen,
                    Released,
                    Lifecycle.Illegal {

        VmId vm();
    }

    /// @param hasBase whether the host's own disk has what the VM's disk is an overlay over: another VM of that image
    /// is on
    ///     it
    record Reserved(VmId vm, MigrationId migration, boolean hasBase) implements Answer {}

    record Refused(VmId vm, MigrationId migration, Refusal why) implements Answer {}

    /// @param proofNs what it takes here to restore a container, and to prove a disk that came along; 0 of others
    /// @param diskNs how long its datastore took to answer: as long as it takes to open its disk
    record ArrivalTried(VmId vm, long proofNs, long diskNs) implements Answer {}

    /// @param allPages a walk over all of the guest's pages
    /// @param guest as it is now
    /// @param zeroPages that hold nothing
    /// @param unusedPages of these, those at the end of its memory that nothing was ever written to
    /// @param dumpNs what dumping it takes here; 0 unless it is a container
    record DirtyLogOpened(
            VmId vm, PageCursor allPages, VmDescription guest, long zeroPages, long unusedPages, long dumpNs)
            implements Answer {}

    record DirtyLogClosed(VmId vm) implements Answer {}

    /// @param atNs when they were counted, by the host's timeline
    /// @param written different pages since the watch began
    /// @param touched pages that the guest ever wrote, here or where it came from
    /// @param pages of its memory
    /// @param dumpNs what dumping it takes here; 0 unless it is a container
    record WritesSeen(
            VmId vm, WatchStep step, long atNs, long written, long touched, Zeroes zeroes, long pages, long dumpNs)
            implements Answer {}

    /// Pages of a guest that hold nothing.
    ///
    /// @param all of its memory
    /// @param unused of these, those at its end that nothing was ever written to
    /// @param written those that it wrote since its writes began to be counted; known at the end of that
    record Zeroes(long all, long unused, long written) {}

    /// @param cpu that the guest had until now
    record Throttled(VmId vm, int percent, VmDescription.CpuFigures cpu) implements Answer {}

    /// @param batch empty at the end of the walk
    /// @param cpuBillionths what the host's own threads get of the CPU that they want
    record PagesRead(VmId vm, PageBatch batch, boolean last, long cpuBillionths) implements Answer {}

    record DirtyTaken(VmId vm, PageSet dirty) implements Answer {}

    /// @param lacking how many the guest, which runs already, still lacks
    record PagesWritten(VmId vm, int pages, long lacking) implements Answer {}

    /// @param held those of the offered pages that are in place now
    record HeldTaken(VmId vm, PagePick held) implements Answer {}

    /// @param cpu that the guest had here
    record StateCaptured(VmId vm, long epoch, GuestState state, long digest, VmDescription.CpuFigures cpu)
            implements Answer {}

    record StateInstalled(VmId vm) implements Answer {}

    record PageWanted(VmId vm, long page) implements Answer {}

    /// @param digest of what all pages held where the guest was
    record PullEnded(VmId vm, long digest, Faults faults) implements Answer {}

    /// How often and how long a guest stood still for pages that were not there.
    ///
    /// @param stallNs in all
    /// @param medianNs of one wait, as [io.godwit.cpu.WakeLatency] rounds it; so are the others
    record Faults(long count, long stallNs, long medianNs, long p99Ns, long longestNs) {}

    record DiskMoved(VmId vm, Relocation.Outcome outcome) implements Answer {}

    /// The guest wrote in a place that was read already.
    ///
    /// @param sequence of such writes, from 1
    record BlockWritten(VmId vm, long sequence, Disk.Numbered what) implements Answer {}

    record Digested(VmId vm, long digest) implements Answer {}

    /// @param missedFrames that came for the guest while it stood still here
    record Released(VmId vm, long missedFrames) implements Answer {}
}
