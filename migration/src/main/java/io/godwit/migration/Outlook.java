package io.godwit.migration;

import io.godwit.guest.DirtyPages;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.host.Transfer;
import io.godwit.migration.precopy.Dirtying;
import io.godwit.migration.precopy.GuestMemory;
import io.godwit.migration.precopy.HandoverCost;
import io.godwit.migration.precopy.MemoryContents;
import io.godwit.migration.precopy.Prediction;
import io.godwit.migration.precopy.Route;
import io.godwit.migration.precopy.WireCost;
import io.godwit.unit.Share;
import java.util.Optional;

/// What a migration is expected to come to, by what its source's host knows of the guest when the first page is about
/// to leave: how fast it writes at what it gets of the CPU then, to how many pages and in which order its workload is
/// said to. Nothing waits for it, so that nothing is measured in a window of its own: what handing over takes the
/// target tries meanwhile, and where that is known too late nothing is written down.
///
/// It goes by the share of cards and link that the migration has when both are known. Mutable, confined to the source's
/// actor.
///
/// *Not modelled*: a disk that goes along, pages alike, those that the target holds, what others on the same cards do
/// later.
final class Outlook {

    private static final double NS_PER_SECOND = 1e9;

    private final MigrationOrder order;
    private final WireCost cost;
    private final SourcePace pace;
    private final Journal journal;
    private Optional<Transfer.DirtyLogOpened> opened = Optional.empty();
    private Optional<HandoverCost> arrival = Optional.empty();
    private boolean told;

    Outlook(MigrationOrder order, WireCost cost, SourcePace pace, Journal journal) {
        this.order = order;
        this.cost = cost;
        this.pace = pace;
        this.journal = journal;
    }

    /// The first page is about to leave.
    void opened(Transfer.DirtyLogOpened it) {
        opened = Optional.of(it);
        tell();
    }

    /// The target has tried what the guest's arrival takes.
    void arrives(HandoverCost cost) {
        arrival = Optional.of(cost);
        tell();
    }

    private void tell() {
        if (!told && opened.isPresent() && arrival.isPresent()) {
            told = true;
            journal.predicted(prediction(opened.get(), arrival.get()));
        }
    }

    private Prediction prediction(Transfer.DirtyLogOpened log, HandoverCost handover) {
        double perSecond = log.guest().memory().dirtyPagesPerSecond();
        Dirtying dirtying = order.spec()
                .workload()
                .memory()
                .map(memory -> dirtying(memory, perSecond))
                .orElse(_ -> 0);
        var contents = MemoryContents.zero(log.zeroPages(), log.unusedPages(), zeroWrites());
        GuestMemory guest = new GuestMemory(
                order.spec().memory().pages(cost.page()), contents, order.spec().vcpus(), dirtying);
        return Prediction.of(order.terms(), guest, new Route(pace.fairLink(), cost, handover.withDump(log.dumpNs())));
    }

    /// What its workload is said to leave of pages.
    private Share zeroWrites() {
        return order.spec()
                .workload()
                .memory()
                .map(memory -> Share.ofPermille(memory.contents().zeroPermille()))
                .orElse(Share.NONE);
    }

    private Dirtying dirtying(MemorySpec memory, double perSecond) {
        long set = memory.workingSet().pages(cost.page());
        return durationNs ->
                Math.round(DirtyPages.expected(memory.pattern(), perSecond * durationNs / NS_PER_SECOND, set));
    }
}
