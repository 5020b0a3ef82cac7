package io.godwit.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Shares the cores of one host among its VMs: weighted max-min fairness with reservations, caps and affinity.
///
/// **The number.** VM `i` has a floor, `min(reservation, ceiling)`, and a ceiling, the least of its demand, its
/// cap, one core for each vCPU, and the cores of its affinity. Amounts are *feasible* if each lies between floor
/// and ceiling and each core's time can be divided among the VMs that may use it so that all get their amounts. The
/// exact grants are the one feasible choice in which no VM can be given more without taking from another whose
/// grant by weight is already no larger. Without affinity that is `clamp(weightᵢ·λ, floorᵢ, ceilingᵢ)` with one λ
/// for all, such that the machine is used up or every ceiling met. The grant is the exact one rounded down to a
/// whole nano-core. (Such amounts can be scheduled with no vCPU on two cores at once and no core running two: a
/// non-negative matrix of VMs × cores with row sums of at most the vCPUs and column sums of at most one is a mix of
/// integral ones, after Birkhoff.)
///
/// *Not modelled*: queueing, hence ready time below saturation; context switches; caches; a core's second thread.
///
/// Use: change entitlements and demands, then call [#recompute] once per instant and read the grants that changed.
/// A slot number stands for a VM from [#add] to [#remove] and is then used again. Cost of [#recompute] without
/// affinity: the number of changed demands where the ceilings fit the machine, otherwise some passes over the VMs.
/// It allocates nothing.
public final class FairShare {

    /// Bound on the product of all weights and the capacity, which keeps the arithmetic within 63 bits. It allows
    /// about 140,000 VMs of the default weight on 64 cores.
    private static final long MAX_WEIGHT_TIMES_CAPACITY = 1L << 61;

    /// The slot of no VM.
    private static final int NOBODY = -1;

    private final int cores;
    private final long capacity;
    private final Claims claims = new Claims();
    private final WaterLevel level = new WaterLevel(claims);
    private final List<Optional<CpuEntitlement>> entitlements = new ArrayList<>();

    /// What each VM can use at most, whatever it demands, and its reservation.
    private long[] most = new long[8];

    private long[] reserved = new long[8];
    private long[] demand = new long[8];
    private long[] grant = new long[8];
    private long[] next = new long[8];
    private int[] groupOf = new int[8];
    private int[] active = new int[8];
    private int[] changed = new int[8];
    private boolean[] touched = new boolean[8];
    private int activeCount;
    private int changedCount;
    private int touchedCount;
    private int[] touchedSlots = new int[8];

    private List<CoreSet> affinities;
    private CoreGroups groups;
    private AffinityFill fill;
    private long ceilings;
    private long weights;
    private boolean contended;

    /// @param cores how many the machine has, at most [CpuTopology#MAX_CORES]
    public FairShare(int cores) {
        if (cores < 1 || cores > CpuTopology.MAX_CORES) {
            throw new IllegalArgumentException("a machine of " + cores + " cores");
        }
        this.cores = cores;
        capacity = cores * CpuTopology.CORE;
        affinities = List.of(CoreSet.range(0, cores - 1));
        groups = new CoreGroups(affinities, cores);
        fill = new AffinityFill(level, groups);
    }

    /// Why this VM could not be added, if so.
    public Optional<CpuRefusal> refusal(CpuEntitlement vm) {
        return refusal(vm, NOBODY);
    }

    /// Why the VM in the slot could not have this entitlement instead of its own, if so.
    public Optional<CpuRefusal> refusalOfChange(int slot, CpuEntitlement to) {
        entitlement(slot); // refuses an empty slot
        return refusal(to, slot);
    }

    private Optional<CpuRefusal> refusal(CpuEntitlement vm, int inPlaceOf) {
        int lastCore = vm.affinity().map(CoreSet::last).orElse(0);
        if (lastCore >= cores) {
            return Optional.of(new CpuRefusal.NoSuchCore(lastCore, cores));
        }
        long others = inPlaceOf == NOBODY ? weights : weights - claims.weight[inPlaceOf];
        long excess = others + vm.weight() - MAX_WEIGHT_TIMES_CAPACITY / capacity;
        if (excess > 0) {
            return Optional.of(new CpuRefusal.WeightsTooLarge(excess));
        }
        long missing = missingReservation(vm, inPlaceOf);
        return missing > 0 ? Optional.of(new CpuRefusal.ReservationsTooLarge(missing)) : Optional.empty();
    }

    /// Adds a VM that as yet demands nothing.
    ///
    /// @return its slot
    /// @throws IllegalStateException if there is a [#refusal]
    public int add(CpuEntitlement vm) {
        refusal(vm).ifPresent(why -> {
            throw new IllegalStateException("not admitted: " + why);
        });
        int slot = freeSlot();
        active[activeCount++] = slot;
        weights += vm.weight();
        entitle(slot, vm);
        claims.floor[slot] = 0;
        claims.ceiling[slot] = 0;
        demand[slot] = 0;
        grant[slot] = 0;
        if (affinities.contains(affinityOf(vm))) {
            groupOf[slot] = affinities.indexOf(affinityOf(vm));
        } else {
            regroup();
        }
        return slot;
    }

    /// Removes a VM. Its grant ends at once; what that frees is given to others by the next [#recompute].
    public void remove(int slot) {
        var vm = entitlement(slot);
        setDemand(slot, 0);
        weights -= vm.weight();
        entitlements.set(slot, Optional.empty());
        claims.weight[slot] = 0;
        for (int i = 0; i < activeCount; i++) {
            if (active[i] == slot) {
                active[i] = active[--activeCount];
            }
        }
        grant[slot] = 0;
        if (vm.affinity().isPresent()) {
            regroup();
        }
    }

    /// Gives a VM another entitlement; it keeps its slot and its demand. Grants follow at the next [#recompute].
    ///
    /// @throws IllegalStateException if there is a [#refusalOfChange]
    public void change(int slot, CpuEntitlement to) {
        refusalOfChange(slot, to).ifPresent(why -> {
            throw new IllegalStateException("not admitted: " + why);
        });
        var from = entitlement(slot);
        weights += to.weight() - from.weight();
        entitle(slot, to);
        if (!affinityOf(from).equals(affinityOf(to))) {
            regroup();
        }
        setDemand(slot, demand[slot]);
    }

    /// Notes what a VM wants from now on.
    public void setDemand(int slot, long demandNanoCores) {
        if (claims.weight[slot] == 0) {
            throw new IllegalArgumentException("no VM in slot " + slot);
        }
        if (demandNanoCores < 0) {
            throw new IllegalArgumentException("a demand of " + demandNanoCores + " nano-cores");
        }
        long ceiling = Math.min(demandNanoCores, most[slot]);
        ceilings += ceiling - claims.ceiling[slot];
        demand[slot] = demandNanoCores;
        claims.ceiling[slot] = ceiling;
        claims.floor[slot] = Math.min(reserved[slot], ceiling);
        if (!touched[slot]) {
            touched[slot] = true;
            touchedSlots[touchedCount++] = slot;
        }
    }

    /// Brings all grants up to date.
    ///
    /// @return how many changed, to be read with [#changed]
    public int recompute() {
        changedCount = 0;
        if (touchedCount == 0) {
            return 0;
        }
        boolean fits = affinities.size() == 1 && ceilings <= capacity;
        if (fits && !contended) {
            grantTouched();
        } else {
            grantAll(fits);
        }
        contended = !fits;
        for (int i = 0; i < touchedCount; i++) {
            touched[touchedSlots[i]] = false;
        }
        touchedCount = 0;
        return changedCount;
    }

    /// The slot of the n-th grant that the last [#recompute] changed.
    public int changed(int n) {
        if (n >= changedCount) {
            throw new IndexOutOfBoundsException(n);
        }
        return changed[n];
    }

    public long grantNanoCores(int slot) {
        return grant[slot];
    }

    /// What the VM's vCPUs want, one core each at most: the measure of steal.
    public long wantedNanoCores(int slot) {
        return Math.min(demand[slot], entitlement(slot).vcpus() * CpuTopology.CORE);
    }

    private void grantTouched() {
        for (int i = 0; i < touchedCount; i++) {
            update(touchedSlots[i], claims.ceiling[touchedSlots[i]]);
        }
    }

    private void grantAll(boolean fits) {
        if (affinities.size() > 1) {
            fill.fill(active, activeCount, groupOf, next);
            for (int i = 0; i < activeCount; i++) {
                update(active[i], next[active[i]]);
            }
        } else {
            if (fits) {
                level.unbounded();
            } else {
                level.find(active, activeCount, capacity);
            }
            for (int i = 0; i < activeCount; i++) {
                update(active[i], level.of(active[i]));
            }
        }
    }

    private void update(int slot, long newGrant) {
        if (grant[slot] != newGrant) {
            grant[slot] = newGrant;
            changed[changedCount++] = slot;
        }
    }

    private void entitle(int slot, CpuEntitlement vm) {
        entitlements.set(slot, Optional.of(vm));
        claims.weight[slot] = vm.weight();
        most[slot] = vm.mostNanoCores(cores);
        reserved[slot] = vm.reservationNanoCores();
    }

    private CpuEntitlement entitlement(int slot) {
        return entitlements.get(slot).orElseThrow(() -> new IllegalArgumentException("no VM in slot " + slot));
    }

    private CoreSet affinityOf(CpuEntitlement vm) {
        return vm.affinity().orElse(affinities.getFirst());
    }

    private long missingReservation(CpuEntitlement added, int inPlaceOf) {
        var sets = affinities;
        var flow = groups;
        if (!sets.contains(affinityOf(added))) {
            sets = new ArrayList<>(affinities);
            sets.add(affinityOf(added));
            flow = new CoreGroups(sets, cores);
        }
        flow.start(1);
        flow.demand(sets.indexOf(affinityOf(added)), added.reservationNanoCores());
        for (int i = 0; i < activeCount; i++) {
            if (active[i] != inPlaceOf) {
                flow.demand(groupOf[active[i]], entitlement(active[i]).reservationNanoCores());
            }
        }
        return flow.route();
    }

    private void regroup() {
        var sets = new ArrayList<CoreSet>();
        sets.add(affinities.getFirst());
        for (int i = 0; i < activeCount; i++) {
            var affinity = affinityOf(entitlement(active[i]));
            if (!sets.contains(affinity)) {
                sets.add(affinity);
            }
            groupOf[active[i]] = sets.indexOf(affinity);
        }
        affinities = List.copyOf(sets);
        groups = new CoreGroups(affinities, cores);
        fill = new AffinityFill(level, groups);
    }

    private int freeSlot() {
        int free = entitlements.indexOf(Optional.<CpuEntitlement>empty());
        if (free >= 0) {
            return free;
        }
        entitlements.add(Optional.empty());
        if (entitlements.size() > claims.size()) {
            grow(2 * claims.size());
        }
        return entitlements.size() - 1;
    }

    private void grow(int size) {
        claims.grow(size);
        most = Arrays.copyOf(most, size);
        reserved = Arrays.copyOf(reserved, size);
        demand = Arrays.copyOf(demand, size);
        grant = Arrays.copyOf(grant, size);
        next = Arrays.copyOf(next, size);
        groupOf = Arrays.copyOf(groupOf, size);
        active = Arrays.copyOf(active, size);
        changed = Arrays.copyOf(changed, size);
        touched = Arrays.copyOf(touched, size);
        touchedSlots = Arrays.copyOf(touchedSlots, size);
    }
}
