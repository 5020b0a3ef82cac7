package io.godwit.array;

import io.godwit.array.ArrayEntry.ContentGone;
import io.godwit.array.ArrayEntry.FloorRaised;
import io.godwit.array.ArrayEntry.Kept;
import io.godwit.array.ArrayEntry.Summary;
import io.godwit.device.FencedBlocks;
import io.godwit.history.ArrayEvent;
import io.godwit.identity.VmId;
import java.util.List;
import java.util.Optional;

/// What an array promised, and what it makes of each request. A decision holds for all that come after it at once; it
/// is told to nobody before its entry, and those of all decisions before it, are durable.
///
/// Grows by the VMs that ever were: the floor of a destroyed one stays, a few dozen bytes.
///
/// *Not modelled*: what blocks contain. A write is remembered by its number.
final class ArrayState {

    private final String name;
    private final FencedBlocks blocks = new FencedBlocks();

    /// @param name of the array, for its history
    ArrayState(String name) {
        this.name = name;
    }

    /// @param entry what must be durable before the answer is given; empty if nothing changes
    /// @param event for the history, with the answer; a repeat is accepted again. Empty for what only reads or discards
    record Decision(ArrayWire.Answer answer, Optional<ArrayEntry> entry, Optional<ArrayEvent> event) {

        private static Decision accepted(ArrayWire.Answer answer, Optional<ArrayEntry> entry, ArrayEvent event) {
            return new Decision(answer, entry, Optional.of(event));
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
                new Decision(
                        new ArrayWire.Audited(number, vm, blocks.floor(vm), blocks.held(vm)),
                        Optional.empty(),
                        Optional.empty());
        };
    }

    private Decision open(ArrayWire.Open open) {
        var vm = open.vm();
        long epoch = open.epoch();
        boolean rises = epoch > blocks.floor(vm);
        return switch (blocks.open(vm, epoch)) {
            case FencedBlocks.Refused(var floor) ->
                Decision.refused(
                        new ArrayWire.Fenced(open.request(), vm, epoch, floor),
                        new ArrayEvent.OpenRefused(name, vm, epoch, floor));
            case FencedBlocks.Accepted(var held) ->
                Decision.accepted(
                        new ArrayWire.Opened(open.request(), vm, epoch, held),
                        rises ? Optional.of(new FloorRaised(vm, epoch)) : Optional.empty(),
                        new ArrayEvent.Opened(name, vm, epoch));
        };
    }

    private Decision write(ArrayWire.Write write) {
        var vm = write.vm();
        var what = write.what();
        long epoch = write.epoch();
        boolean isHeld = blocks.holds(vm, what);
        return switch (blocks.write(vm, epoch, what)) {
            case FencedBlocks.Refused(var floor) -> refusedWrite(write.request(), vm, epoch, floor);
            case FencedBlocks.Accepted accepted ->
                Decision.accepted(
                        new ArrayWire.Written(write.request(), vm, epoch),
                        isHeld ? Optional.empty() : Optional.of(new Kept(vm, epoch, what)),
                        new ArrayEvent.WriteAccepted(name, vm, epoch, what.client(), what.number()));
        };
    }

    private Decision discard(ArrayWire.Discard discard) {
        var vm = discard.vm();
        long epoch = discard.epoch();
        boolean isEmpty = blocks.held(vm).isEmpty();
        return switch (blocks.discard(vm, epoch)) {
            case FencedBlocks.Refused(var floor) -> refusedWrite(discard.request(), vm, epoch, floor);
            case FencedBlocks.Accepted accepted -> {
                Optional<ArrayEntry> entry = isEmpty ? Optional.empty() : Optional.of(new ContentGone(vm, epoch));
                yield new Decision(new ArrayWire.Discarded(discard.request(), vm), entry, Optional.empty());
            }
        };
    }

    private Decision refusedWrite(long request, VmId vm, long epoch, long floor) {
        return Decision.refused(
                new ArrayWire.Fenced(request, vm, epoch, floor), new ArrayEvent.WriteRefused(name, vm, epoch, floor));
    }

    /// Takes over what the log says.
    void restore(List<ArrayEntry> entries) {
        for (ArrayEntry entry : entries) {
            switch (entry) {
                case FloorRaised(var vm, var epoch) -> blocks.open(vm, epoch);
                case Kept(var vm, var epoch, var what) -> blocks.write(vm, epoch, what);
                case ContentGone(var vm, var epoch) -> blocks.discard(vm, epoch);
                case Summary(var vm, var floor, var held) -> blocks.restore(vm, floor, held);
            }
        }
    }

    /// All that was promised, one entry a VM.
    List<ArrayEntry> summaries() {
        return blocks.vms().stream()
                .<ArrayEntry>map(vm -> new Summary(vm, blocks.floor(vm), blocks.held(vm)))
                .toList();
    }
}
