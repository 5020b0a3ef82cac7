package io.godwit.array;

import io.godwit.array.ArrayEntry.Batch;
import io.godwit.array.ArrayEntry.BatchKept;
import io.godwit.array.ArrayEntry.ContentGone;
import io.godwit.array.ArrayEntry.CopyGone;
import io.godwit.array.ArrayEntry.FloorRaised;
import io.godwit.array.ArrayEntry.Froze;
import io.godwit.array.ArrayEntry.Kept;
import io.godwit.array.ArrayEntry.Planted;
import io.godwit.array.ArrayEntry.Rebased;
import io.godwit.array.ArrayEntry.Sealed;
import io.godwit.array.ArrayEntry.Summary;
import io.godwit.device.Disk.Basis;
import io.godwit.device.Disk.Held;
import io.godwit.device.DiskQueue;
import io.godwit.device.FencedBlocks;
import io.godwit.device.KeptMemory;
import io.godwit.history.ArrayEvent;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an array promised, and what it makes of each request. A decision holds for all that come after it at once; it
/// is told to nobody before its entry, and those of all decisions before it, are durable.
///
/// Grows by the VMs that ever were: the floor of a destroyed one stays, a few dozen bytes.
///
/// *Not modelled*: what blocks contain. A write is remembered by its number.
final class ArrayState {

    /// Whose copy it was is forgotten when the log is written anew: nobody asks.
    private static final VmId NOBODY = ArrayWire.NOBODY;

    private final String name;
    private final FencedBlocks blocks = new FencedBlocks();
    private final KeptMemory<Batch> memories = new KeptMemory<>();

    /// @param name of the array, for its history
    ArrayState(String name) {
        this.name = name;
    }

    /// @param entry what must be durable before the answer is given; empty if nothing changes
    /// @param event for the history, with the answer; a repeat is accepted again. Empty for what only reads
    record Decision(ArrayWire.Answer answer, Optional<ArrayEntry> entry, Optional<ArrayEvent> event) {

        private static Decision accepted(ArrayWire.Answer answer, Optional<ArrayEntry> entry, ArrayEvent event) {
            return new Decision(answer, entry, Optional.of(event));
        }

        /// What people need not hear of.
        private static Decision quiet(ArrayWire.Answer answer, Optional<ArrayEntry> entry) {
            return new Decision(answer, entry, Optional.empty());
        }

        private static Decision refused(ArrayWire.Answer answer, ArrayEvent event) {
            return new Decision(answer, Optional.empty(), Optional.of(event));
        }
    }

    Decision decide(ArrayWire.Request request) {
        return switch (request) {
            case ArrayWire.Open open -> open(open);
            case ArrayWire.Write write -> write(write);
            case ArrayWire.Discard discard -> discard(discard);
            case ArrayWire.Audit(var number, var vm) ->
                Decision.quiet(new ArrayWire.Audited(number, vm, blocks.floor(vm), blocks.held(vm)), Optional.empty());
            case ArrayWire.Freeze freeze -> freeze(freeze);
            case ArrayWire.Plant plant -> plant(plant);
            case ArrayWire.Store store -> store(store);
            case ArrayWire.Finish finish -> finish(finish);
            case ArrayWire.Load(var number, var vm, var copy, var index) ->
                Decision.quiet(
                        memories.load(copy, index)
                                .<ArrayWire.Answer>map(
                                        batch -> new ArrayWire.Loaded(number, vm, copy, index, batch.bytes()))
                                .orElseGet(() -> new ArrayWire.Missing(number, vm, copy)),
                        Optional.empty());
            case ArrayWire.Peek(var number, var vm, var copy) ->
                Decision.quiet(
                        blocks.hasCopy(copy)
                                ? new ArrayWire.Peeked(number, vm, copy, blocks.held(copy), memories.seal(copy))
                                : new ArrayWire.Missing(number, vm, copy),
                        Optional.empty());
            case ArrayWire.Drop drop -> drop(drop);
            case ArrayWire.Move(var number, var vm, var _) ->
                Decision.quiet(new ArrayWire.Moved(number, vm), Optional.empty());
            case ArrayWire.Weigh(var number) -> Decision.quiet(weighed(number), Optional.empty());
            case ArrayWire.Claim _ -> throw new IllegalArgumentException("nothing durable: " + request);
        };
    }

    private ArrayWire.Weighed weighed(long number) {
        long pages = memories.copies().stream()
                .flatMap(copy -> memories.batches(copy).stream())
                .mapToLong(Batch::pages)
                .sum();
        long disks =
                blocks.vms().stream().filter(vm -> !blocks.held(vm).isEmpty()).count();
        return new ArrayWire.Weighed(
                number,
                disks,
                blocks.copies().size(),
                blocks.blocks() * DiskQueue.BLOCK_BYTES,
                pages * DiskQueue.BLOCK_BYTES);
    }

    /// The oldest epoch that may still write; 0 for a VM that never was.
    long floor(VmId vm) {
        return blocks.floor(vm);
    }

    /// What the emulated disk moves for a request: pages at their size, not at that of their identities.
    long bytes(ArrayWire.Request request) {
        return switch (request) {
            case ArrayWire.Store store -> store.pages() * DiskQueue.BLOCK_BYTES;
            case ArrayWire.Load load ->
                memories.load(load.copy(), load.index()).map(Batch::pages).orElse(1) * DiskQueue.BLOCK_BYTES;
            case ArrayWire.Move move -> move.bytes();
            default -> DiskQueue.BLOCK_BYTES;
        };
    }

    private Decision open(ArrayWire.Open open) {
        var vm = open.vm();
        long epoch = open.epoch();
        boolean rises = epoch > blocks.floor(vm);
        long revision = blocks.revision(vm);
        return switch (blocks.open(vm, epoch, open.basis())) {
            case FencedBlocks.Refused(var floor) ->
                Decision.refused(
                        new ArrayWire.Fenced(open.request(), vm, epoch, floor),
                        new ArrayEvent.OpenRefused(name, vm, epoch, floor));
            case FencedBlocks.Absent() ->
                missing(open.request(), vm, open.basis().orElseThrow().copy());
            case FencedBlocks.Accepted(var held) -> {
                var memory = blocks.untouchedSince(vm).flatMap(memories::seal);
                var answer = new ArrayWire.Opened(open.request(), vm, epoch, held, memory);
                Optional<Basis> started = open.basis().filter(basis -> basis.revision() > revision);
                yield started.isPresent()
                        ? Decision.accepted(
                                answer,
                                Optional.of(new Rebased(vm, epoch, started.get())),
                                new ArrayEvent.Rebased(
                                        name, vm, epoch, started.get().copy()))
                        : Decision.accepted(
                                answer,
                                rises ? Optional.of(new FloorRaised(vm, epoch)) : Optional.empty(),
                                new ArrayEvent.Opened(name, vm, epoch));
            }
        };
    }

    private Decision freeze(ArrayWire.Freeze freeze) {
        var vm = freeze.vm();
        var copy = freeze.copy();
        boolean isHere = blocks.hasCopy(copy);
        return switch (blocks.freeze(vm, freeze.epoch(), copy)) {
            case FencedBlocks.Refused(var floor) -> refusedWrite(freeze.request(), vm, freeze.epoch(), floor);
            case FencedBlocks.Absent() -> missing(freeze.request(), vm, copy);
            case FencedBlocks.Accepted _ ->
                Decision.accepted(
                        new ArrayWire.Frozen(freeze.request(), vm, copy, blocks.writes(copy)),
                        isHere ? Optional.empty() : Optional.of(new Froze(vm, freeze.epoch(), copy)),
                        new ArrayEvent.Frozen(name, vm, freeze.epoch(), copy));
        };
    }

    private Decision plant(ArrayWire.Plant plant) {
        var copy = plant.copy();
        boolean isHere = blocks.hasCopy(copy);
        if (!(blocks.plant(copy, plant.held()) instanceof FencedBlocks.Accepted)) {
            return missing(plant.request(), plant.vm(), copy);
        }
        return Decision.quiet(
                new ArrayWire.Frozen(plant.request(), plant.vm(), copy, blocks.writes(copy)),
                isHere ? Optional.empty() : Optional.of(new Planted(plant.vm(), copy, plant.held())));
    }

    private Decision store(ArrayWire.Store store) {
        var copy = store.copy();
        var batch = new Batch(store.pages(), store.batch());
        boolean isNew = memories.isNext(copy, store.index());
        if (!blocks.hasCopy(copy) || !memories.store(copy, store.index(), batch)) {
            return missing(store.request(), store.vm(), copy);
        }
        return Decision.quiet(
                new ArrayWire.Stored(store.request(), store.vm(), copy),
                isNew ? Optional.of(new BatchKept(store.vm(), copy, store.index(), batch)) : Optional.empty());
    }

    private Decision finish(ArrayWire.Finish finish) {
        var copy = finish.copy();
        boolean isSealed = memories.seal(copy).isPresent();
        if (!blocks.hasCopy(copy) || !memories.seal(copy, finish.seal())) {
            return missing(finish.request(), finish.vm(), copy);
        }
        return Decision.quiet(
                new ArrayWire.Stored(finish.request(), finish.vm(), copy),
                isSealed ? Optional.empty() : Optional.of(new Sealed(finish.vm(), copy, finish.seal())));
    }

    private Decision drop(ArrayWire.Drop drop) {
        boolean isGone = blocks.isDropped(drop.copy());
        blocks.drop(drop.copy());
        memories.drop(drop.copy());
        return Decision.accepted(
                new ArrayWire.Dropped(drop.request(), drop.vm(), drop.copy()),
                isGone ? Optional.empty() : Optional.of(new CopyGone(drop.vm(), drop.copy())),
                new ArrayEvent.Dropped(name, drop.vm(), drop.copy()));
    }

    private static Decision missing(long request, VmId vm, CopyId copy) {
        return Decision.quiet(new ArrayWire.Missing(request, vm, copy), Optional.empty());
    }

    private Decision write(ArrayWire.Write write) {
        var vm = write.vm();
        var what = write.what();
        long epoch = write.epoch();
        boolean isHeld = blocks.holds(vm, what);
        return switch (blocks.write(vm, epoch, what)) {
            case FencedBlocks.Refused(var floor) -> refusedWrite(write.request(), vm, epoch, floor);
            case FencedBlocks.Verdict _ ->
                Decision.accepted(
                        new ArrayWire.Written(write.request(), vm, epoch),
                        isHeld ? Optional.empty() : Optional.of(new Kept(vm, epoch, what)),
                        new ArrayEvent.WriteAccepted(name, vm, epoch, what.client(), what.number()));
        };
    }

    private Decision discard(ArrayWire.Discard discard) {
        var vm = discard.vm();
        long epoch = discard.epoch();
        boolean isGone = blocks.held(vm).isEmpty() && blocks.floor(vm) == epoch;
        return switch (blocks.discard(vm, epoch)) {
            case FencedBlocks.Refused(var floor) -> refusedWrite(discard.request(), vm, epoch, floor);
            case FencedBlocks.Verdict _ -> {
                Optional<ArrayEntry> entry = isGone ? Optional.empty() : Optional.of(new ContentGone(vm, epoch));
                yield Decision.accepted(
                        new ArrayWire.Discarded(discard.request(), vm),
                        entry,
                        new ArrayEvent.Discarded(name, vm, epoch));
            }
        };
    }

    private Decision refusedWrite(long request, VmId vm, long epoch, long floor) {
        return Decision.refused(
                new ArrayWire.Fenced(request, vm, epoch, floor), new ArrayEvent.WriteRefused(name, vm, epoch, floor));
    }

    /// What a copy holds.
    List<Held> heldOf(CopyId copy) {
        return blocks.held(copy);
    }

    /// Takes over what the log says.
    void restore(List<ArrayEntry> entries) {
        for (ArrayEntry entry : entries) {
            switch (entry) {
                case FloorRaised(var vm, var epoch) -> blocks.open(vm, epoch);
                case Kept(var vm, var epoch, var what) -> blocks.write(vm, epoch, what);
                case ContentGone(var vm, var epoch) -> blocks.discard(vm, epoch);
                case Rebased(var vm, var epoch, var basis) -> blocks.open(vm, epoch, Optional.of(basis));
                case Froze(var vm, var epoch, var copy) -> blocks.freeze(vm, epoch, copy);
                case Planted(var _, var copy, var held) -> blocks.plant(copy, held);
                case BatchKept(var _, var copy, var index, var batch) -> memories.store(copy, index, batch);
                case Sealed(var _, var copy, var seal) -> memories.seal(copy, seal);
                case CopyGone(var _, var copy) -> {
                    blocks.drop(copy);
                    memories.drop(copy);
                }
                case Summary(var vm, var kept) -> blocks.restore(vm, kept);
            }
        }
    }

    /// All that was promised: an entry for each VM and each copy, and the memories of copies.
    List<ArrayEntry> summaries() {
        List<ArrayEntry> all = new ArrayList<>();
        blocks.vms().forEach(vm -> all.add(new Summary(vm, blocks.kept(vm))));
        blocks.droppedCopies().forEach(copy -> all.add(new CopyGone(NOBODY, copy)));
        blocks.copies().forEach(copy -> all.add(new Planted(NOBODY, copy, blocks.held(copy))));
        for (CopyId copy : memories.copies()) {
            List<Batch> batches = memories.batches(copy);
            for (int index = 0; index < batches.size(); index++) {
                all.add(new BatchKept(NOBODY, copy, index, batches.get(index)));
            }
            memories.seal(copy).ifPresent(seal -> all.add(new Sealed(NOBODY, copy, seal)));
        }
        return all;
    }
}
