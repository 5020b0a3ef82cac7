package io.godwit.cpu;

/// What guests do with their vCPUs: each thread works for a burst, and begins the next one a period after this one, or
/// at once if it is late by then.
///
/// **Late.** Load comes from outside at its pace. If a burst ends after the next one should have begun, the guest is
/// late by the difference, and that load is lost, as [FairShare] has it: what a guest got of its demand is the part of
/// time in which its threads were not late.
///
/// A guest with fewer threads than vCPUs moves them about, as kernels do that balance load: a thread that was on a vCPU
/// for a while takes up its next burst on the next one that has none. A vCPU without a thread still ticks.
final class GuestThreads {

    /// A thread that neither sleeps nor moves has bursts of this length, so that their ends cost little; it is late by
    /// what it did not do, at any moment. It is short enough for all products with it to fit 63 bits.
    private static final long ENDLESS_NS = CpuTopology.CORE;

    private final Parts.Clock clock;
    private final Vcpus vcpus;
    private final Tenants vms;
    private final VcpuTimers timers;
    private final double spread;
    private final long stayNs;
    private final long tickNs;
    private final long tickEveryNs;

    GuestThreads(GuestCosts costs, Parts parts) {
        clock = parts.clock();
        vcpus = parts.vcpus();
        vms = parts.vms();
        timers = parts.timers();
        spread = costs.threads().spread().ratio();
        stayNs = costs.threads().stay().toNanos();
        tickNs = costs.tick().cost().toNanos();
        tickEveryNs = costs.tick().idle().events() == 0
                ? Discipline.NEVER
                : costs.tick().idle().timeOfNs(1);
    }

    /// From now on the guest wants so much altogether, more than nothing.
    ///
    /// @param burstNs work that a thread does before it sleeps
    void demand(int slot, long nanoCores, long burstNs) {
        int threads = vms.number(slot, Tenants.THREADS);
        long each = Math.clamp(nanoCores / threads, 1, CpuTopology.CORE);
        boolean saturated = each == CpuTopology.CORE && threads == vms.vcpus(slot).length;
        long workNs = saturated ? ENDLESS_NS : burstNs;
        long sleepNs = (long) ((double) workNs * (CpuTopology.CORE - each) / each);
        long varyNs = (long) (sleepNs * spread);
        vms.set(slot, Tenants.BURST_NS, workNs);
        vms.set(slot, Tenants.PERIOD_NS, workNs + sleepNs - varyNs);
        vms.set(slot, Tenants.MORE_NS, 2 * varyNs);
        vms.set(slot, Tenants.SATURATED, saturated ? 1 : 0);
    }

    /// Puts the guest's threads on its first vCPUs, each to begin within a period.
    void start(int slot) {
        int[] ids = vms.vcpus(slot);
        int threads = vms.number(slot, Tenants.THREADS);
        long sleepNs = period(slot) - vms.get(slot, Tenants.BURST_NS);
        for (int i = 0; i < ids.length; i++) {
            int vcpu = ids[i];
            vcpus.set(vcpu, Vcpus.HAS_THREAD, i < threads ? 1 : 0);
            if (i < threads) {
                beginAt(vcpu, clock.nowNs + vms.draw(slot, sleepNs + 1));
            } else {
                tickLater(vcpu);
            }
        }
        vms.set(slot, Tenants.LAST_MOVED, threads - 1);
    }

    /// A thread that sleeps until later than its guest would now have it begins earlier.
    void hasten(int slot) {
        for (int vcpu : vms.vcpus(slot)) {
            if (vcpus.is(vcpu, Vcpus.HAS_THREAD) && vcpus.state(vcpu) == Vcpus.BLOCKED) {
                beginAt(vcpu, Math.min(vcpus.get(vcpu, Vcpus.ARRIVAL_NS), clock.nowNs + period(slot)));
            }
        }
    }

    /// A vCPU that slept has something to do.
    void begin(int vcpu) {
        if (vcpus.is(vcpu, Vcpus.HAS_THREAD)) {
            int slot = vcpus.vm(vcpu);
            vcpus.set(vcpu, Vcpus.REMAINING_NS, vms.get(slot, Tenants.BURST_NS));
            vcpus.set(vcpu, Vcpus.ARRIVAL_NS, clock.nowNs + period(slot));
        } else {
            vcpus.set(vcpu, Vcpus.REMAINING_NS, tickNs);
        }
    }

    /// A burst is done.
    ///
    /// @return whether the next one begins on the same vCPU at once
    boolean goesOn(int vcpu) {
        if (!vcpus.is(vcpu, Vcpus.HAS_THREAD)) {
            tickLater(vcpu);
            return false;
        }
        int slot = vcpus.vm(vcpu);
        long nowNs = clock.nowNs;
        long arrivalNs = vcpus.get(vcpu, Vcpus.ARRIVAL_NS);
        if (nowNs > arrivalNs) {
            vms.add(slot, Tenants.LATE_NS, nowNs - arrivalNs);
            arrivalNs = nowNs;
            vcpus.set(vcpu, Vcpus.ARRIVAL_NS, nowNs);
        }
        if (vms.number(slot, Tenants.SPARE) > 0
                && nowNs - vcpus.get(vcpu, Vcpus.MOVED_NS) >= stayNs
                && moved(vcpu, slot)) {
            return false;
        }
        if (arrivalNs == nowNs) {
            begin(vcpu);
            return true;
        }
        timers.set(vcpu, arrivalNs);
        return false;
    }

    /// How long the guest's bursts have been late by now.
    ///
    /// @param unsettled work that a vCPU did and that is not in its account yet
    long lateNs(int slot, Execution unsettled) {
        long lateNs = vms.get(slot, Tenants.LATE_NS);
        for (int vcpu : vms.vcpus(slot)) {
            if (vcpus.is(vcpu, Vcpus.HAS_THREAD) && vcpus.state(vcpu) != Vcpus.BLOCKED) {
                long dueNs = vcpus.get(vcpu, Vcpus.ARRIVAL_NS);
                if (vms.get(slot, Tenants.SATURATED) != 0) {
                    dueNs -= vcpus.get(vcpu, Vcpus.REMAINING_NS) - unsettled.workNs(vcpu);
                }
                lateNs += Math.max(0, clock.nowNs - dueNs);
            }
        }
        return lateNs;
    }

    private boolean moved(int from, int slot) {
        int[] ids = vms.vcpus(slot);
        int last = vms.number(slot, Tenants.LAST_MOVED);
        for (int i = 1; i <= ids.length; i++) {
            int to = ids[(last + i) % ids.length];
            if (!vcpus.is(to, Vcpus.HAS_THREAD) && vcpus.state(to) == Vcpus.BLOCKED) {
                vms.set(slot, Tenants.LAST_MOVED, (last + i) % ids.length);
                vcpus.set(from, Vcpus.HAS_THREAD, 0);
                vcpus.set(to, Vcpus.HAS_THREAD, 1);
                vcpus.set(to, Vcpus.MOVED_NS, clock.nowNs);
                beginAt(to, vcpus.get(from, Vcpus.ARRIVAL_NS));
                tickLater(from);
                return true;
            }
        }
        return false;
    }

    private void beginAt(int vcpu, long atNs) {
        vcpus.set(vcpu, Vcpus.ARRIVAL_NS, atNs);
        timers.set(vcpu, atNs);
    }

    private void tickLater(int vcpu) {
        if (tickEveryNs != Discipline.NEVER) {
            timers.set(vcpu, clock.nowNs + tickEveryNs);
        }
    }

    private long period(int slot) {
        long moreNs = vms.get(slot, Tenants.MORE_NS);
        long leastNs = vms.get(slot, Tenants.PERIOD_NS);
        return moreNs == 0 ? leastNs : leastNs + vms.draw(slot, moreNs + 1);
    }
}
