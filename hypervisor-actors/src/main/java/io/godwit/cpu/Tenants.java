package io.godwit.cpu;

import io.godwit.time.Seed;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The VMs of one machine, by slot: their vCPUs, where these may run and how fast they do, and what the guest's threads
/// are like. As with [Vcpus], the fields of a VM lie beside each other.
final class Tenants {

    /// The cap of a VM without one.
    static final long UNCAPPED = Long.MAX_VALUE;

    /// Speeds are in parts of this.
    static final int SPEED_BITS = 20;

    static final long FULL_SPEED = 1L << SPEED_BITS;

    /// The home of a VM whose memory is on no single socket.
    static final int SPANS = -1;

    /// Speeds of its vCPUs, beside its memory and alone on a core, and then their inverses. What is added for a busy
    /// sibling, and for memory of another socket:
    static final int SPEED = 0;

    static final int INVERSE = 4;
    private static final int BESIDE_BUSY = 1;
    private static final int REMOTE = 2;

    /// The socket where its memory is, or [#SPANS].
    static final int HOME = 8;

    /// What a thread touches in a burst, in bytes, and how long that takes to come into cold caches.
    static final int WORKING_SET = 9;

    static final int COLDEST_NS = 10;

    /// In nano-cores, or [#UNCAPPED].
    static final int CAP = 11;

    /// The work of a burst.
    static final int BURST_NS = 12;

    /// From one burst's beginning to the next at least, and by how much more at most; zero while the guest is quiet.
    static final int PERIOD_NS = 13;

    static final int MORE_NS = 14;

    /// How many vCPUs it has beyond its guest's threads.
    static final int SPARE = 15;

    private static final int SEED = 16;
    private static final int DRAWN = 17;

    /// How long bursts of its threads were late altogether.
    static final int LATE_NS = 18;

    /// How many threads its guest has.
    static final int THREADS = 19;

    /// Whether its threads never sleep, and never move: their bursts are as long as is convenient.
    static final int SATURATED = 20;

    /// Which of its vCPUs was given a thread last.
    static final int LAST_MOVED = 21;

    /// Its reservation in nano-cores.
    static final int RESERVED = 22;

    /// Which vCPU holds a lock and does not run, or [Vcpus#NONE].
    static final int LOCK_HOLDER = 23;

    /// For which vCPU the others are stopped to let it catch up, or [Vcpus#NONE].
    static final int LAGGARD = 24;

    private static final int CELL_BITS = 5;

    private final LogicalCpus cpus;
    private final NumberSet everywhere;
    private final int[] vcpusOfSocket;
    private final WakeLog wakes = new WakeLog();
    private long[] cells = new long[8 << CELL_BITS];
    private int[][] vcpus = new int[8][0];
    private @Nullable NumberSet[] allowed = new @Nullable NumberSet[8];
    private int slots;

    Tenants(LogicalCpus cpus) {
        this.cpus = cpus;
        everywhere = new NumberSet(cpus.count);
        for (int cpu = 0; cpu < cpus.count; cpu++) {
            everywhere.add(cpu);
        }
        vcpusOfSocket = new int[cpus.sockets];
    }

    long get(int slot, int field) {
        return cells[(slot << CELL_BITS) | field];
    }

    int number(int slot, int field) {
        return (int) cells[(slot << CELL_BITS) | field];
    }

    void set(int slot, int field, long value) {
        cells[(slot << CELL_BITS) | field] = value;
    }

    void add(int slot, int field, long amount) {
        cells[(slot << CELL_BITS) | field] += amount;
    }

    /// One more than the highest slot in use so far.
    int slots() {
        return slots;
    }

    boolean has(int slot) {
        return slot < slots && vcpus[slot].length > 0;
    }

    /// The numbers of a VM's vCPUs; not to be changed.
    int[] vcpus(int slot) {
        return vcpus[slot];
    }

    /// Where its vCPUs may run.
    NumberSet allowed(int slot) {
        NumberSet bits = allowed[slot];
        return bits == null ? everywhere : bits;
    }

    WakeLog wakes() {
        return wakes;
    }

    /// Takes a VM in, without vCPUs as yet.
    void add(int slot, Seed seed) {
        while (slot >= vcpus.length) {
            grow();
        }
        slots = Math.max(slots, slot + 1);
        Arrays.fill(cells, slot << CELL_BITS, (slot + 1) << CELL_BITS, 0);
        set(slot, SEED, seed.value());
        set(slot, LOCK_HOLDER, Vcpus.NONE);
        set(slot, LAGGARD, Vcpus.NONE);
        wakes.add(slot);
    }

    /// Says which vCPUs a VM has and where they may run, from now on. Its memory stays on its socket unless the VM does
    /// not fit there.
    ///
    /// @return over how many sockets its memory is spread
    int settle(int slot, CpuEntitlement vm, int[] ids) {
        boolean isNew = vcpus[slot].length == 0;
        moveOut(slot);
        vcpus[slot] = ids;
        allowed[slot] = vm.affinity()
                .map(cores -> NumberSet.of(cores, cpus.count, cpus.threadsPerCore))
                .orElse(null);
        set(slot, RESERVED, vm.reservationNanoCores());
        set(slot, CAP, vm.capNanoCores().orElse(UNCAPPED));
        int span = Math.min(cpus.sockets, Math.ceilDiv(vm.vcpus(), cpus.perSocket / cpus.threadsPerCore));
        if (span > 1) {
            set(slot, HOME, SPANS);
        } else {
            int home = isNew || number(slot, HOME) == SPANS ? emptiest(allowed(slot)) : number(slot, HOME);
            set(slot, HOME, home);
            vcpusOfSocket[home] += vm.vcpus();
        }
        return span;
    }

    void remove(int slot) {
        moveOut(slot);
        vcpus[slot] = new int[0];
        allowed[slot] = null;
        wakes.remove(slot);
        set(slot, PERIOD_NS, 0);
    }

    /// @param local beside its memory and alone on its core, as part of a full speed
    /// @param beside a busy sibling, as part of that
    /// @param numa with memory on another socket, as part of that
    void speeds(int slot, double local, double beside, double numa) {
        speed(slot, 0, local);
        speed(slot, BESIDE_BUSY, local * beside);
        speed(slot, REMOTE, local * numa);
        speed(slot, REMOTE + BESIDE_BUSY, local * numa * beside);
    }

    /// What to add to [#SPEED] and [#INVERSE] for a VM's vCPU on a logical CPU.
    int speedOn(int slot, int cpu) {
        int home = number(slot, HOME);
        int remote = home != SPANS && home != cpus.socketOf[cpu] ? REMOTE : 0;
        return cpus.siblingsBusy(cpu) ? remote + BESIDE_BUSY : remote;
    }

    /// A number that only this VM's chance decides, evenly from 0 to below the bound.
    long draw(int slot, long bound) {
        add(slot, DRAWN, 1);
        return Math.unsignedMultiplyHigh(new Seed(get(slot, SEED)).number(get(slot, DRAWN)), bound);
    }

    private void speed(int slot, int which, double ratio) {
        long speed = Math.max(1, Math.round(ratio * FULL_SPEED));
        set(slot, SPEED + which, speed);
        set(slot, INVERSE + which, FULL_SPEED * FULL_SPEED / speed + 1);
    }

    private void moveOut(int slot) {
        if (vcpus[slot].length > 0 && number(slot, HOME) != SPANS) {
            vcpusOfSocket[number(slot, HOME)] -= vcpus[slot].length;
        }
    }

    private int emptiest(NumberSet mayUse) {
        int best = Vcpus.NONE;
        for (int socket = 0; socket < cpus.sockets; socket++) {
            int first = socket * cpus.perSocket;
            boolean possible = mayUse.first(first, first + cpus.perSocket) != NumberSet.NONE;
            if (possible && (best == Vcpus.NONE || vcpusOfSocket[socket] < vcpusOfSocket[best])) {
                best = socket;
            }
        }
        return best;
    }

    private void grow() {
        int before = vcpus.length;
        cells = Arrays.copyOf(cells, 2 * cells.length);
        vcpus = Arrays.copyOf(vcpus, 2 * before);
        Arrays.fill(vcpus, before, 2 * before, new int[0]);
        allowed = Arrays.copyOf(allowed, 2 * before);
    }
}
