package io.godwit.host;

import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import io.godwit.vm.PageWrites;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import io.godwit.vm.Workload.CpuLoad;
import io.godwit.vm.Workload.MemoryLoad;

/// Workloads for tests: restless CPU, scattered page writes, a ledger.
final class Loads {

    private Loads() {}

    static Workload idle() {
        return new Workload(CpuLoad.constant(0), MemoryLoad.NONE, false);
    }

    static Workload wanting(long nanoCores) {
        return new Workload(CpuLoad.constant(nanoCores), MemoryLoad.NONE, false);
    }

    static Workload serving() {
        return new Workload(CpuLoad.constant(0), MemoryLoad.NONE, true);
    }

    /// Other demand in each second, and 10,000 writes a second to 1,000 pages.
    static Workload restless(VmSpec vm) {
        Seed seed = Seed.of(7).child(vm.id().value());
        return new Workload(
                new Restless(seed, vm.vcpus()), new Scattered(seed, EventRate.parse("10000/s"), 1000), true);
    }

    private record Restless(Seed seed, int vcpus) implements CpuLoad {

        private static final long SECOND_NS = 1_000_000_000L;

        @Override
        public long nanoCoresAt(long ranNs) {
            return seed.child("cpu-" + ranNs / SECOND_NS).generator().nextLong(vcpus * SECOND_NS);
        }

        @Override
        public long changesAtNs(long ranNs) {
            return (ranNs / SECOND_NS + 1) * SECOND_NS;
        }
    }

    private record Scattered(Seed seed, EventRate rate, long pages) implements MemoryLoad {

        @Override
        public long writesAt(long workNs) {
            return rate.eventsIn(workNs);
        }

        @Override
        public PageWrites between(long from, long to) {
            return memory -> {
                for (long n = from; n < to; n++) {
                    long content = Seed.of(seed.value() + n).child("w").value();
                    memory.write(Math.floorMod(content, pages), content);
                }
            };
        }
    }
}
