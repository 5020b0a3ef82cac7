package io.godwit.migration;

import io.godwit.host.Transfer;
import io.godwit.link.LinkQuality;
import io.godwit.memory.PageBatch;
import io.godwit.memory.PageList;
import io.godwit.memory.PageMarks;
import io.godwit.migration.channel.PageFrame;
import io.godwit.migration.precopy.BatchSize;
import io.godwit.migration.precopy.Packing;
import io.godwit.migration.precopy.PageFlow;
import io.godwit.migration.precopy.Round;
import io.godwit.migration.precopy.WireCost;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// The pages that follow a guest to the target, where it runs already: that which it waits for first, then the others
/// from there on, as what a guest touches lies together.
///
/// A session of the pull carries frames in order. When some were lost the target opens another, which begins with all
/// that it had not acknowledged: pages do not change any more, so that twice does no harm. Mutable, confined to the
/// source's actor.
final class SourceDebt {

    /// What a debt is paid with.
    ///
    /// @param wire the link as it may be used now
    /// @param packing how its pages travel
    record Means(SourceWork.Ends ends, WireCost cost, Supplier<LinkQuality> wire, Packing packing) {}

    /// @param upTo pages sent in the session with this frame
    private record Sent(long upTo, PageBatch pages) {}

    private final MigrationNode node;
    private final MigrationOrder order;
    private final Means means;
    private final PageMarks owed;
    private final Deque<Sent> unacknowledged = new ArrayDeque<>();
    private final SourceChannel channel;
    private PageFlow flow;
    private long[] underWay = {};
    private OptionalLong demanded = OptionalLong.empty();
    private int session;
    private int overtakenReads;
    private long sent;
    private long position;
    private long beganNs;
    private long pages;
    private long bytes;
    private long saved;

    SourceDebt(MigrationNode node, MigrationOrder order, Means means, PageMarks owed) {
        this.node = node;
        this.order = order;
        this.means = means;
        this.owed = owed;
        this.channel = new SourceChannel(node, order, means.ends().channel());
        this.flow = flow();
    }

    /// Begins a session, unless it has begun.
    void pull(MigrationWire.Pull pull) {
        if (pull.session() <= session) {
            return;
        }
        beganNs = session == 0 ? now() : beganNs;
        session = pull.session();
        takeBack();
        channel.connect(pull.token(), pull.pages());
        flow = flow();
        flow.granted(pull.credit(), now());
        onward();
    }

    private void takeBack() {
        means.ends().wake().cancel();
        overtakenReads += flow.isReading() ? 1 : 0;
        unacknowledged.forEach(frame -> owe(frame.pages().pages()));
        unacknowledged.clear();
        owe(underWay);
        underWay = new long[0];
        sent = 0;
    }

    private void owe(long[] again) {
        for (long page : again) {
            owed.add(page);
        }
    }

    void demand(MigrationWire.Demand demand) {
        if (demand.session() == session && owed.has(demand.page())) {
            demanded = OptionalLong.of(demand.page());
            onward();
        }
    }

    void granted(MigrationWire.Credit credit) {
        if (credit.session() == session) {
            long written = credit.upToPages() - node.settings().windowPages();
            while (!unacknowledged.isEmpty() && unacknowledged.getFirst().upTo() <= written) {
                unacknowledged.removeFirst();
            }
            flow.granted(credit.upToPages(), now());
            onward();
        }
    }

    void read(Transfer.PagesRead read) {
        if (overtakenReads > 0) {
            overtakenReads--;
        } else {
            long leftNs = flow.book(read.batch(), means.wire().get().bandwidth());
            means.ends().wake().at(leftNs, now());
        }
    }

    /// A batch has left the emulated wire.
    void leaveWire() {
        if (flow.hasBooked()) {
            long sequence = flow.frames();
            long charged = flow.bookedBytes();
            PageBatch batch = flow.leave();
            sent += batch.size();
            pages += batch.size();
            bytes += charged;
            saved += means.cost().bytesOf(batch.size()) - charged;
            unacknowledged.addLast(new Sent(sent, batch));
            underWay = Arrays.copyOfRange(underWay, batch.size(), underWay.length);
            channel.send(new PageFrame(order.move().migration(), order.move().epoch(), -session, sequence, batch));
            onward();
        }
    }

    long frames() {
        return flow.frames();
    }

    /// Pages that the target is not known to have.
    long remaining() {
        return owed.size()
                + underWay.length
                + unacknowledged.stream().mapToLong(it -> it.pages().size()).sum();
    }

    /// All that was sent after the guest, as a round.
    Round round(int number) {
        return new Round(number, pages, bytes, now() - beganNs, 0, saved, 0);
    }

    void close() {
        means.ends().wake().cancel();
        means.ends().cores().rest();
        channel.close();
    }

    private void onward() {
        if (session > 0 && flow.isRoundOver() && owed.size() > 0) {
            underWay = next();
            flow.aim(new PageList(underWay.clone()));
        }
        flow.nextRead().ifPresent(count -> means.ends().guest().read(flow.cursor(), count, false));
    }

    /// The page that is waited for alone, or some from where the last one was.
    private long[] next() {
        if (demanded.isPresent() && owed.has(demanded.getAsLong())) {
            long page = demanded.getAsLong();
            demanded = OptionalLong.empty();
            owed.remove(page);
            position = page + 1;
            return new long[] {page};
        }
        long[] some = new long[(int) Math.min(node.settings().pullPages(), owed.size())];
        int count = 0;
        for (OptionalLong page = owed.nextFrom(position); page.isPresent() && count < some.length; ) {
            some[count++] = page.getAsLong();
            owed.remove(page.getAsLong());
            page = owed.nextFrom(page.getAsLong() + 1);
        }
        if (count == 0) {
            position = 0;
            return next();
        }
        position = some[count - 1] + 1;
        return Arrays.copyOf(some, count);
    }

    private PageFlow flow() {
        var nothing = new PageFlow.Start(new PageList(), now());
        return new PageFlow(
                        means.cost(),
                        BatchSize.of(node.settings().pullPages()),
                        means.ends().pace(),
                        nothing)
                .packed(means.packing(), means.ends().cores());
    }

    private long now() {
        return node.ground().timeline().now();
    }
}
