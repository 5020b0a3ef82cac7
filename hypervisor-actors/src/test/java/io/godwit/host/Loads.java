package io.godwit.host;

import io.godwit.guest.CpuDemand;
import io.godwit.guest.MemoryDirtier;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import io.godwit.unit.Share;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.util.Optional;

/// Workloads for tests.
final class Loads {

    private Loads() {}

    /// All of its vCPUs, all the time.
    static Workload greedy(VmSpec vm) {
        return new Workload(new CpuDemand.Constant(Share.ALL), vm.vcpus(), Optional.empty(), false);
    }

    /// A ledger and nothing else.
    static Workload serving(VmSpec vm) {
        return new Workload(new CpuDemand.Constant(Share.NONE), vm.vcpus(), Optional.empty(), true);
    }

    /// A square wave of CPU, and 10,000 writes a second to 1,000 pages.
    static Workload restless(VmSpec vm) {
        Seed seed = Seed.of(7).child(vm.id().value());
        return new Workload(
                new CpuDemand.Bursts(Share.ofPercent(90), Share.ofPercent(10), 700_000_000, 300_000_000),
                vm.vcpus(),
                Optional.of(new MemoryDirtier(seed, 1000, EventRate.parse("10000/s"), new Pattern.Random())),
                true);
    }
}
