package io.godwit.host;

import io.godwit.cpu.WakeLatency;
import io.godwit.guest.Foresight;
import io.godwit.memory.PageBatch;
import io.godwit.memory.PageMarks;
import io.godwit.memory.PageSet;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// Pages of a guest that goes on here while they are elsewhere. It runs up to an access that it can't make, and stands
/// until the page has come: no page is touched that is not here.
///
/// A page comes before the guest can have written to it, so what all pages held when they came is what the guest had
/// where it was: its digest grows with them, whatever the guest writes meanwhile. Mutable, the hypervisor's own.
final class Absence {

    private static final long[] NONE = {};

    private final PageMarks lacking;
    private final Optional<Foresight> foresight;
    private final WakeLatency waits = new WakeLatency();
    private Foresight.Stop stop;
    private OptionalLong waitsSinceNs = OptionalLong.empty();
    private long original;
    private long waitedNs;

    /// @param original digest of what is here, without what is lacking
    Absence(PageSet lacking, long pages, Optional<Foresight> foresight, long original) {
        this.lacking = PageMarks.none(pages);
        this.lacking.addAll(lacking.cursor());
        this.foresight = foresight;
        this.original = original;
        this.stop = next();
    }

    boolean lacks(long page) {
        return lacking.has(page);
    }

    long size() {
        return lacking.size();
    }

    /// What the guest may do so far.
    long boundNs() {
        return stop.workNs();
    }

    /// The guest stands at its bound.
    ///
    /// @return the page that it has to wait for; empty: it may go on
    OptionalLong stands(long nowNs) {
        OptionalLong wanted = wanted();
        if (wanted.isEmpty()) {
            stop = next();
        } else if (waitsSinceNs.isEmpty()) {
            waitsSinceNs = OptionalLong.of(nowNs);
        }
        return wanted;
    }

    /// Of a batch, what has not come before.
    PageBatch news(PageBatch batch) {
        long[] pages = NONE;
        long[] contents = NONE;
        int count = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (lacking.has(batch.page(i))) {
                pages = count == 0 ? new long[batch.size()] : pages;
                contents = count == 0 ? new long[batch.size()] : contents;
                pages[count] = batch.page(i);
                contents[count++] = batch.content(i);
            }
        }
        return count == batch.size()
                ? batch
                : new PageBatch(Arrays.copyOf(pages, count), Arrays.copyOf(contents, count));
    }

    /// These pages are here.
    ///
    /// @param digestChange what they made of the digest of all pages
    /// @return for how long the guest has waited, if it can go on now
    OptionalLong arrived(PageBatch news, long digestChange, long nowNs) {
        original += digestChange;
        for (int i = 0; i < news.size(); i++) {
            lacking.remove(news.page(i));
        }
        if (waitsSinceNs.isEmpty() || wanted().isPresent()) {
            stop = lacking.size() == 0 ? next() : stop;
            return OptionalLong.empty();
        }
        long waited = nowNs - waitsSinceNs.getAsLong();
        waitsSinceNs = OptionalLong.empty();
        waits.record(waited);
        waitedNs += waited;
        stop = next();
        return OptionalLong.of(waited);
    }

    /// What came of it, when nothing is lacking any more.
    Transfer.Faults faults() {
        return new Transfer.Faults(
                waits.count(), waitedNs, waits.permilleNs(500), waits.permilleNs(990), waits.longestNs());
    }

    /// Of what the guest had where it was.
    long original() {
        return original;
    }

    private OptionalLong wanted() {
        return stop.page().isPresent() && lacking.has(stop.page().getAsLong()) ? stop.page() : OptionalLong.empty();
    }

    private Foresight.Stop next() {
        return lacking.size() == 0 || foresight.isEmpty()
                ? Foresight.Stop.NONE
                : foresight.get().next(lacking::has);
    }
}
