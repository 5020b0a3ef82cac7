package io.godwit.migration.precopy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What helps are expected to make of the next round's pages.
///
/// *Not modelled*: that two helps look at the same page, and that what a guest writes is zero or like another page.
final class Foreseen {

    private Foreseen() {}

    static List<HelpUse> packing(Precopy precopy, GuestMemory guest, long toSend, WireCost cost) {
        Help help = precopy.terms().help();
        PackingCost packing = PackingCost.of(help, cost);
        boolean isFirst = precopy.rounds().isEmpty();
        List<HelpUse> uses = new ArrayList<>();
        long zeroes = help.skipsZeroPages() && isFirst ? guest.zeroPages() : 0;
        if (help.skipsZeroPages()) {
            uses.add(packing.zeroes(toSend, zeroes));
        }
        long alike = help.skipsSharedPages() && isFirst ? guest.sharedPages() : 0;
        if (help.skipsSharedPages()) {
            uses.add(packing.shared(toSend - zeroes, alike));
        }
        Optional<Deltas> deltas = help.deltas().filter(_ -> !isFirst);
        deltas.ifPresent(
                it -> uses.add(packing.deltas(toSend, found(precopy, guest, it.cachedPages(guest.pages(), cost)))));
        return uses;
    }

    /// Of the pages that were written in the last round, those that were sent since the second, if they were not pushed
    /// out: of two sets of pages that are written in two times, so many are in both as the two have more than all.
    private static long found(Precopy precopy, GuestMemory guest, int places) {
        List<Round> rounds = precopy.rounds();
        long beforeNs = 0;
        for (Round round : rounds.subList(0, rounds.size() - 1)) {
            beforeNs += guest.runsNs(round);
        }
        long lastNs = guest.runsNs(rounds.getLast());
        Dirtying dirtying = guest.dirtying();
        long cached = dirtying.pagesIn(beforeNs);
        long again = cached + dirtying.pagesIn(lastNs) - dirtying.pagesIn(beforeNs + lastNs);
        double kept = cached == 0 ? 0 : Math.min(1, places / (double) cached);
        return Math.round(Math.max(0, again) * kept);
    }
}
