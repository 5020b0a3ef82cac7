package io.godwit.array;

import io.godwit.device.DeviceGrant;
import io.godwit.device.Disk.Basis;
import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import io.godwit.device.Disk.Seal;
import io.godwit.device.DiskClaim;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.link.WireMessage;
import io.godwit.log.Bytes;
import java.util.List;
import java.util.Optional;

/// How hosts and auditors speak to a storage array: the words of [io.godwit.device.Disk] on the link. Service
/// [#SERVICE] on the array's node.
///
/// An answer goes to the endpoint that asked and carries its number. The link may lose either, so whoever has no answer
/// asks again with the same number; it may be answered twice.
public sealed interface ArrayWire extends WireMessage {

    String SERVICE = "array";

    /// Whom a question about all is about.
    VmId NOBODY = new VmId("-");

    long request();

    VmId vm();

    sealed interface Request extends ArrayWire {}

    /// True of what is durable, and of that alone.
    sealed interface Answer extends ArrayWire {}

    /// Raises the floor of the VM's disk to `epoch`; nothing older is accepted from then on.
    ///
    /// @param basis the copy that the disk starts from, if it has not come to that revision yet
    record Open(long request, VmId vm, long epoch, Optional<Basis> basis) implements Request {}

    record Write(long request, VmId vm, long epoch, Numbered what) implements Request {}

    /// The VM is destroyed: its content goes, its floor rises to `epoch`.
    record Discard(long request, VmId vm, long epoch) implements Request {}

    /// Asks for all that is held of a VM: for auditors, opens nothing.
    record Audit(long request, VmId vm) implements Request {}

    /// Keeps the VM's disk as it is.
    record Freeze(long request, VmId vm, long epoch, CopyId copy) implements Request {}

    /// Keeps a disk from elsewhere.
    record Plant(long request, VmId vm, CopyId copy, List<Held> held) implements Request {}

    /// Keeps a batch of the memory of a copy.
    ///
    /// @param pages how many there are in the batch: the disk is charged their size
    /// @param batch in the form of [io.godwit.memory.PageBatchCodec], which is all the same to the array
    record Store(long request, VmId vm, CopyId copy, int index, int pages, Bytes batch) implements Request {}

    /// All of the copy's memory was stored.
    record Finish(long request, VmId vm, CopyId copy, Seal seal) implements Request {}

    record Load(long request, VmId vm, CopyId copy, int index) implements Request {}

    /// Reads what a copy holds, and opens nothing.
    record Peek(long request, VmId vm, CopyId copy) implements Request {}

    /// Forgets a copy, for good.
    record Drop(long request, VmId vm, CopyId copy) implements Request {}

    /// Moves bytes through the disks.
    record Move(long request, VmId vm, long bytes) implements Request {}

    /// Asks how much is kept.
    record Weigh(long request) implements Request {

        @Override
        public VmId vm() {
            return NOBODY;
        }
    }

    /// What a VM's bulk asks for from now on, until it is claimed again or [io.godwit.device.ClaimBook#LASTS] has
    /// passed. Answered by [Granted], at once and whenever that changes, or by [ClaimRefused]; nothing of it is
    /// durable.
    ///
    /// @param bulk empty: for nothing any more, which is not answered
    record Claim(long request, VmId vm, long epoch, Optional<DiskClaim> bulk) implements Request {}

    /// What a VM's bulk gets from now on.
    record Granted(long request, VmId vm, long epoch, DeviceGrant grant) implements Answer {}

    /// The epoch of a claim is below the floor.
    record ClaimRefused(long request, VmId vm, long epoch, long floor) implements Answer {}

    /// @param held per client, so that a guest goes on where the disk is
    /// @param memory that fits the disk, as long as nothing was written since it started from a copy
    record Opened(long request, VmId vm, long epoch, List<Held> held, Optional<Seal> memory) implements Answer {}

    record Written(long request, VmId vm, long epoch) implements Answer {}

    /// The epoch is below the floor: somebody newer owns the disk.
    record Fenced(long request, VmId vm, long epoch, long floor) implements Answer {}

    record Discarded(long request, VmId vm) implements Answer {}

    /// @param held per client
    record Audited(long request, VmId vm, long floor, List<Held> held) implements Answer {}

    /// @param writes that the copy holds
    record Frozen(long request, VmId vm, CopyId copy, long writes) implements Answer {}

    record Stored(long request, VmId vm, CopyId copy) implements Answer {}

    record Loaded(long request, VmId vm, CopyId copy, int index, Bytes batch) implements Answer {}

    /// @param memory that was kept beside it, if all of that is there
    record Peeked(long request, VmId vm, CopyId copy, List<Held> held, Optional<Seal> memory) implements Answer {}

    record Dropped(long request, VmId vm, CopyId copy) implements Answer {}

    record Moved(long request, VmId vm) implements Answer {}

    /// What is kept; what several disks and copies have in common counts once.
    ///
    /// @param disks of VMs that hold something
    /// @param copies of disks
    /// @param diskBytes of all disks and copies
    /// @param memoryBytes of the memories that are kept beside copies
    record Weighed(long request, long disks, long copies, long diskBytes, long memoryBytes) implements Answer {

        @Override
        public VmId vm() {
            return NOBODY;
        }
    }

    /// The copy is not here, or not whole; nothing changed.
    record Missing(long request, VmId vm, CopyId copy) implements Answer {}
}
