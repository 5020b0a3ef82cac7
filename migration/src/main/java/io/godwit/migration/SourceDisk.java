package io.godwit.migration;

import io.godwit.device.Disk;
import io.godwit.device.DiskQueue;
import io.godwit.device.Relocation;
import io.godwit.host.Transfer;
import io.godwit.link.Endpoint;
import io.godwit.migration.precopy.DiskForecast;
import io.godwit.migration.precopy.Pacer;
import io.godwit.migration.switchover.SourceEvent;
import io.godwit.unit.Bandwidth;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A disk that goes along, at its source: first all blocks in the order of their places, from then on what the guest
/// writes behind that, each kept by the target before the guest hears of it. Mutable, confined to the source's actor.
///
/// *Not modelled*: that a guest's block waits for the batch that is on the wire.
final class SourceDisk {

    /// As many mebibytes under way as pages by default.
    private static final long WINDOW = 16;

    private final MigrationNode node;
    private final MigrationOrder order;
    private final SourceWork.Ends ends;
    private final Journal journal;

    /// The host's number of a guest's write, by the message that brought it.
    private final TreeMap<Long, Long> writes = new TreeMap<>();

    /// Parts that are on the wire or wait for it.
    private final Deque<Booked> booked = new ArrayDeque<>();

    private Optional<Relocation.Sealed> sealed = Optional.empty();
    private Pacer pacer = Pacer.idleAt(0);
    private boolean open;
    private boolean reading;
    private boolean isRead;
    private boolean isThere;
    private boolean stays;
    private long leftBytes;
    private long bytes;
    private long baseBytes;
    private long sent;
    private long kept;

    /// The last message that brought what was read.
    private long lastRead;
    private long mirrored;
    private long startedNs;
    private long keptNs;

    private record Booked(Relocation.Chunk chunk, long leavesNs) {}

    SourceDisk(MigrationNode node, MigrationOrder order, SourceWork.Ends ends, Journal journal) {
        this.node = node;
        this.order = order;
        this.ends = ends;
        this.journal = journal;
    }

    /// @param hasBase whether the target has what the disk is an overlay over
    void begin(boolean hasBase) {
        open = true;
        startedNs = now();
        pacer = Pacer.idleAt(startedNs);
        if (order.hasGuest()) {
            ends.guest().mirror(order.move().migration(), !hasBase);
        } else {
            ends.guest().readDisk(order.spec(), order.move().migration(), !hasBase);
        }
    }

    List<SourceEvent> fromHost(Relocation.Outcome outcome) {
        if (!open) {
            return stays && outcome instanceof Relocation.Done ? List.of(new SourceEvent.DiskStays()) : List.of();
        }
        switch (outcome) {
            case Relocation.Mirrored mirrored -> {
                leftBytes = mirrored.bytes();
                ends.outlook().disk(mirrored);
                readOn();
            }
            case Relocation.Chunk chunk -> book(chunk);
            case Relocation.Sealed it -> {
                sealed = Optional.of(it);
                if (!order.hasGuest()) {
                    journal.handedOver(it.digest(), 0);
                }
            }
            case Relocation.Unknown() -> {
                return List.of(new SourceEvent.Failed("the host's disk no longer takes part in the migration"));
            }
            case Relocation.Done _, Relocation.Taken _, Relocation.Proved _ -> {}
        }
        return List.of();
    }

    /// The guest wrote behind the reading.
    void written(Transfer.BlockWritten write) {
        if (open) {
            mirrored++;
            var block = new Disk.Held(
                    write.what().client(), 0, Disk.Span.each(write.what().number()));
            ends.pace().take(now(), wireBytes(DiskQueue.BLOCK_BYTES));
            send(List.of(block), DiskQueue.BLOCK_BYTES);
            writes.put(sent, write.sequence());
        }
    }

    /// A part has left the wire.
    void leaveWire() {
        if (open && !booked.isEmpty()) {
            Relocation.Chunk chunk = booked.removeFirst().chunk();
            leftBytes = chunk.leftBytes();
            long ofBlocks = DiskQueue.BLOCK_BYTES
                    * chunk.blocks().stream().mapToLong(SourceDisk::count).sum();
            baseBytes += chunk.bytes() - ofBlocks;
            send(chunk.blocks(), chunk.bytes());
            lastRead = sent;
            awaitWire();
            readOn();
        }
    }

    /// The target's disk has everything up to this message.
    List<SourceEvent> kept(long upTo) {
        if (!open || upTo <= kept) {
            return List.of();
        }
        kept = upTo;
        keptNs = now();
        var done = writes.headMap(upTo, true);
        if (!done.isEmpty()) {
            ends.guest().blockKept(done.lastEntry().getValue());
            done.clear();
        }
        readOn();
        if (isThere || !isRead || !booked.isEmpty() || kept < lastRead) {
            return List.of();
        }
        isThere = true;
        journal.copied(new DiskCopy(bytes, baseBytes, mirrored, now() - startedNs));
        return List.of(order.hasGuest() ? new SourceEvent.DiskFollows() : new SourceEvent.DiskIsThere());
    }

    /// Nobody writes to it any more.
    void seal() {
        if (open) {
            ends.guest().moveDisk(new Relocation.Seal(order.move().migration()));
        }
    }

    /// Whether the target's disk has all of it; also of one that doesn't go along.
    boolean isSettled() {
        return !open
                || (kept == sent && sealed.filter(it -> it.behind() == mirrored).isPresent());
    }

    /// Empty for a disk that doesn't go along.
    Optional<MigrationWire.DiskProof> proof() {
        return sealed.map(it -> new MigrationWire.DiskProof(sent, it.digest(), it.revision()));
    }

    /// Nothing more is read or sent, and the guest hears of all that its own disk has.
    void close() {
        if (open) {
            open = false;
            ends.guest().moveDisk(new Relocation.Unmirror(order.move().migration()));
        }
    }

    /// Of a VM without a guest: it is this host's again. Tells of that, also if it never began to go.
    void stay() {
        open = false;
        stays = true;
        ends.guest().moveDisk(new Relocation.Unmirror(order.move().migration()));
    }

    /// Whether nothing was kept for so long that nothing will be.
    boolean isOverdue() {
        return open && sent > kept && now() - keptNs > node.settings().silence().toNanos();
    }

    /// How far it is; empty for a disk that doesn't go along.
    Optional<Progress.Disk> progress() {
        return startedNs == 0 ? Optional.empty() : Optional.of(new Progress.Disk(bytes, leftBytes));
    }

    /// What went; empty for a disk that doesn't go along.
    Optional<DiskCopy> copy() {
        return startedNs == 0
                ? Optional.empty()
                : Optional.of(new DiskCopy(bytes, baseBytes, mirrored, (isThere ? keptNs : now()) - startedNs));
    }

    /// One part is read while another is on the wire.
    private void readOn() {
        if (!reading && booked.size() < 2 && !isRead && sent - kept < WINDOW) {
            reading = true;
            ends.guest().moveDisk(new Relocation.Read(order.move().migration(), DiskForecast.PART_BYTES));
        }
    }

    private void book(Relocation.Chunk chunk) {
        reading = false;
        isRead = chunk.leftBytes() == 0;
        long length = wireBytes(chunk.bytes());
        pacer = Pacer.idleAt(Math.max(pacer.freeAtNs(), now()));
        long takenNs = ends.pace().take(pacer.freeAtNs(), length);
        pacer = pacer.book(length, bandwidth()).notBefore(takenNs);
        booked.addLast(new Booked(chunk, pacer.freeAtNs()));
        if (booked.size() == 1) {
            awaitWire();
        }
        readOn();
    }

    private void awaitWire() {
        if (!booked.isEmpty()) {
            ends.wake().at(booked.getFirst().leavesNs(), now());
        }
    }

    private void send(List<Disk.Held> blocks, long written) {
        if (sent == kept) {
            keptNs = now();
        }
        sent++;
        bytes += wireBytes(written);
        node.link()
                .send(
                        MigrationWire.SERVICE,
                        new Endpoint(order.targetNode(), MigrationWire.SERVICE),
                        new MigrationWire.Blocks(order.move(), sent, blocks, written));
    }

    /// A block has an address, like a page.
    private long wireBytes(long written) {
        long header = node.settings().cost().header().bytes();
        return written + Math.ceilDiv(written, DiskQueue.BLOCK_BYTES) * header;
    }

    private Bandwidth bandwidth() {
        return order.terms().mostOf(ends.pace().wholeLink().bandwidth());
    }

    private static long count(Disk.Held held) {
        return held.upTo()
                + held.beyond().stream()
                        .mapToLong(span -> span.to() - span.from() + 1)
                        .sum();
    }

    private long now() {
        return node.ground().timeline().now();
    }
}
