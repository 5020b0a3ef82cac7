package io.godwit.host;

import io.godwit.cpu.CpuEntitlement;
import io.godwit.cpu.CpuRefusal;
import io.godwit.cpu.FairShare;
import io.godwit.cpu.StealAccount;
import java.util.Arrays;
import java.util.Optional;
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

    private final FairShare scheduler;
    private long[] demand = new long[8];
    private long[] wakeAtNs = new long[8];
    private @Nullable StealAccount[] accounts = new @Nullable StealAccount[8];
    private boolean[] asked = new boolean[8];
    private int[] askedSlots = new int[8];
    private int askedCount;
    private int slots;

    CpuBoard(int cores) {
        this.scheduler = new FairShare(cores);
    }

    Optional<CpuRefusal> refusal(CpuEntitlement vm) {
        return scheduler.refusal(vm);
    }

    /// @return the VM's slot, its own until it is removed
    int add(CpuEntitlement vm, long nowNs) {
        int slot = scheduler.add(vm);
        if (slot >= demand.length) {
            grow(2 * demand.length);
        }
        slots = Math.max(slots, slot + 1);
        demand[slot] = 0;
        wakeAtNs[slot] = NEVER;
        accounts[slot] = new StealAccount(nowNs);
        return slot;
    }

    void remove(int slot) {
        scheduler.remove(slot);
        demand[slot] = 0;
        wakeAtNs[slot] = NEVER;
        accounts[slot] = null;
    }

    /// Why a VM that is here could not have this entitlement instead of its own, if so.
    Optional<CpuRefusal> refusalOfChange(int slot, CpuEntitlement to) {
        return scheduler.refusalOfChange(slot, to);
    }

    /// Gives a VM other vCPUs, weight, reservation, cap or affinity while it runs. Its demand stays until it asks
    /// anew; grants follow at the next [#share].
    ///
    /// @throws IllegalStateException if there is a [#refusalOfChange]
    void change(int slot, CpuEntitlement to) {
        scheduler.change(slot, to);
        noteAsked(slot);
    }

    /// Notes what a VM wants from now on, and when it wants to be woken.
    void ask(int slot, long demandNanoCores, long nextWakeNs) {
        scheduler.setDemand(slot, demandNanoCores);
        demand[slot] = demandNanoCores;
        wakeAtNs[slot] = nextWakeNs;
        noteAsked(slot);
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

    /// The slot of the n-th grant that the last [#share] changed.
    int changed(int n) {
        return scheduler.changed(n);
    }

    long grantNanoCores(int slot) {
        return scheduler.grantNanoCores(slot);
    }

    long demandNanoCores(int slot) {
        return demand[slot];
    }

    long ranNs(int slot, long nowNs) {
        StealAccount account = accounts[slot];
        return account == null ? 0 : account.ranNs(nowNs);
    }

    long stolenNs(int slot, long nowNs) {
        StealAccount account = accounts[slot];
        return account == null ? 0 : account.stolenNs(nowNs);
    }

    /// When the first guest wants to be woken, or [#NEVER].
    long firstWakeNs() {
        long first = NEVER;
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

    private void account(int slot, long nowNs) {
        StealAccount account = accounts[slot];
        if (account != null) {
            account.change(nowNs, scheduler.wantedNanoCores(slot), scheduler.grantNanoCores(slot));
        }
    }

    private void grow(int size) {
        demand = Arrays.copyOf(demand, size);
        wakeAtNs = Arrays.copyOf(wakeAtNs, size);
        accounts = Arrays.copyOf(accounts, size);
        asked = Arrays.copyOf(asked, size);
        askedSlots = Arrays.copyOf(askedSlots, size);
    }
}
