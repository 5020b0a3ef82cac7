package io.godwit.host;

import io.godwit.device.Disk;
import io.godwit.device.Disk.Basis;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.CopyId;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/// Commands that start, stop, pause and describe VMs. Each is answered exactly once, unless the host loses power.
public sealed interface Lifecycle extends HypervisorCommand {

    /// Starts a VM from its disk: admission, then `Open(vm, epoch)` on its datastore, then the guest. Answered by
    /// [Started], [Rejected], [Fenced] or [Illegal].
    ///
    /// @param incarnation of the node, for the history
    /// @param memoryLost whether it ran before and its memory is gone
    /// @param origin what its disk starts from
    record StartVm(
            VmSpec spec,
            long epoch,
            long incarnation,
            boolean memoryLost,
            Optional<Origin> origin,
            ActorRef<Answer> replyTo)
            implements Lifecycle {

        public StartVm(VmSpec spec, long epoch, long incarnation, boolean memoryLost, ActorRef<Answer> replyTo) {
            this(spec, epoch, incarnation, memoryLost, Optional.empty(), replyTo);
        }
    }

    /// @param basis what a disk starts from, if it has not come to that revision yet
    /// @param recall whether the guest goes on from the memory that was kept beside that copy, as long as its disk is
    ///     as it was then. If that memory is not there, or is not what it was, the guest boots
    record Origin(Basis basis, boolean recall) {}

    /// Ends a VM in any phase. Its disk stays. Answered by [Stopped] or [Illegal].
    record StopVm(VmId vm, Why why, ActorRef<Answer> replyTo) implements VmCommand {}

    /// As [StopVm], and discards the disk.
    record DestroyVm(VmId vm, ActorRef<Answer> replyTo) implements VmCommand {}

    /// Answered by [Paused], once nothing of the guest moves any more, or [Illegal]. A VM that is paused already stays
    /// so, for the reason it had.
    record PauseVm(VmId vm, Why why, ActorRef<Answer> replyTo) implements VmCommand {}

    /// Lets a paused VM go on, or an installed one begin. A new epoch opens the disk first. Answered by [Resumed],
    /// [Fenced] (the VM is gone) or [Illegal].
    record ResumeVm(VmId vm, long epoch, Why why, ActorRef<Answer> replyTo) implements VmCommand {}

    /// Makes a VM that runs or is paused another, as far as that goes without a reboot: all of it at once, or nothing.
    /// Answered by [Revised], [Rejected] or [Illegal].
    record ReviseVm(VmId vm, VmSpec to, ActorRef<Answer> replyTo) implements VmCommand {}

    /// Lets a guest fail: what a bug in it would do. Answered by [Stopped] or [Illegal].
    ///
    /// @param panic whether it takes its kernel along: a VM has its own, containers have one of their host
    record CrashVm(VmId vm, boolean panic, ActorRef<Answer> replyTo) implements VmCommand {}

    /// Lets a guest get out of hand, until that time has passed, it is told to behave, or it ends or moves. Answered by
    /// [Misbehaves], or by [Stopped] if it ends by it, or by [Illegal].
    ///
    /// @param as in whose name it forges; empty: in that of another VM of its host, if there is one
    /// @param lasting empty: until it is told to behave
    record Misbehave(VmId vm, Misbehaviour how, Optional<VmId> as, Optional<Duration> lasting, ActorRef<Answer> replyTo)
            implements VmCommand {}

    /// Lets it do that no more. Answered by [Behaves] or [Illegal].
    record Behave(VmId vm, Misbehaviour how, ActorRef<Answer> replyTo) implements VmCommand {}

    /// Nobody refers to this any more, if it is on the host's own disk: the disk of a VM that was destroyed, or a copy.
    /// Answered by [Forgot], again and again.
    ///
    /// @param epoch nothing older writes to the VM's disk from then on
    /// @param copy empty: it is the VM's disk
    record Forget(VmId vm, long epoch, Optional<CopyId> copy, ActorRef<Forgot> replyTo) implements Lifecycle {}

    /// It is not on the host's own disk any more, if it ever was.
    record Forgot(HostId host, VmId vm, long epoch, Optional<CopyId> copy) {}

    /// From now on tells of each guest that ends by itself.
    record WatchEnds(ActorRef<Ended> watcher) implements Lifecycle {}

    /// A guest ended that nobody asked to end.
    record Ended(VmId vm) {}

    /// Takes a VM as it is at one instant: its disk is kept under a name, and each clone has its memory, and waits for
    /// [ResumeVm]. The guest stands still for about a round trip to its disk. Answered by [Copied], [CopyFailed] or
    /// [Illegal].
    ///
    /// @param epoch of the guest
    /// @param incarnation of the node, for the history
    record CopyVm(VmId vm, long epoch, CopyId copy, Taking what, long incarnation, ActorRef<Answer> replyTo)
            implements VmCommand {}

    /// What is taken beside the disk.
    sealed interface Taking {

        /// Those that get the memory at once.
        default List<VmSpec> clones() {
            return List.of();
        }

        record Nothing() implements Taking {}

        /// The memory, beside the disk on its datastore: answered when all of it is there, long after the guest went
        /// on.
        record Memory() implements Taking {}

        /// The memory, as above, and time at the disk for all of the disk, as it is read and written.
        record Whole() implements Taking {}

        record Clones(@Override List<VmSpec> clones) implements Taking {

            public Clones {
                clones = List.copyOf(clones);
            }
        }
    }

    record DescribeHost(ActorRef<HostDescription> replyTo) implements Lifecycle {}

    /// Looks at one side of the whole host. Answered by [Inspected].
    ///
    /// @param question a number that the answer bears
    record InspectHost(long question, HostTopic topic, ActorRef<Inspected> replyTo) implements Lifecycle {}

    /// @param insight that of the topic
    record Inspected(long question, HostInsight insight) {}

    /// Begins to watch the VMs of the host, where nobody did. Answered by [Used].
    record TellUse(ActorRef<Used> replyTo) implements Lifecycle {}

    record Used(HostId host, List<VmUse> vms) {}

    /// What does the host's own disk hold of a VM, be that here or not? Answered by [DiskAudited]. Opens nothing.
    record AuditDisk(VmId vm, ActorRef<DiskAudited> replyTo) implements Lifecycle {}

    /// @param floor the oldest epoch that may still write
    record DiskAudited(VmId vm, long floor, List<Disk.Held> held) {

        public DiskAudited {
            held = List.copyOf(held);
        }
    }

    /// Answered by [VmDescription] or [Illegal].
    record DescribeVm(VmId vm, ActorRef<Answer> replyTo) implements VmCommand {}

    /// Answered by [VmInspection] or [Illegal].
    record InspectVm(VmId vm, ActorRef<Answer> replyTo) implements VmCommand {}

    /// Answered by [VmDevices] or [Illegal].
    record DescribeDevices(VmId vm, ActorRef<Answer> replyTo) implements VmCommand {}

    /// A command for a VM that should be here.
    sealed interface VmCommand extends Lifecycle
            permits StopVm,
                    DestroyVm,
                    PauseVm,
                    ResumeVm,
                    ReviseVm,
                    CopyVm,
                    CrashVm,
                    Misbehave,
                    Behave,
                    DescribeVm,
                    DescribeDevices,
                    InspectVm {

        VmId vm();

        ActorRef<Answer> replyTo();
    }

    sealed interface Answer
            permits Started,
                    Rejected,
                    Fenced,
                    Stopped,
                    Paused,
                    Resumed,
                    Revised,
                    Copied,
                    CopyFailed,
                    Misbehaves,
                    Behaves,
                    VmDescription,
                    VmDevices,
                    VmInspection,
                    Illegal {

        VmId vm();
    }

    record Started(VmId vm, long epoch) implements Answer {}

    record Rejected(VmId vm, Refusal why) implements Answer {}

    /// The datastore knows a newer epoch. The VM is not here any more.
    record Fenced(VmId vm, long epoch, long floor) implements Answer {}

    record Stopped(VmId vm, long epoch) implements Answer {}

    record Paused(VmId vm, long epoch) implements Answer {}

    record Resumed(VmId vm, long epoch) implements Answer {}

    record Revised(VmId vm, long epoch) implements Answer {}

    /// @param stunNs for how long the guest stood still
    /// @param tookNs from the order to the end
    /// @param writes that the kept disk holds
    /// @param pages of memory that were kept
    record Copied(VmId vm, CopyId copy, long stunNs, long tookNs, long writes, long pages) implements Answer {}

    /// The guest goes on, and there are no clones.
    ///
    /// @param why a sentence without a full stop
    record CopyFailed(VmId vm, CopyId copy, String why) implements Answer {}

    record Misbehaves(VmId vm, Misbehaviour how) implements Answer {}

    record Behaves(VmId vm, Misbehaviour how) implements Answer {}

    /// The command makes no sense for the VM as it is.
    ///
    /// @param command name of the command, such as `PauseVm`
    /// @param phase what the VM is instead: `absent`, `reserved`, `opening`, ...
    record Illegal(VmId vm, String command, String phase) implements Answer, Transfer.Answer {}
}
