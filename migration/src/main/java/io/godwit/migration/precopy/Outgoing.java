package io.godwit.migration.precopy;

import io.godwit.link.LinkQuality;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What helps are expected to make of the pages that go next. Pages that were never used lie together, and are zero:
/// where those are skipped they go by the core's speed, and the others by the link's.
///
/// *Not modelled*: that two helps look at the same page, and that what a guest writes is like another page.
///
/// @param precopy the rounds before
/// @param link as it may be used for these pages
record Outgoing(Precopy precopy, GuestMemory guest, LinkQuality link, WireCost cost) {

    /// As many as a source asks its target for at a time.
    private static final long OFFERED_PAGES = 4096;

    /// The guest writes meanwhile. Before the first round its target is asked for what it has, if that is wanted.
    Foreseen running(long toSend, int throttlePercent) {
        boolean asks = precopy.asksFirst();
        long held = asks ? Math.min(toSend, guest.contents().heldPages()) : 0;
        Pass mixed = mixed(toSend - held);
        long sent = mixed.pages();
        if (help().skipsDirtied()) {
            sent = guest.stillClean(mixed, throttlePercent);
        }
        Foreseen all = (asks ? questions(held) : Foreseen.NOTHING)
                .then(of(mixed, sent))
                .then(unused());
        return help().skipsDirtied() ? all.with(packing().dirtied(toSend, mixed.pages() - sent)) : all;
    }

    /// The guest stands: what is sent is not written again.
    Foreseen standing(long toSend) {
        Pass mixed = mixed(toSend);
        return of(mixed, mixed.pages()).then(unused());
    }

    /// It follows the guest: of all helps only those for pages of zeroes work on that.
    Foreseen following(long lacking) {
        long unused = help().skipsZeroPages() ? unusedPages() : 0;
        Foreseen others = spared(lacking - unused, zeroes(lacking - unused));
        return unused == 0 ? others : others.then(unused());
    }

    /// Of that, so many pages that the guest writes.
    Foreseen written(long pages) {
        return spared(pages, guest.contents().zeroWrites().of(pages));
    }

    private Foreseen spared(long pages, long zeroes) {
        List<HelpUse> uses = help().skipsZeroPages() ? List.of(packing().zeroes(pages, zeroes)) : List.of();
        return of(new Pass(pages, uses, link.bandwidth(), cost), pages);
    }

    private Help help() {
        return precopy.terms().help();
    }

    private boolean isFirst() {
        return precopy.rounds().isEmpty();
    }

    private PackingCost packing() {
        return PackingCost.of(help(), cost);
    }

    private Foreseen of(Pass pass, long sent) {
        List<HelpUse> packed =
                pass.packed().stream().map(use -> use.part(sent, pass.pages())).toList();
        long bytes = cost.bytesOf(sent)
                - packed.stream().mapToLong(HelpUse::savedBytes).sum();
        return new Foreseen(pass.pages(), bytes, durationNs(bytes, packed), packed);
    }

    private long durationNs(long bytes, List<HelpUse> packed) {
        long packingNs = packed.stream().mapToLong(HelpUse::hostCpuNs).sum();
        return Math.max(link.bandwidth().nanosFor(bytes), help().channels().workNs(bytes, packingNs));
    }

    private long unusedPages() {
        boolean spares = help().skipsZeroPages() || help().skipsSharedPages();
        return spares && isFirst() ? guest.contents().unusedPages() : 0;
    }

    /// Pages of zeroes are like one another, too.
    private Foreseen unused() {
        long pages = unusedPages();
        HelpUse use = help().skipsZeroPages()
                ? packing().zeroes(pages, pages)
                : packing().shared(pages, pages);
        return pages == 0 ? Foreseen.NOTHING : of(new Pass(pages, List.of(use), link.bandwidth(), cost), pages);
    }

    /// All but those that were never used.
    private Pass mixed(long toSend) {
        long pages = toSend - unusedPages();
        List<HelpUse> uses = new ArrayList<>();
        long zeroes = help().skipsZeroPages() ? zeroes(pages) : 0;
        if (help().skipsZeroPages()) {
            uses.add(packing().zeroes(pages, zeroes));
        }
        if (help().skipsSharedPages()) {
            long alike = (isFirst() ? guest.contents().sharedPages() : 0) + zeroes(pages) - zeroes;
            uses.add(packing().shared(pages - zeroes, Math.min(alike, pages - zeroes)));
        }
        Optional<Deltas> deltas = help().deltas().filter(_ -> !isFirst());
        deltas.ifPresent(it -> uses.add(packing().deltas(pages - zeroes, found(it, pages, zeroes))));
        return new Pass(pages, uses, link.bandwidth(), cost);
    }

    private long zeroes(long pages) {
        MemoryContents contents = guest.contents();
        return isFirst()
                ? Math.min(pages, contents.zeroPages() - contents.unusedPages())
                : contents.zeroWrites().of(pages);
    }

    /// Of the pages that were written in the last round, those that were sent since the second, if they were not pushed
    /// out: of two sets of pages that are written in two times, so many are in both as the two have more than all.
    private long found(Deltas deltas, long pages, long zeroes) {
        List<Round> rounds = precopy.rounds();
        long beforeNs = 0;
        for (Round round : rounds.subList(0, rounds.size() - 1)) {
            beforeNs += guest.runsNs(round);
        }
        long lastNs = guest.runsNs(rounds.getLast());
        Dirtying dirtying = guest.dirtying();
        long cached = dirtying.pagesIn(beforeNs);
        long again = cached + dirtying.pagesIn(lastNs) - dirtying.pagesIn(beforeNs + lastNs);
        int places = deltas.cachedPages(guest.pages(), cost);
        double kept = cached == 0 ? 0 : Math.min(1, places / (double) cached);
        double filled = pages == 0 ? 0 : (pages - zeroes) / (double) pages;
        return Math.round(Math.max(0, again) * kept * filled);
    }

    /// What is asked for is all that is not zero, and each question waits for its answer.
    private Foreseen questions(long held) {
        MemoryContents contents = guest.contents();
        long offered = guest.pages() - contents.zeroPages();
        long asked = Math.ceilDiv(guest.pages() - contents.unusedPages(), OFFERED_PAGES);
        long bytes = packing().offerBytes(offered);
        HelpUse use = packing().held(offered, held);
        long wireNs = durationNs(bytes, List.of(use));
        long waitNs = Math.multiplyExact(asked, 2 * link.latency().toNanos());
        return new Foreseen(held, bytes, Math.addExact(wireNs, waitNs), List.of(use));
    }
}
