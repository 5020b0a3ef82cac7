package io.godwit.device;

import io.godwit.device.Disk.Answer;
import io.godwit.device.Disk.Command;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.memory.PageBatch;
import io.godwit.time.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// A host's own disk: as fast as its spec says, and gone with its host. [FencedBlocks] decides, this actor waits and
/// answers.
public final class LocalDisk {

    private final ActorContext<Command> context;
    private final Timeline timeline;
    private final DiskQueue queue;
    private final FencedBlocks blocks = new FencedBlocks();
    private final Relocations relocations;
    private final KeptMemory<PageBatch> memories = new KeptMemory<>();
    private final ClaimBook<ActorRef<Answer>> claims;
    private final ShareNotes notes = new ShareNotes();
    private final Consumer<List<Portion>> shared;

    private LocalDisk(ActorContext<Command> context, DiskSpec spec, Timeline timeline, Consumer<List<Portion>> shared) {
        this.context = context;
        this.timeline = timeline;
        this.queue = new DiskQueue(spec);
        this.relocations = new Relocations(blocks, spec);
        this.claims = ClaimBook.local(spec, queue);
        this.shared = shared;
    }

    /// @param shared takes how it is shared out, when that is worth writing down
    public static Behavior<Command> create(DiskSpec spec, Timeline timeline, Consumer<List<Portion>> shared) {
        return Behaviors.setup(context -> new LocalDisk(context, spec, timeline, shared).serving());
    }

    private Behavior<Command> serving() {
        return Behaviors.receiveMessage(command -> {
            if (command instanceof Disk.Claim claim) {
                claim(claim);
                return Behaviors.same();
            }
            long nowNs = timeline.now();
            Answer answer = answer(command);
            long completedNs = queue.completedAtNs(nowNs, bytes(command, answer));
            context.scheduleOnce(Duration.ofNanos(completedNs - nowNs), command.replyTo(), answer);
            return Behaviors.same();
        });
    }

    private void claim(Disk.Claim claim) {
        long floor = blocks.floor(claim.vm());
        if (claim.epoch() < floor) {
            claim.replyTo().tell(new Disk.Fenced(claim.request(), claim.vm(), claim.epoch(), floor));
            return;
        }
        var asked = new ClaimBook.Asked<>(claim.request(), claim.vm(), claim.epoch(), claim.bulk(), claim.replyTo());
        claims.claim(asked, timeline.now()).forEach(told -> told.who()
                .tell(new Disk.Granted(told.request(), told.vm(), told.epoch(), told.grant())));
        notes.of(claims.portions(), timeline.now()).ifPresent(shared);
    }

    /// What the command moves: pages at their size, not at that of their identities.
    private long bytes(Command command, Answer answer) {
        if (answer instanceof Disk.Relocated(var _, var _, Relocation.Chunk chunk)) {
            return chunk.bytes();
        }
        return switch (command) {
            case Disk.Store store -> store.pages().size() * DiskQueue.BLOCK_BYTES;
            case Disk.Load load ->
                memories.load(load.copy(), load.index()).map(PageBatch::size).orElse(1) * DiskQueue.BLOCK_BYTES;
            case Disk.Move move -> move.bytes();
            case Disk.Relocate(var _, var _, Relocation.Take take, var _) -> take.bytes();
            default -> DiskQueue.BLOCK_BYTES;
        };
    }

    private Answer answer(Command command) {
        return switch (command) {
            case Disk.Open open -> opened(open);
            case Disk.Write write -> written(write);
            case Disk.Relocate(var request, var vm, var step, var _) ->
                new Disk.Relocated(request, vm, relocations.take(vm, step));
            case Disk.Discard(var request, var vm, var epoch, var _) ->
                switch (blocks.discard(vm, epoch)) {
                    case FencedBlocks.Refused(var floor) -> new Disk.Fenced(request, vm, epoch, floor);
                    case FencedBlocks.Verdict _ -> new Disk.Discarded(request, vm);
                };
            case Disk.Audit(var request, var vm, var _) ->
                new Disk.Audited(request, vm, blocks.floor(vm), blocks.held(vm));
            case Disk.Freeze _, Disk.Plant _, Disk.Store _, Disk.Finish _, Disk.Load _, Disk.Peek _, Disk.Drop _ ->
                onCopy(command);
            case Disk.Move(var request, var vm, var _, var _) -> new Disk.Moved(request, vm);
            case Disk.Claim _ -> throw new IllegalArgumentException("no operation: " + command);
        };
    }

    private Answer onCopy(Command command) {
        return switch (command) {
            case Disk.Freeze(var request, var vm, var epoch, var copy, var _) ->
                switch (blocks.freeze(vm, epoch, copy)) {
                    case FencedBlocks.Refused(var floor) -> new Disk.Fenced(request, vm, epoch, floor);
                    case FencedBlocks.Absent() -> new Disk.Missing(request, vm, copy);
                    case FencedBlocks.Accepted _ -> new Disk.Frozen(request, vm, copy, blocks.writes(copy));
                };
            case Disk.Plant(var request, var vm, var copy, var held, var _) ->
                blocks.plant(copy, held) instanceof FencedBlocks.Accepted
                        ? new Disk.Frozen(request, vm, copy, blocks.writes(copy))
                        : new Disk.Missing(request, vm, copy);
            case Disk.Store(var request, var vm, var copy, var index, var pages, var _) ->
                stored(request, vm, copy, blocks.hasCopy(copy) && memories.store(copy, index, pages));
            case Disk.Finish(var request, var vm, var copy, var seal, var _) ->
                stored(request, vm, copy, blocks.hasCopy(copy) && memories.seal(copy, seal));
            case Disk.Load(var request, var vm, var copy, var index, var _) ->
                memories.load(copy, index)
                        .<Answer>map(pages -> new Disk.Loaded(request, vm, copy, index, pages))
                        .orElseGet(() -> new Disk.Missing(request, vm, copy));
            case Disk.Peek(var request, var vm, var copy, var _) ->
                blocks.hasCopy(copy)
                        ? new Disk.Peeked(request, vm, copy, blocks.held(copy), memories.seal(copy))
                        : new Disk.Missing(request, vm, copy);
            case Disk.Drop(var request, var vm, var copy, var _) -> {
                blocks.drop(copy);
                memories.drop(copy);
                yield new Disk.Dropped(request, vm, copy);
            }
            default -> throw new IllegalArgumentException("not about a copy: " + command);
        };
    }

    /// A repeat of what is held is nothing new to a copy of the disk.
    private Answer written(Disk.Write write) {
        boolean isNew = !blocks.holds(write.vm(), write.what());
        if (blocks.write(write.vm(), write.epoch(), write.what()) instanceof FencedBlocks.Refused(var floor)) {
            return new Disk.Fenced(write.request(), write.vm(), write.epoch(), floor);
        }
        return isNew && relocations.wrote(write.vm(), write.what())
                ? new Disk.WrittenBehind(write.request(), write.vm(), write.epoch())
                : new Disk.Written(write.request(), write.vm(), write.epoch());
    }

    private Answer opened(Disk.Open open) {
        boolean begun = blocks.floor(open.vm()) == 0 && open.basis().isEmpty();
        return switch (blocks.open(open.vm(), open.epoch(), open.basis())) {
            case FencedBlocks.Accepted(var held) ->
                new Disk.Opened(
                        open.request(),
                        open.vm(),
                        open.epoch(),
                        held,
                        blocks.untouchedSince(open.vm()).flatMap(memories::seal),
                        begun);
            case FencedBlocks.Refused(var floor) -> new Disk.Fenced(open.request(), open.vm(), open.epoch(), floor);
            case FencedBlocks.Absent() ->
                new Disk.Missing(
                        open.request(), open.vm(), open.basis().orElseThrow().copy());
        };
    }

    private static Answer stored(long request, VmId vm, CopyId copy, boolean isKept) {
        return isKept ? new Disk.Stored(request, vm, copy) : new Disk.Missing(request, vm, copy);
    }
}
