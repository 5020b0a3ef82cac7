package io.godwit.host;

import io.godwit.cpu.CpuEntitlement;
import io.godwit.cpu.CpuRefusal;
import io.godwit.cpu.CpuScheduling;
import io.godwit.cpu.CpuTopology;
import io.godwit.cpu.DemandHistory;
import io.godwit.cpu.FairShare;
import io.godwit.cpu.StealAccount;
import io.godwit.cpu.VcpuLoad;
import io.godwit.time.Seed;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Who wants CPU, who gets it, and when guests want to be woken: one slot a VM, in bare arrays, as this is what a host
/// does all day.
///
/// Demands of one instant are gathered, and shared out once at its end by [#share]. Guests have no timers of their own:
/// they name the time of their next change of mind, and the host keeps one timer for the earliest.
final class CpuBoard {

    /// The alarm time of a guest that doesn't want to be woken.
    static final long NEVER = Long.MAX_VALUE;

    /// How long a quantum-exact machine may lag behind while nobody asks, so that catching up never takes long.
    private static final long LAG_NS = 1_000_000_000L;

    private final FairShare scheduler;
    private final @Nullable QuantumBoard quanta;
    private long[] demand = new long[8];
    private long[] wakeAtNs = new long[8];
    private @Nullable StealAccount[] accounts = new @Nullable StealAccount[8];

    /// Of VMs with a reservation: what that covers of what they want is wanted here, and given as far as it is given.
    private @Nullable StealAccount[] promises = new @Nullable StealAccount[8];
    private long[] reservation = new long[8];
    private long[] addedNs = new long[8];

    /// Of nobody, until somebody asks.
    private @Nullable DemandHistory[] histories = new @Nullable DemandHistory[0];
    private boolean[] asked = new boolean[8];
    private int[] askedSlots = new int[8];
    private int askedCount;
    private int slots;

    CpuBoard(CpuTopology topology, CpuScheduling scheduling) {
        this.scheduler = new FairShare(topology.cores());
        this.quanta = switch (scheduling) {
            case CpuScheduling.Fluid() -> null;
            case CpuScheduling.Quantum(var settings) -> new QuantumBoard(topology, settings);
        };
    }

    /// What is promised is always judged by the fluid, on whole cores.
    Optional<CpuRefusal> refusal(CpuEntitlement vm) {
        Optional<CpuRefusal> refusal = scheduler.refusal(vm);
        return refusal.isPresent() || quanta == null ? refusal : quanta.refusal(vm);
    }

    /// @return the VM's slot, its own until it is removed
    int add(CpuEntitlement vm, long nowNs) {
        return add(vm, VcpuLoad.ofSeed(Seed.of(0)), nowNs);
    }

    /// @param load how its guest uses its vCPUs, where quanta are looked at
    /// @return the VM's slot, its own until it is removed
    int add(CpuEntitlement vm, VcpuLoad load, long nowNs) {
        int slot = scheduler.add(vm);
        if (quanta != null) {
            quanta.add(slot, vm, load, nowNs);
        }
        if (slot >= demand.length) {
            grow(2 * demand.length);
        }
        slots = Math.max(slots, slot + 1);
        demand[slot] = 0;
        wakeAtNs[slot] = NEVER;
        accounts[slot] = new StealAccount(nowNs);
        promises[slot] = null;
        reservation[slot] = vm.reservationNanoCores();
        addedNs[slot] = nowNs;
        return slot;
    }

    void remove(int slot) {
        scheduler.remove(slot);
        if (quanta != null) {
            quanta.remove(slot);
        }
        demand[slot] = 0;
        wakeAtNs[slot] = NEVER;
        accounts[slot] = null;
        promises[slot] = null;
        if (slot < histories.length) {
            histories[slot] = null;
        }
    }

    /// Why a VM that is here could not have this entitlement instead of its own, if so.
    Optional<CpuRefusal> refusalOfChange(int slot, CpuEntitlement to) {
        Optional<CpuRefusal> refusal = scheduler.refusalOfChange(slot, to);
        return refusal.isPresent() || quanta == null ? refusal : quanta.refusalOfChange(slot, to);
    }

    /// Gives a VM other vCPUs, weight, reservation, cap or affinity while it runs. Its demand stays until it asks
    /// anew; grants follow at the next [#share].
    ///
    /// @throws IllegalStateException if there is a [#refusalOfChange]
    void change(int slot, CpuEntitlement to) {
        change(slot, to, VcpuLoad.ofSeed(Seed.of(0)));
    }

    /// As [#change], and the guest uses its vCPUs like this from now on.
    void change(int slot, CpuEntitlement to, VcpuLoad load) {
        scheduler.change(slot, to);
        reservation[slot] = to.reservationNanoCores();
        if (quanta != null) {
            quanta.change(slot, to, load);
        }
        noteAsked(slot);
    }

    /// Notes what a VM wants from now on, and when it wants to be woken.
    void ask(int slot, long demandNanoCores, long nextWakeNs) {
        wakeAt(slot, nextWakeNs);
        ask(slot, demandNanoCores);
    }

    /// Notes what a VM wants from now on; it is woken when it wanted to be.
    void ask(int slot, long demandNanoCores) {
        scheduler.setDemand(slot, demandNanoCores);
        demand[slot] = demandNanoCores;
        noteAsked(slot);
    }

    /// Notes when a VM wants to be woken.
    void wakeAt(int slot, long nextWakeNs) {
        wakeAtNs[slot] = nextWakeNs;
    }

    private void noteAsked(int slot) {
        if (!asked[slot]) {
            asked[slot] = true;
            askedSlots[askedCount++] = slot;
        }
    }

    /// Shares out the CPU for all that was asked.
    ///
    /// @return how many grants changed, to be read with [#changed]
    int share(long nowNs) {
        if (quanta != null) {
            return shareQuanta(quanta, nowNs);
        }
        int changes = scheduler.recompute();
        for (int i = 0; i < changes; i++) {
            account(scheduler.changed(i), nowNs);
        }
        for (int i = 0; i < askedCount; i++) {
            asked[askedSlots[i]] = false;
            account(askedSlots[i], nowNs);
        }
        askedCount = 0;
        return changes;
    }

    /// Hands demands on. Grants show afterwards, see [#received].
    private int shareQuanta(QuantumBoard board, long nowNs) {
        for (int i = 0; i < askedCount; i++) {
            int slot = askedSlots[i];
            asked[slot] = false;
            if (accounts[slot] != null && board.wantedNanoCores(slot) != demand[slot]) {
                board.demand(slot, demand[slot], nowNs);
                accountPromise(slot, nowNs, scheduler.wantedNanoCores(slot), 0);
            }
        }
        askedCount = 0;
        board.catchUp(nowNs);
        return 0;
    }

    /// What a VM got on average since this was last asked or its demand changed, where only the past knows; empty under
    /// fair-share, which tells beforehand.
    OptionalLong received(int slot, long nowNs) {
        return quanta == null ? OptionalLong.empty() : OptionalLong.of(quanta.received(slot, nowNs));
    }

    /// Brings what is known afterwards up to date.
    void catchUp(long nowNs) {
        if (quanta != null) {
            quanta.catchUp(nowNs);
        }
    }

    /// What the machine did quantum by quantum; empty under fair-share, which has no queues to tell of.
    Optional<QuantumBoard> quanta() {
        return Optional.ofNullable(quanta);
    }

    /// The slot of the n-th grant that the last [#share] changed.
    int changed(int n) {
        return scheduler.changed(n);
    }

    long grantNanoCores(int slot) {
        return quanta == null
                ? scheduler.grantNanoCores(slot)
                : quanta.grantNanoCores(slot, quanta.machine().nowNs());
    }

    /// What a VM is given over many slices of time, where cores are given in these: at any instant it has all or
    /// nothing. Schedulers with slices keep to the rates of the fluid.
    long fairNanoCores(int slot) {
        if (quanta != null) {
            scheduler.recompute();
        }
        return scheduler.grantNanoCores(slot);
    }

    long demandNanoCores(int slot) {
        return demand[slot];
    }

    long ranNs(int slot, long nowNs) {
        StealAccount account = accounts[slot];
        if (account == null) {
            return 0;
        }
        return quanta == null ? account.ranNs(nowNs) : quanta.ranNs(slot, nowNs);
    }

    long stolenNs(int slot, long nowNs) {
        StealAccount account = accounts[slot];
        if (account == null) {
            return 0;
        }
        return quanta == null ? account.stolenNs(nowNs) : quanta.stolenNs(slot, nowNs);
    }

    /// Since when the VM is here.
    long addedNs(int slot) {
        return addedNs[slot];
    }

    /// How much of what the VM wanted its reservation covered, in core time.
    long promisedNs(int slot, long nowNs) {
        StealAccount promise = promises[slot];
        return promise == null ? 0 : promise.ranNs(nowNs) + promise.stolenNs(nowNs);
    }

    /// How much of that it did not get. Under a scheduler that knows only afterwards, who compares two times can tell.
    long brokenNs(int slot, long nowNs) {
        StealAccount promise = promises[slot];
        return promise == null || quanta != null ? 0 : promise.stolenNs(nowNs);
    }

    private void accountPromise(int slot, long nowNs, long wantedNanoCores, long grantNanoCores) {
        StealAccount promise = promises[slot];
        if (promise == null && reservation[slot] > 0) {
            promise = new StealAccount(nowNs);
            promises[slot] = promise;
        }
        if (promise != null) {
            long covered = Math.min(reservation[slot], wantedNanoCores);
            promise.change(nowNs, covered, Math.min(covered, grantNanoCores));
        }
    }

    /// When the first guest wants to be woken, or [#NEVER].
    long firstWakeNs() {
        long first = quanta != null && quanta.isBusy() ? quanta.machine().nowNs() + LAG_NS : NEVER;
        for (int slot = 0; slot < slots; slot++) {
            first = Math.min(first, wakeAtNs[slot]);
        }
        return first;
    }

    /// Names each guest that wants to be woken by now, and forgets that it wanted.
    void wakeDue(long nowNs, IntConsumer wake) {
        for (int slot = 0; slot < slots; slot++) {
            if (wakeAtNs[slot] <= nowNs) {
                wakeAtNs[slot] = NEVER;
                wake.accept(slot);
            }
        }
    }

    /// What the VM has wanted since somebody first asked; from then on all VMs of the host are watched.
    DemandHistory history(int slot, long nowNs) {
        if (slot >= histories.length) {
            histories = Arrays.copyOf(histories, demand.length);
        }
        DemandHistory known = histories[slot];
        if (known == null) {
            known = new DemandHistory(nowNs, demand[slot]);
            histories[slot] = known;
        }
        return known;
    }

    private void remember(int slot, long nowNs) {
        DemandHistory history = histories[slot];
        if (history == null) {
            histories[slot] = new DemandHistory(nowNs, demand[slot]);
        } else {
            history.change(nowNs, demand[slot]);
        }
    }

    private void account(int slot, long nowNs) {
        StealAccount account = accounts[slot];
        if (account != null) {
            long wanted = scheduler.wantedNanoCores(slot);
            long grant = scheduler.grantNanoCores(slot);
            account.change(nowNs, wanted, grant);
            accountPromise(slot, nowNs, wanted, grant);
            if (slot < histories.length) {
                remember(slot, nowNs);
            }
        }
    }

    private void grow(int size) {
        demand = Arrays.copyOf(demand, size);
        wakeAtNs = Arrays.copyOf(wakeAtNs, size);
        accounts = Arrays.copyOf(accounts, size);
        promises = Arrays.copyOf(promises, size);
        reservation = Arrays.copyOf(reservation, size);
        addedNs = Arrays.copyOf(addedNs, size);
        asked = Arrays.copyOf(asked, size);
        askedSlots = Arrays.copyOf(askedSlots, size);
    }
}
