package io.godwit.cpu;

import io.godwit.time.Seed;

/// One VM of a machine: where its memory is, how fast its vCPUs are, and what the guest's threads are like. [Tenants]
/// has its vCPUs, and where these may run.
final class Tenant {

    /// How fast a vCPU is, in parts of [Tenants#FULL_SPEED], and the inverse of that.
    record Speed(long parts, long inverse) {}

    private static final Speed FULL = new Speed(Tenants.FULL_SPEED, Tenants.FULL_SPEED);

    /// The socket where its memory is, or [Tenants#SPANS].
    int home;

    /// How many vCPUs it has beyond its guest's threads.
    int spare;

    /// How many threads its guest has.
    int threads;

    /// Which of its vCPUs was given a thread last.
    int lastMoved;

    /// Which vCPU holds a lock and does not run, or [Vcpus#NONE].
    int lockHolder = Vcpus.NONE;

    /// For which vCPU the others are stopped to let it catch up, or [Vcpus#NONE].
    int laggard = Vcpus.NONE;

    /// Whether its threads never sleep, and never move: their bursts are as long as is convenient.
    boolean saturated;

    /// Speeds of its vCPUs beside its memory, with and without a busy sibling, and the same with memory of another
    /// socket.
    Speed local = FULL;

    Speed localBesideBusy = FULL;
    Speed remote = FULL;
    Speed remoteBesideBusy = FULL;

    /// What a thread touches in a burst, in bytes, and how long that takes to come into cold caches.
    long workingSet;

    long coldestNs;

    /// In nano-cores, or [Tenants#UNCAPPED].
    long cap;

    /// The work of a burst.
    long burstNs;

    /// From one burst's beginning to the next at least, and by how much more at most; zero while the guest is quiet.
    long periodNs;

    long moreNs;

    /// How long bursts of its threads were late altogether.
    long lateNs;

    /// Its reservation in nano-cores.
    long reserved;

    private final long seed;
    private long drawn;

    Tenant(Seed seed) {
        this.seed = seed.value();
    }

    /// A number that only this VM's chance decides, evenly from 0 to below the bound.
    long draw(long bound) {
        drawn++;
        return Math.unsignedMultiplyHigh(new Seed(seed).number(drawn), bound);
    }
}
