package io.godwit.migration;

import io.godwit.device.DiskQueue;
import io.godwit.device.DiskSpec;
import io.godwit.device.Relocation;
import io.godwit.guest.DirtyPages;
import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.host.Transfer;
import io.godwit.link.LinkQuality;
import io.godwit.migration.precopy.Dirtying;
import io.godwit.migration.precopy.DiskForecast;
import io.godwit.migration.precopy.DiskForecast.GuestDisk;
import io.godwit.migration.precopy.GuestMemory;
import io.godwit.migration.precopy.HandoverCost;
import io.godwit.migration.precopy.MemoryContents;
import io.godwit.migration.precopy.Prediction;
import io.godwit.migration.precopy.Route;
import io.godwit.migration.precopy.WireCost;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
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
/// A disk that goes along is expected when it begins to be read, and its guest's writes go to both from then on.
///
/// *Not modelled*: pages alike, those that the target holds, what others on the same cards do
/// later.
final class Outlook {

    private static final double NS_PER_SECOND = 1e9;

    /// Over less than this a disk takes longer than anybody waits.
    private static final Bandwidth LEAST = Bandwidth.parse("1Mbit");

    private final MigrationOrder order;
    private final WireCost cost;
    private final SourcePace pace;
    private final Journal journal;
    private Optional<Transfer.DirtyLogOpened> opened = Optional.empty();
    private Optional<HandoverCost> arrival = Optional.empty();
    private Optional<DiskSpec> source = Optional.empty();
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

    /// Its disk is about to be read. Over a link that passes no more than the guest writes, nothing can be said.
    void disk(Relocation.Mirrored disk) {
        source = Optional.of(disk.disk());
        var goes = new GuestDisk(new MemorySize(disk.bytes()), diskWrites(), Optional.of(disk.disk()));
        Bandwidth link = pace.fairLink().bandwidth();
        if (link.compareTo(LEAST) >= 0 && DiskForecast.passes(goes, link, cost)) {
            journal.predicted(DiskForecast.of(goes, link, order.terms().most(), cost));
        }
    }

    /// As its workload is said to.
    private EventRate diskWrites() {
        return order.spec()
                .workload()
                .ledger()
                .filter(_ -> order.hasGuest())
                .map(WorkloadSpec.LedgerSpec::writes)
                .orElse(EventRate.parse("0/s"));
    }

    /// How long a disk that goes along has something under way when its guest stands: it says what it is, and brings
    /// the guest's last write to the target, which was made some time before. The mean of that, for writes at even
    /// times.
    private long settleNs(HandoverCost handover) {
        long askNs = source.map(it -> new DiskQueue(it).completedAtNs(0, DiskQueue.BLOCK_BYTES))
                .orElse(0L);
        double perSecond = diskWrites().perSecond();
        if (askNs == 0 || perSecond == 0) {
            return askNs;
        }
        double writeNs =
                askNs + handover.openNs() + 2.0 * pace.wholeLink().latency().toNanos();
        double apartNs = NS_PER_SECOND / perSecond;
        double leftNs = apartNs < writeNs ? writeNs - apartNs / 2 : writeNs * writeNs / (2 * apartNs);
        return Math.max(askNs, Math.round(leftNs));
    }

    /// What is left for pages while writes go to both disks.
    private LinkQuality link() {
        LinkQuality link = pace.fairLink();
        var written = new GuestDisk(MemorySize.ZERO, diskWrites());
        return order.spec().hasLocalDisk() && DiskForecast.passes(written, link.bandwidth(), cost)
                ? new LinkQuality(link.latency(), DiskForecast.rest(written, link.bandwidth(), cost))
                : link;
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
        return Prediction.of(
                order.terms(),
                guest,
                new Route(link(), cost, handover.withDump(log.dumpNs()).withSettle(settleNs(handover))));
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
