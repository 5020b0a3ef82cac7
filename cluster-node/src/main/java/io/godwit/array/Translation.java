package io.godwit.array;

import io.godwit.device.Disk;
import io.godwit.log.Bytes;
import io.godwit.memory.DecodedBatch;
import io.godwit.memory.MalformedBatch;
import io.godwit.memory.PageBatch;
import io.godwit.memory.PageBatchCodec;
import java.nio.ByteBuffer;

/// From the words of a host's disk port to those of the link, and back.
final class Translation {

    private Translation() {}

    /// @param number of the request on the link
    static ArrayWire.Request onLink(Disk.Command command, long number) {
        return switch (command) {
            case Disk.Open open -> new ArrayWire.Open(number, open.vm(), open.epoch(), open.basis());
            case Disk.Write write -> new ArrayWire.Write(number, write.vm(), write.epoch(), write.what());
            case Disk.Discard discard -> new ArrayWire.Discard(number, discard.vm(), discard.epoch());
            case Disk.Audit audit -> new ArrayWire.Audit(number, audit.vm());
            case Disk.Freeze freeze -> new ArrayWire.Freeze(number, freeze.vm(), freeze.epoch(), freeze.copy());
            case Disk.Plant plant -> new ArrayWire.Plant(number, plant.vm(), plant.copy(), plant.held());
            case Disk.Store store ->
                new ArrayWire.Store(
                        number,
                        store.vm(),
                        store.copy(),
                        store.index(),
                        store.pages().size(),
                        encoded(store.pages()));
            case Disk.Finish finish -> new ArrayWire.Finish(number, finish.vm(), finish.copy(), finish.seal());
            case Disk.Load load -> new ArrayWire.Load(number, load.vm(), load.copy(), load.index());
            case Disk.Peek peek -> new ArrayWire.Peek(number, peek.vm(), peek.copy());
            case Disk.Drop drop -> new ArrayWire.Drop(number, drop.vm(), drop.copy());
            case Disk.Move move -> new ArrayWire.Move(number, move.vm(), move.bytes());
            case Disk.Relocate relocate -> throw new IllegalArgumentException("no array's disk leaves it: " + relocate);
            case Disk.Claim claim -> new ArrayWire.Claim(number, claim.vm(), claim.epoch(), claim.bulk());
        };
    }

    /// @param request the number by which the host knows it
    static Disk.Answer onHost(ArrayWire.Answer answer, long request) {
        return switch (answer) {
            case ArrayWire.Opened opened ->
                new Disk.Opened(request, opened.vm(), opened.epoch(), opened.held(), opened.memory(), false);
            case ArrayWire.Written written -> new Disk.Written(request, written.vm(), written.epoch());
            case ArrayWire.Fenced fenced -> new Disk.Fenced(request, fenced.vm(), fenced.epoch(), fenced.floor());
            case ArrayWire.Discarded discarded -> new Disk.Discarded(request, discarded.vm());
            case ArrayWire.Audited audited -> new Disk.Audited(request, audited.vm(), audited.floor(), audited.held());
            case ArrayWire.Frozen frozen -> new Disk.Frozen(request, frozen.vm(), frozen.copy(), frozen.writes());
            case ArrayWire.Stored stored -> new Disk.Stored(request, stored.vm(), stored.copy());
            case ArrayWire.Loaded loaded -> loaded(loaded, request);
            case ArrayWire.Peeked peeked ->
                new Disk.Peeked(request, peeked.vm(), peeked.copy(), peeked.held(), peeked.memory());
            case ArrayWire.Dropped dropped -> new Disk.Dropped(request, dropped.vm(), dropped.copy());
            case ArrayWire.Moved moved -> new Disk.Moved(request, moved.vm());
            case ArrayWire.Granted granted -> new Disk.Granted(request, granted.vm(), granted.epoch(), granted.grant());
            case ArrayWire.ClaimRefused refused ->
                new Disk.Fenced(request, refused.vm(), refused.epoch(), refused.floor());
            case ArrayWire.Weighed _ -> throw new IllegalArgumentException("no host asked for " + answer);
            case ArrayWire.Missing missing -> new Disk.Missing(request, missing.vm(), missing.copy());
        };
    }

    static Bytes encoded(PageBatch pages) {
        ByteBuffer buffer = ByteBuffer.allocate(PageBatchCodec.encodedBytes(pages));
        PageBatchCodec.encode(pages, buffer);
        return Bytes.of(buffer.array());
    }

    static DecodedBatch decoded(Bytes bytes) {
        return PageBatchCodec.decode(ByteBuffer.wrap(bytes.shared()));
    }

    /// What is no batch is none: the digest of the memory would not agree anyway.
    private static Disk.Answer loaded(ArrayWire.Loaded loaded, long request) {
        return switch (decoded(loaded.batch())) {
            case PageBatch pages -> new Disk.Loaded(request, loaded.vm(), loaded.copy(), loaded.index(), pages);
            case MalformedBatch _ -> new Disk.Missing(request, loaded.vm(), loaded.copy());
        };
    }
}
