package io.godwit.history;

import io.godwit.history.FleetEvent.Evidence;
import io.godwit.identity.CopyId;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import java.util.List;
import java.util.Optional;

/// What the registry did, written by its replicas and its clients: enough to check that it is linearizable.
public sealed interface RegistryEvent extends Event {

    /// A client sent a command or a linearizable query.
    record Invoked(String command, String what) implements RegistryEvent {}

    /// The client has its answer.
    record Returned(String command, String answer) implements RegistryEvent {}

    /// A replica applied a log entry. Each replica writes one; equal indexes must carry equal commands and answers.
    record Applied(long index, long term, String command, String what, String answer) implements RegistryEvent {}

    /// The client's question was answered with what stood after this log entry.
    record Saw(String command, long index) implements RegistryEvent {}

    /// What a log entry made true. Each replica that applies it writes the same, in the log's order; a repeated command
    /// makes nothing true.
    record Decided(long index, long term, Decision decision) implements RegistryEvent {}

    sealed interface Decision {}

    /// @param boot names the process; another than before means that the one before has ended
    record NodeJoined(NodeId node, long incarnation, String boot) implements Decision {}

    record NodeLost(NodeId node, long incarnation, Evidence evidence) implements Decision {}

    /// @param usable it may be given VMs, as far as people are concerned
    record HostStands(HostId host, NodeId node, long memoryBytes, int cores, boolean usable) implements Decision {}

    /// @param owner empty: nobody runs it
    /// @param wanted false: it was stopped on purpose
    record VmStands(VmId vm, long epoch, Optional<Owner> owner, boolean wanted) implements Decision {}

    /// What a VM is to be, from its creation and from each change on.
    ///
    /// @param revision how often it was asked to be another by then
    record VmSized(VmId vm, long revision, int vcpus, long memoryBytes) implements Decision {}

    /// Somebody wants the VM's disk to go back to a snapshot: what the epochs up to this one wrote since then is undone
    /// on purpose.
    record VmRestored(VmId vm, String snapshot, long epoch) implements Decision {}

    /// A copy of the VM ended: it is there with all that comes of it, or it came to nothing.
    ///
    /// @param as the snapshot's name, or those of the clones
    /// @param failed why it came to nothing
    /// @param took nothing if it did
    record CopyEnded(VmId vm, CopyId copy, CopyKind kind, List<String> as, Optional<String> failed, CopyTook took)
            implements Decision {}

    enum CopyKind {
        SNAPSHOT,
        SNAPSHOT_WITH_MEMORY,
        CLONE,
        FULL_CLONE
    }

    /// What a copy took.
    ///
    /// @param stunNs for how long the guest stood still
    /// @param tookNs from the order to its host until all of it was durable
    /// @param writes that the kept disk holds
    /// @param pages of memory that went to its datastore
    record CopyTook(long stunNs, long tookNs, long writes, long pages) {

        public static final CopyTook NOTHING = new CopyTook(0, 0, 0, 0);
    }

    record VmDestroyed(VmId vm) implements Decision {}

    /// Somebody refers to the copy from now on: it is being taken, a name stands for it, or a disk starts from it.
    record CopyReferred(CopyId copy) implements Decision {}

    /// Nobody refers to the copy any more: it may be dropped.
    record CopyReleased(CopyId copy) implements Decision {}

    /// @param running false while assigned and not yet confirmed
    /// @param booting it may run, and its guest has not begun yet
    record Owner(HostId host, long incarnation, boolean running, boolean booting) {

        /// One whose guest has begun, if it may run.
        public Owner(HostId host, long incarnation, boolean running) {
            this(host, incarnation, running, false);
        }
    }
}
