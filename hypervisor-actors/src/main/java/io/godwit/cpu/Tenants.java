package io.godwit.cpu;

import io.godwit.time.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The VMs of one machine, by slot: their vCPUs, where these may run and how fast they do, and what the guest's threads
/// are like.
final class Tenants {

    /// The cap of a VM without one.
    static final long UNCAPPED = Long.MAX_VALUE;

    /// Speeds are in parts of this.
    static final int SPEED_BITS = 20;

    static final long FULL_SPEED = 1L << SPEED_BITS;

    /// The home of a VM whose memory is on no single socket.
    static final int SPANS = -1;

    private final LogicalCpus cpus;
    private final NumberSet everywhere;
    private final int[] vcpusOfSocket;
    private final List<Tenant.Speed> speeds = new ArrayList<>();
    private final WakeLog wakes = new WakeLog();
    private Tenant[] all = new Tenant[8];
    private int[][] vcpus = new int[8][0];

    /// Which slots have a VM, beside each other, as an accounting asks of all.
    private boolean[] present = new boolean[8];

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

    Tenant at(int slot) {
        return all[slot];
    }

    /// One more than the highest slot in use so far.
    int slots() {
        return slots;
    }

    boolean has(int slot) {
        return slot < slots && present[slot];
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
        all[slot] = new Tenant(seed);
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
        present[slot] = ids.length > 0;
        allowed[slot] = vm.affinity()
                .map(cores -> NumberSet.of(cores, cpus.count, cpus.threadsPerCore))
                .orElse(null);
        Tenant tenant = all[slot];
        tenant.reserved = vm.reservationNanoCores();
        tenant.cap = vm.capNanoCores().orElse(UNCAPPED);
        int span = Math.min(cpus.sockets, Math.ceilDiv(vm.vcpus(), cpus.perSocket / cpus.threadsPerCore));
        if (span > 1) {
            tenant.home = SPANS;
        } else {
            tenant.home = isNew || tenant.home == SPANS ? emptiest(allowed(slot)) : tenant.home;
            vcpusOfSocket[tenant.home] += vm.vcpus();
        }
        return span;
    }

    void remove(int slot) {
        moveOut(slot);
        vcpus[slot] = new int[0];
        present[slot] = false;
        allowed[slot] = null;
        wakes.remove(slot);
        all[slot].periodNs = 0;
    }

    /// @param local beside its memory and alone on its core, as part of a full speed
    /// @param beside a busy sibling, as part of that
    /// @param numa with memory on another socket, as part of that
    void speeds(int slot, double local, double beside, double numa) {
        Tenant tenant = all[slot];
        tenant.local = speed(local);
        tenant.localBesideBusy = speed(local * beside);
        tenant.remote = speed(local * numa);
        tenant.remoteBesideBusy = speed(local * numa * beside);
    }

    /// Of a VM's vCPU on a logical CPU.
    Tenant.Speed speedOn(int slot, int cpu) {
        Tenant tenant = all[slot];
        boolean far = tenant.home != SPANS && tenant.home != cpus.at(cpu).socket;
        if (cpus.siblingsBusy(cpu)) {
            return far ? tenant.remoteBesideBusy : tenant.localBesideBusy;
        }
        return far ? tenant.remote : tenant.local;
    }

    /// VMs of equal speeds share one object, which stays in the caches.
    private Tenant.Speed speed(double ratio) {
        long parts = Math.max(1, Math.round(ratio * FULL_SPEED));
        var speed = new Tenant.Speed(parts, FULL_SPEED * FULL_SPEED / parts + 1);
        int known = speeds.indexOf(speed);
        if (known >= 0) {
            return speeds.get(known);
        }
        speeds.add(speed);
        return speed;
    }

    private void moveOut(int slot) {
        if (vcpus[slot].length > 0 && all[slot].home != SPANS) {
            vcpusOfSocket[all[slot].home] -= vcpus[slot].length;
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
        all = Arrays.copyOf(all, 2 * before);
        vcpus = Arrays.copyOf(vcpus, 2 * before);
        present = Arrays.copyOf(present, 2 * before);
        Arrays.fill(vcpus, before, 2 * before, new int[0]);
        allowed = Arrays.copyOf(allowed, 2 * before);
    }
}
