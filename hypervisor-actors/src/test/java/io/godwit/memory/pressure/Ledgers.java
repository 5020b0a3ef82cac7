package io.godwit.memory.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.memory.MachineMemory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts all over again, page by page, what a host that manages memory has counted as it went.
final class Ledgers {

    private Ledgers() {}

    static void assertAddUp(MachineMemory machine, List<Tenant> tenants, FrameLedger ledger, long overhead) {
        assertThat(machine.account().isConserved()).as("%s", machine.account()).isTrue();
        assertThat(machine.freeFrames()).isNotNegative();
        Map<Long, Integer> sharers = new HashMap<>();
        long swapped = 0;
        long compressed = 0;
        for (Tenant tenant : tenants) {
            long[] counts = new long[6];
            for (long page = 0; page < tenant.pages(); page++) {
                int place = Place.of(tenant.places.state(page));
                counts[place]++;
                if (place == Place.SHARED) {
                    sharers.merge(ledger.keyOf(tenant, tenant.memory().content(page)), 1, Integer::sum);
                }
            }
            assertThat(List.of(tenant.own, tenant.shared, tenant.compressed, tenant.swapped, tenant.givenUp))
                    .as("%s", tenant.id())
                    .isEqualTo(List.of(counts[1], counts[2], counts[3], counts[4], counts[5]));
            assertPromisesAreKept(tenant);
            assertMapped(tenant);
            swapped += tenant.swapped;
            compressed += tenant.compressed;
            assertThat(machine.account().vmFrames()).containsEntry(tenant.id(), tenant.own + overhead);
        }
        long zeroPages = sharers.getOrDefault(0L, 0);
        sharers.remove(0L);
        assertThat(ledger.sharedFrames().frames()).isEqualTo(sharers.size());
        assertThat(ledger.sharedFrames().pages())
                .isEqualTo(zeroPages
                        + sharers.values().stream().mapToLong(it -> it).sum());
        assertThat(ledger.swap().usedPages())
                .isEqualTo(swapped)
                .isLessThanOrEqualTo(ledger.swap().capacityPages());
        assertThat(ledger.pool().pages()).isEqualTo(compressed);
        assertThat(machine.account().pools())
                .isEqualTo(new MachineMemory.Pools(sharers.size(), ledger.pool().frames()));
    }

    /// What is in a large mapping is in frames of the VM's own, each of it.
    static void assertMapped(Tenant tenant) {
        long large = 0;
        for (long page = 0; page < tenant.mappings().backedPages(); page++) {
            if (tenant.mappings().isWhole(page)) {
                large++;
                assertThat(Place.of(tenant.places.state(page)))
                        .as("page %s of %s", page, tenant.id())
                        .isEqualTo(Place.OWN);
            }
        }
        assertThat(tenant.mappings().mix().largePages()).isEqualTo(large).isLessThanOrEqualTo(tenant.own);
    }

    private static void assertPromisesAreKept(Tenant tenant) {
        MemoryTerms terms = tenant.terms();
        assertThat(tenant.used() + tenant.ballooned).as("%s", tenant.id()).isLessThanOrEqualTo(tenant.pages());
        assertThat(tenant.pages() - tenant.ballooned)
                .as("what the balloon leaves %s", tenant.id())
                .isGreaterThanOrEqualTo(Math.min(tenant.pages(), terms.floorPages()));
        assertThat(tenant.own).isLessThanOrEqualTo(terms.limitPages());
        assertThat(tenant.held())
                .as("reserved for %s", tenant.id())
                .isGreaterThanOrEqualTo(Math.min(tenant.used(), terms.reservationPages()));
        if (terms.pinned()) {
            assertThat(tenant.held()).isEqualTo(tenant.used());
            assertThat(tenant.ballooned + tenant.shared).isZero();
        }
    }
}
