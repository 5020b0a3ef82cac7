package io.godwit.cpu;

import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.Frequency;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.time.Duration;

/// Machines and guests for tests: free of all costs, or with each of them in round numbers.
final class Machines {

    static final long CORE = CpuTopology.CORE;
    static final long MS = 1_000_000;

    private static final String SOURCE = "the test";
    private static final QuantumPolicy.CoScheduling ALONE =
            new QuantumPolicy.CoScheduling(false, Duration.ofMillis(3), SOURCE);

    static final QuantumPolicy.Credit CREDIT = new QuantumPolicy.Credit(
            "credit",
            Duration.ofMillis(30),
            Duration.ofMillis(10),
            Duration.ofMillis(30),
            Duration.ofMillis(1),
            ALONE,
            SOURCE);

    static final QuantumPolicy.Eevdf EEVDF = new QuantumPolicy.Eevdf(
            "eevdf",
            new QuantumPolicy.Slices(Duration.ofNanos(700_000), Duration.ofMillis(3), true, SOURCE),
            new QuantumPolicy.Quota(Duration.ofMillis(100), Duration.ofMillis(5), SOURCE),
            new QuantumPolicy.Balance(Duration.ofMillis(8), SOURCE),
            ALONE);

    static final ProcessorCosts FREE_PROCESSOR = processor(Duration.ZERO, MemorySize.ZERO, Share.ALL, Share.ALL);

    static final ProcessorCosts PROCESSOR =
            processor(Duration.ofNanos(2_000), MemorySize.ofMebibytes(1), Share.ofPercent(65), Share.ofPercent(80));

    static final GuestCosts FREE_GUEST = guest("0/s", Share.NONE);

    static final GuestCosts GUEST = guest("100/s", Share.ofPercent(2));

    private Machines() {}

    static QuantumSettings free(QuantumPolicy policy) {
        return new QuantumSettings(policy, FREE_PROCESSOR, FREE_GUEST);
    }

    static QuantumSettings costly(QuantumPolicy policy) {
        return new QuantumSettings(policy, PROCESSOR, GUEST);
    }

    static QuantumPolicy.Credit coScheduled(Duration skew) {
        return new QuantumPolicy.Credit(
                "credit",
                CREDIT.slice(),
                CREDIT.tick(),
                CREDIT.accounting(),
                CREDIT.rateLimit(),
                new QuantumPolicy.CoScheduling(true, skew, SOURCE),
                SOURCE);
    }

    static CpuTopology topology(int sockets, int cores, int threads) {
        return new CpuTopology(sockets, cores, threads, Frequency.parse("2GHz"));
    }

    static QuantumMachine machine(int cores, QuantumSettings settings) {
        return new QuantumMachine(topology(1, cores, 1), settings, 0);
    }

    static VcpuLoad load(long seed) {
        return VcpuLoad.ofSeed(Seed.of(seed));
    }

    private static ProcessorCosts processor(Duration contextSwitch, MemorySize cache, Share siblings, Share numa) {
        return new ProcessorCosts(
                "test",
                new ProcessorCosts.Switch(contextSwitch, SOURCE),
                new ProcessorCosts.Cache(cache, Bandwidth.parse("10GiB/s"), SOURCE),
                new ProcessorCosts.Cache(cache.times(16), Bandwidth.parse("5GiB/s"), SOURCE),
                new ProcessorCosts.Siblings(siblings, SOURCE),
                new ProcessorCosts.Numa(numa, SOURCE));
    }

    private static GuestCosts guest(String rate, Share held) {
        boolean free = held.equals(Share.NONE);
        Duration cost = free ? Duration.ZERO : Duration.ofNanos(2_000);
        return new GuestCosts(
                "test",
                new GuestCosts.Tick(EventRate.parse(rate), EventRate.parse(rate), Duration.ofNanos(2_000), SOURCE),
                new GuestCosts.Interrupts(cost, EventRate.parse(rate), cost, SOURCE),
                new GuestCosts.Locks(held, SOURCE),
                new GuestCosts.Threads(
                        Duration.ofMillis(2),
                        Share.ofPercent(50),
                        MemorySize.ofKibibytes(512),
                        Duration.ofMillis(10),
                        SOURCE));
    }
}
