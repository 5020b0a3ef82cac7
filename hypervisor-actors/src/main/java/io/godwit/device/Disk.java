package io.godwit.device;

import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.memory.PageBatch;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.pekko.actor.typed.ActorRef;

/// The port to a datastore: what a hypervisor asks of the actor that stands for it, and what that answers.
///
/// Each request is answered at most once, with its own number, in any order; a datastore that can't be reached answers
/// when it can be again. A write may be repeated: the same (client, number) is kept once.
public final class Disk {

    /// Pages in a batch of a kept memory: 4 MiB of a guest, so that others take turns at the disk every few
    /// milliseconds, and what stands for them fits into a message.
    public static final int BATCH_PAGES = 1024;

    private Disk() {}

    public sealed interface Command {

        long request();

        VmId vm();

        ActorRef<Answer> replyTo();
    }

    /// Durably raises the VM's floor to `epoch` before anything is read. Answered by [Opened], [Fenced] or [Missing].
    ///
    /// @param basis what the disk becomes first; empty: it stays as it is
    public record Open(long request, VmId vm, long epoch, Optional<Basis> basis, ActorRef<Answer> replyTo)
            implements Command {

        public Open(long request, VmId vm, long epoch, ActorRef<Answer> replyTo) {
            this(request, vm, epoch, Optional.empty(), replyTo);
        }
    }

    public record Write(long request, VmId vm, long epoch, Numbered what, ActorRef<Answer> replyTo)
            implements Command {}

    /// Asks what is held, without opening anything: for auditors.
    public record Audit(long request, VmId vm, ActorRef<Answer> replyTo) implements Command {}

    /// The VM is destroyed: its content goes, and the floor rises to `epoch`, so that no old copy writes again.
    /// Answered by [Discarded] or [Fenced].
    public record Discard(long request, VmId vm, long epoch, ActorRef<Answer> replyTo) implements Command {}

    /// Keeps the VM's disk as it is now, forever the same; the VM goes on writing over it. Takes the same time at any
    /// size. Answered by [Frozen], [Fenced], or [Missing] for a copy that was dropped.
    public record Freeze(long request, VmId vm, long epoch, CopyId copy, ActorRef<Answer> replyTo) implements Command {}

    /// Keeps a disk that came from elsewhere. Answered by [Frozen], or [Missing] for a copy that was dropped.
    public record Plant(long request, VmId vm, CopyId copy, List<Held> held, ActorRef<Answer> replyTo)
            implements Command {}

    /// Keeps a part of the memory of a copy. Batches come in the order of `index`, from 0; one that is kept may be
    /// repeated. Answered by [Stored], or [Missing].
    public record Store(long request, VmId vm, CopyId copy, int index, PageBatch pages, ActorRef<Answer> replyTo)
            implements Command {}

    /// All of the copy's memory has been stored. Answered by [Stored], or [Missing] if batches are not there.
    public record Finish(long request, VmId vm, CopyId copy, Seal seal, ActorRef<Answer> replyTo) implements Command {}

    /// Reads a part of the memory of a copy. Answered by [Loaded] or [Missing].
    public record Load(long request, VmId vm, CopyId copy, int index, ActorRef<Answer> replyTo) implements Command {}

    /// Reads what a copy holds, and opens nothing. Answered by [Peeked] or [Missing].
    public record Peek(long request, VmId vm, CopyId copy, ActorRef<Answer> replyTo) implements Command {}

    /// Forgets a copy, for good. VMs that were made from it keep what they have. Answered by [Dropped].
    public record Drop(long request, VmId vm, CopyId copy, ActorRef<Answer> replyTo) implements Command {}

    /// Moves so many bytes through the disk, for whoever copies in bulk. Answered by [Moved].
    public record Move(long request, VmId vm, long bytes, ActorRef<Answer> replyTo) implements Command {}

    /// From now on the VM's bulk asks for this, beside its numbered writes, until another claim of it comes; on an
    /// array it is forgotten unless it is repeated within [ClaimBook#LASTS]. Answered by [Granted], at once and, with
    /// the same number, whenever the grant comes to be another one; or by [Fenced]. A claim of nothing is not answered.
    public record Claim(long request, VmId vm, long epoch, Optional<DiskClaim> bulk, ActorRef<Answer> replyTo)
            implements Command {}

    /// A step of a disk's way to another host; only hosts' own disks take one. Answered by [Relocated].
    public record Relocate(long request, VmId vm, Relocation.Step step, ActorRef<Answer> replyTo) implements Command {}

    /// What a VM's disk starts from: a clone's, or one that goes back to a snapshot.
    ///
    /// @param revision the disk is made from the copy only if it has not come to this revision yet, so that whoever
    /// opens
    ///     it again finds what was written since
    public record Basis(long revision, CopyId copy) {}

    /// What the memory of a copy is, besides its batches.
    ///
    /// @param digest of all its pages
    /// @param state of the guest, in a form that only hosts know
    public record Seal(int batches, long digest, String state) {}

    /// One write of a ledger: block contents are 64-bit identities.
    public record Numbered(String client, long number, long content) {}

    public sealed interface Answer {

        long request();

        VmId vm();
    }

    /// @param memory what the guest had in its memory when the disk was as it is now; only as long as nothing was
    /// written
    ///     since the disk was made from a copy that has a memory
    /// @param begun whether a host's own disk had nothing of the VM until now, and made it an empty one
    public record Opened(long request, VmId vm, long epoch, List<Held> held, Optional<Seal> memory, boolean begun)
            implements Answer {

        public Opened(long request, VmId vm, long epoch, List<Held> held) {
            this(request, vm, epoch, held, Optional.empty(), false);
        }
    }

    /// Durable.
    public record Written(long request, VmId vm, long epoch) implements Answer {}

    /// Durable, in a place that a walk over the disk has passed: a copy of it lacks this.
    public record WrittenBehind(long request, VmId vm, long epoch) implements Answer {}

    public record Relocated(long request, VmId vm, Relocation.Outcome outcome) implements Answer {}

    /// Somebody newer owns the disk.
    public record Fenced(long request, VmId vm, long epoch, long floor) implements Answer {}

    public record Audited(long request, VmId vm, long floor, List<Held> held) implements Answer {}

    public record Discarded(long request, VmId vm) implements Answer {}

    /// Durable.
    ///
    /// @param writes that it holds
    public record Frozen(long request, VmId vm, CopyId copy, long writes) implements Answer {}

    /// Durable.
    public record Stored(long request, VmId vm, CopyId copy) implements Answer {}

    public record Loaded(long request, VmId vm, CopyId copy, int index, PageBatch pages) implements Answer {}

    /// @param memory that was kept beside it, if all of that is there
    public record Peeked(long request, VmId vm, CopyId copy, List<Held> held, Optional<Seal> memory)
            implements Answer {}

    public record Dropped(long request, VmId vm, CopyId copy) implements Answer {}

    public record Moved(long request, VmId vm) implements Answer {}

    /// What a VM's bulk gets from now on.
    public record Granted(long request, VmId vm, long epoch, DeviceGrant grant) implements Answer {}

    /// The copy is not here, or not whole; nothing changed.
    public record Missing(long request, VmId vm, CopyId copy) implements Answer {}

    /// Numbers held of one client: all from 1 to `upTo`, and those of `beyond`, ascending.
    public record Held(String client, long upTo, List<Span> beyond) {}

    /// Numbers that follow each other.
    public record Span(long from, long to) {

        /// A span for each number.
        public static List<Span> each(long... numbers) {
            return LongStream.of(numbers)
                    .mapToObj(number -> new Span(number, number))
                    .toList();
        }
    }
}
