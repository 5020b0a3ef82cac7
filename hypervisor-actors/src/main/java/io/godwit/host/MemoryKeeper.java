package io.godwit.host;

import io.godwit.device.Disk;
import io.godwit.device.Disk.Seal;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.memory.AddressSpace;
import io.godwit.memory.PageBatch;
import io.godwit.memory.PageCursor;
import io.godwit.vm.GuestState;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Keeps memories beside copies of disks while their guests go on: the pages that each guest has written since its
/// image, batch after batch, and then a seal with the digest of all pages. A disk that is copied whole goes before the
/// seal, in pieces.
///
/// One batch of a memory is under way at a time, as a datastore takes them in order: it goes at the disk's speed, less
/// a round trip for each 4 MiB.
final class MemoryKeeper {

    /// How long a datastore may be silent before the memory is given up: longer than a change of leaders and a restart
    /// of an array take, and short beside what people wait for. Unverified.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /// What of a disk is moved at a time, so that others take turns at it.
    private static final long PIECE_BYTES = 16L << 20;

    private final Disks disks;
    private final Wires wires;
    private final Map<VmId, Keeping> keepings = new TreeMap<>();

    /// A memory on its way. Mutable.
    private static final class Keeping {

        private final VmSpec vm;
        private final CopyId copy;
        private final AddressSpace memory;
        private final PageCursor cursor;
        private final GuestState guest;
        private final Consumer<Ending> then;
        private final long pages;
        private long bytesToMove;
        private long steps;
        private long stepsBefore = -1;
        private int batches;
        private long request;
        private boolean isSealed;

        private Keeping(Memory memory, Consumer<Ending> then) {
            var written = memory.pages().privatePages();
            this.vm = memory.vm();
            this.copy = memory.copy();
            this.memory = memory.pages();
            this.cursor = written.cursor();
            this.guest = memory.guest();
            this.pages = written.size();
            this.bytesToMove = memory.bytesToMove();
            this.then = then;
        }
    }

    /// A guest as it was at one instant.
    ///
    /// @param pages its own from here on: nobody writes to them
    /// @param bytesToMove of its disk
    record Memory(VmSpec vm, CopyId copy, AddressSpace pages, GuestState guest, long bytesToMove) {

        Memory moving(long bytes) {
            return new Memory(vm, copy, pages, guest, bytes);
        }
    }

    /// @param failed why, as a sentence without a full stop; empty: all of it is durable
    /// @param pages that were kept
    record Ending(Optional<String> failed, long pages) {}

    MemoryKeeper(Disks disks, Wires wires) {
        this.disks = disks;
        this.wires = wires;
    }

    /// @param then is told once how it ended, unless it is forgotten before
    void keep(Memory memory, Consumer<Ending> then) {
        Keeping keeping = new Keeping(memory, then);
        keepings.put(memory.vm().id(), keeping);
        next(keeping);
        watch(keeping);
    }

    /// A part was stored or moved.
    void done(VmId vm, long request) {
        Keeping keeping = keepings.get(vm);
        if (keeping != null && keeping.request == request) {
            if (keeping.isSealed) {
                end(keeping, Optional.empty());
            } else {
                next(keeping);
            }
        }
    }

    void missing(Disk.Missing missing) {
        Keeping keeping = keepings.get(missing.vm());
        if (keeping != null && keeping.request == missing.request()) {
            end(keeping, Optional.of("it was given up meanwhile"));
        }
    }

    /// Whether the datastore has taken nothing since somebody asked last.
    void overdue(VmId vm, CopyId copy) {
        Keeping keeping = keepings.get(vm);
        if (keeping != null && keeping.copy.equals(copy)) {
            if (keeping.steps == keeping.stepsBefore) {
                end(
                        keeping,
                        Optional.of("its disk took nothing of its memory for " + PATIENCE.toSeconds()
                                + " s: repeat it when the disk answers"));
            } else {
                watch(keeping);
            }
        }
    }

    void forget(VmId vm) {
        keepings.remove(vm);
    }

    private void watch(Keeping keeping) {
        keeping.stepsBefore = keeping.steps;
        wires.after(PATIENCE, new Inner.CopyOverdue(keeping.vm.id(), keeping.copy, true));
    }

    private void next(Keeping keeping) {
        keeping.steps++;
        PageBatch batch = keeping.memory.read(keeping.cursor, Disk.BATCH_PAGES);
        if (batch.size() > 0) {
            keeping.request = disks.store(keeping.vm, keeping.copy, keeping.batches, batch);
            keeping.batches++;
        } else if (keeping.bytesToMove > 0) {
            long piece = Math.min(PIECE_BYTES, keeping.bytesToMove);
            keeping.bytesToMove -= piece;
            keeping.request = disks.move(keeping.vm, piece);
        } else {
            keeping.isSealed = true;
            Seal seal = new Seal(keeping.batches, keeping.memory.digest(), SavedGuest.write(keeping.guest));
            keeping.request = disks.finish(keeping.vm, keeping.copy, seal);
        }
    }

    private void end(Keeping keeping, Optional<String> failed) {
        keepings.remove(keeping.vm.id());
        keeping.then.accept(new Ending(failed, keeping.pages));
    }
}
