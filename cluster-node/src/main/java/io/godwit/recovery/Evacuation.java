package io.godwit.recovery;

import io.godwit.link.LinkQuality;
import io.godwit.migration.precopy.Dirtying;
import io.godwit.migration.precopy.GuestMemory;
import io.godwit.migration.precopy.Prediction;
import io.godwit.migration.precopy.Route;
import io.godwit.migration.precopy.Terms;
import io.godwit.migration.precopy.WireCost;
import io.godwit.unit.Bandwidth;
import io.godwit.vm.VmSpec;
import java.util.Comparator;

/// In which order a host is best emptied.
///
/// **Best** is that at each moment as much as possible of what matters most is safe. Tiers come in their order; within
/// a tier the move that is expected to take the shortest time comes first, as that makes the mean time until a guest is
/// safe the least that there is (W. E. Smith, *Various optimizers for single-stage production*, 1956). Guests that are
/// expected not to converge on their share of the link come last of all, one at a time: before, they would hold up the
/// others and come to nothing.
///
/// What is expected is [Prediction]'s word on what the VM's workload says, not on what its guest does.
///
/// @param alone it is expected to need the link for itself
/// @param expectedNs of the migration, on its share of the link
record Evacuation(boolean alone, int tier, long expectedNs) implements Comparable<Evacuation> {

    private static final Comparator<Evacuation> ORDER = Comparator.comparing(Evacuation::alone)
            .thenComparing(Evacuation::tier)
            .thenComparing(Evacuation::expectedNs);

    /// @param link the way from the host, all of it
    /// @param atOnce moves that share it
    static Evacuation of(VmSpec vm, Terms terms, LinkQuality link, int atOnce) {
        WireCost cost = WireCost.byDefault();
        Dirtying dirtying = vm.workload()
                .memory()
                .map(memory -> Dirtying.of(memory, cost.page()))
                .orElse(_ -> 0);
        Bandwidth part = new Bandwidth(Math.max(1, link.bandwidth().bitsPerSecond() / atOnce));
        Prediction prediction = Prediction.of(
                terms,
                new GuestMemory(vm.memory().pages(cost.page()), 0, dirtying).withVcpus(vm.vcpus()),
                Route.of(new LinkQuality(link.latency(), part)));
        return new Evacuation(!prediction.converges(), vm.care().tier(), prediction.durationNs());
    }

    @Override
    public int compareTo(Evacuation other) {
        return ORDER.compare(this, other);
    }
}
