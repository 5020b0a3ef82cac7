package io.godwit.migration.precopy;

import io.godwit.memory.PageBatch;
import io.godwit.memory.PageCursor;
import io.godwit.migration.channel.Outflow;
import io.godwit.unit.Bandwidth;
import java.util.OptionalInt;

/// The pages of a round on their way: read in batches, booked on the emulated wire, sent when they have left it.
///
/// One batch is under way at a time: [#nextRead()] says how much to read, which is the least for the first one and
/// as much as the wire was fit for at the last one then, [#book] when that leaves, [#leave()] hands it over. What a
/// batch holds is what its pages held when it got the wire; what is written later is in the dirty log. Mutable,
/// confined to one actor.
public final class PageFlow {

    private static final PageBatch NOTHING = new PageBatch(new long[0], new long[0]);

    private final WireCost cost;
    private final BatchSize size;
    private final Wire wire;
    private int batchPages;
    private Packing packing;
    private Cores cores = Cores.free();
    private Outflow outflow = Outflow.none();
    private Pacer pacer;
    private PageCursor cursor;
    private PageBatch booked = NOTHING;
    private int round;
    private long startedNs;
    private long pages;
    private long bytes;
    private long bookedBytes;
    private long savedBytes;
    private long unread;
    private boolean reading;

    /// What batches are put on, beside those of others.
    @FunctionalInterface
    public interface Wire {

        /// @return when the last bit is on it
        long take(long fromNs, long bytes);

        /// One that nothing else is on.
        static Wire alone() {
            return (fromNs, _) -> fromNs;
        }
    }

    /// When a walk over pages begins.
    public record Start(PageCursor walk, long atNs) {}

    /// A flow whose first round is about to begin.
    public PageFlow(WireCost cost, BatchSize size, Wire wire, Start first) {
        this.cost = cost;
        this.packing = Packing.none(cost);
        this.size = size;
        this.batchPages = size.least();
        this.wire = wire;
        this.pacer = Pacer.idleAt(first.atNs());
        this.cursor = first.walk();
        begin(1, first.walk(), first.atNs());
    }

    /// The same flow, whose pages travel so.
    ///
    /// @param by of both hosts
    public PageFlow packed(Packing other, Cores by) {
        packing = other;
        cores = by;
        return this;
    }

    /// Starts the next round on a wire that has nothing else to carry.
    public void begin(int number, PageCursor walk, long nowNs) {
        round = number;
        cursor = walk;
        pacer = Pacer.idleAt(nowNs);
        startedNs = nowNs;
        pages = 0;
        bytes = 0;
        savedBytes = 0;
    }

    /// Goes on with other pages in the same round.
    public void aim(PageCursor walk) {
        cursor = walk;
    }

    /// Whether a read was asked for that has not been booked.
    public boolean isReading() {
        return reading;
    }

    public PageCursor cursor() {
        return cursor;
    }

    public boolean isRoundOver() {
        return !reading && !hasBooked() && cursor.remaining() == 0;
    }

    /// How many pages to read next; empty while a batch is under way or the credit is used up.
    public OptionalInt nextRead() {
        int allowed = outflow.allowed(batchPages);
        if (reading || hasBooked()) {
            return OptionalInt.empty();
        }
        if (allowed == 0 || cursor.remaining() == 0) {
            rest();
            return OptionalInt.empty();
        }
        reading = true;
        unread = cursor.remaining();
        return OptionalInt.of(allowed);
    }

    /// Nothing is to be sent now.
    public void rest() {
        cores.rest();
    }

    /// Takes what was read, and answers when its last bit will be on the wire: when the wire has taken it, and the
    /// cores have that send it. Pages that the reader passed over count as spared. Round 0 names pages: their addresses
    /// alone are charged.
    public long book(PageBatch batch, Bandwidth bandwidth) {
        reading = false;
        booked = batch;
        long skipped = unread - cursor.remaining() - batch.size();
        long whole = cost.bytesOf(batch.size() + skipped);
        long saved = round == 0 ? cost.page().bytes() * packing.named(batch) : packing.savedOn(batch, round, skipped);
        pages += skipped;
        bookedBytes = whole - saved;
        batchPages = size.pagesAt(bandwidth, cost);
        savedBytes += saved;
        return bookBatch(bookedBytes, bandwidth);
    }

    /// As [#book], for a question whether the target has so many pages.
    public long bookOffer(long count, Bandwidth bandwidth) {
        long offered = packing.offered(count);
        bytes += offered;
        return bookBatch(offered, bandwidth);
    }

    /// So many of them it had.
    public void held(long offered, long count) {
        pages += count;
        savedBytes += packing.savedOn(offered, count);
    }

    private long bookBatch(long batchBytes, Bandwidth bandwidth) {
        long fromNs = pacer.freeAtNs();
        bookBytes(batchBytes, bandwidth);
        pacer = pacer.notBefore(fromNs + packing.workNs(batchBytes));
        pacer = pacer.notBefore(cores.spend(packing.load(batchBytes), fromNs, pacer.freeAtNs()));
        return pacer.freeAtNs();
    }

    /// As [#book], for what isn't pages.
    public long bookBytes(long bytes, Bandwidth bandwidth) {
        long takenNs = wire.take(pacer.freeAtNs(), bytes);
        pacer = pacer.book(bytes, bandwidth).notBefore(takenNs);
        return pacer.freeAtNs();
    }

    /// Nothing was waiting for the wire: what comes next finds it as it is now.
    public void idleUntil(long nowNs) {
        pacer = pacer.notBefore(nowNs);
    }

    public boolean hasBooked() {
        return booked.size() > 0;
    }

    /// What the batch that was booked is charged.
    public long bookedBytes() {
        return bookedBytes;
    }

    /// The batch that was booked, which is sent by this.
    public PageBatch leave() {
        PageBatch batch = booked;
        booked = NOTHING;
        pages += batch.size();
        bytes += bookedBytes;
        outflow = outflow.sent(batch.size());
        return batch;
    }

    /// A grant after a want of credit finds the wire idle.
    public void granted(long upToPages, long nowNs) {
        if (outflow.allowed(1) == 0 && !hasBooked()) {
            pacer = Pacer.idleAt(Math.max(nowNs, pacer.freeAtNs()));
        }
        outflow = outflow.grantedUpTo(upToPages);
    }

    public int round() {
        return round;
    }

    /// How many batches were sent in all rounds; the next one's sequence.
    public long frames() {
        return outflow.frames();
    }

    /// @param throttlePercent of its CPU that the guest lost meanwhile
    public Round finished(long nowNs, long dirtyPages, int throttlePercent) {
        return new Round(round, pages, bytes, nowNs - startedNs, dirtyPages, savedBytes, throttlePercent);
    }
}
