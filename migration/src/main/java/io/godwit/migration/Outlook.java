package io.godwit.migration;

import io.godwit.guest.DirtyPages;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.host.Transfer;
import io.godwit.link.LinkQuality;
import io.godwit.migration.precopy.Dirtying;
import io.godwit.migration.precopy.GuestMemory;
import io.godwit.migration.precopy.Prediction;
import io.godwit.migration.precopy.WireCost;
import io.godwit.vm.VmKind;
import java.util.Optional;

/// What a migration is expected to come to, by what its source's host knows of the guest when the first page is about
/// to leave: how fast it writes at what it gets of the CPU then, to how many pages and in which order its workload is
/// said to. Nothing waits for it, so that nothing is measured in a window of its own.
///
/// *Not modelled*: containers, a disk that goes along, pages alike, others on the link.
final class Outlook {

    private static final double NS_PER_SECOND = 1e9;

    private Outlook() {}

    static Optional<Prediction> of(
            MigrationOrder order, Transfer.DirtyLogOpened opened, LinkQuality link, WireCost cost) {
        if (order.spec().kind() == VmKind.CONTAINER) {
            return Optional.empty();
        }
        double perSecond = opened.guest().memory().dirtyPagesPerSecond();
        Dirtying dirtying = order.spec()
                .workload()
                .memory()
                .map(memory -> dirtying(memory, perSecond, cost))
                .orElse(_ -> 0);
        GuestMemory guest = new GuestMemory(opened.allPages().remaining(), opened.zeroPages(), dirtying)
                .withVcpus(order.spec().vcpus());
        return Optional.of(Prediction.of(order.terms(), guest, link, cost));
    }

    private static Dirtying dirtying(MemorySpec memory, double perSecond, WireCost cost) {
        long set = memory.workingSet().pages(cost.page());
        return durationNs ->
                Math.round(DirtyPages.expected(memory.pattern(), perSecond * durationNs / NS_PER_SECOND, set));
    }
}
