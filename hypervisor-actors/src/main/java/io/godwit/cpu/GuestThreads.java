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
        Tenant vm = vms.at(slot);
        int threads = vm.threads;
        long each = Math.clamp(nanoCores / threads, 1, CpuTopology.CORE);
        boolean saturated = each == CpuTopology.CORE && threads == vms.vcpus(slot).length;
        long workNs = saturated ? ENDLESS_NS : burstNs;
        long sleepNs = (long) ((double) workNs * (CpuTopology.CORE - each) / each);
        long varyNs = (long) (sleepNs * spread);
        vm.burstNs = workNs;
        vm.periodNs = workNs + sleepNs - varyNs;
        vm.moreNs = 2 * varyNs;
        vm.saturated = saturated;
    }

    /// Puts the guest's threads on its first vCPUs, each to begin within a period.
    void start(int slot) {
        Tenant vm = vms.at(slot);
        int[] ids = vms.vcpus(slot);
        int threads = vm.threads;
        long sleepNs = period(slot) - vm.burstNs;
        for (int i = 0; i < ids.length; i++) {
            int vcpu = ids[i];
            vcpus.at(vcpu).hasThread = i < threads;
            if (i < threads) {
                beginAt(vcpu, clock.nowNs + vm.draw(sleepNs + 1));
            } else {
                tickLater(vcpu);
            }
        }
        vm.lastMoved = threads - 1;
    }

    /// A thread that sleeps until later than its guest would now have it begins earlier.
    void hasten(int slot) {
        for (int vcpu : vms.vcpus(slot)) {
            if (vcpus.at(vcpu).hasThread && vcpus.state(vcpu) == Vcpus.BLOCKED) {
                beginAt(vcpu, Math.min(vcpus.at(vcpu).arrivalNs, clock.nowNs + period(slot)));
            }
        }
    }

    /// A vCPU that slept has something to do.
    void begin(int vcpu) {
        Vcpu it = vcpus.at(vcpu);
        if (it.hasThread) {
            int slot = vcpus.vm(vcpu);
            it.remainingNs = vms.at(slot).burstNs;
            it.arrivalNs = clock.nowNs + period(slot);
        } else {
            it.remainingNs = tickNs;
        }
    }

    /// A burst is done.
    ///
    /// @return whether the next one begins on the same vCPU at once
    boolean goesOn(int vcpu) {
        Vcpu it = vcpus.at(vcpu);
        if (!it.hasThread) {
            tickLater(vcpu);
            return false;
        }
        int slot = vcpus.vm(vcpu);
        long nowNs = clock.nowNs;
        long arrivalNs = it.arrivalNs;
        if (nowNs > arrivalNs) {
            vms.at(slot).lateNs += nowNs - arrivalNs;
            arrivalNs = nowNs;
            it.arrivalNs = nowNs;
        }
        if (vms.at(slot).spare > 0 && nowNs - it.movedNs >= stayNs && moved(vcpu, slot)) {
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
        long lateNs = vms.at(slot).lateNs;
        for (int vcpu : vms.vcpus(slot)) {
            if (vcpus.at(vcpu).hasThread && vcpus.state(vcpu) != Vcpus.BLOCKED) {
                long dueNs = vcpus.at(vcpu).arrivalNs;
                if (vms.at(slot).saturated) {
                    dueNs -= vcpus.at(vcpu).remainingNs - unsettled.workNs(vcpu);
                }
                lateNs += Math.max(0, clock.nowNs - dueNs);
            }
        }
        return lateNs;
    }

    private boolean moved(int from, int slot) {
        int[] ids = vms.vcpus(slot);
        int last = vms.at(slot).lastMoved;
        for (int i = 1; i <= ids.length; i++) {
            int to = ids[(last + i) % ids.length];
            if (!vcpus.at(to).hasThread && vcpus.state(to) == Vcpus.BLOCKED) {
                vms.at(slot).lastMoved = (last + i) % ids.length;
                vcpus.at(from).hasThread = false;
                vcpus.at(to).hasThread = true;
                vcpus.at(to).movedNs = clock.nowNs;
                beginAt(to, vcpus.at(from).arrivalNs);
                tickLater(from);
                return true;
            }
        }
        return false;
    }

    private void beginAt(int vcpu, long atNs) {
        vcpus.at(vcpu).arrivalNs = atNs;
        timers.set(vcpu, atNs);
    }

    private void tickLater(int vcpu) {
        if (tickEveryNs != Discipline.NEVER) {
            timers.set(vcpu, clock.nowNs + tickEveryNs);
        }
    }

    private long period(int slot) {
        Tenant vm = vms.at(slot);
        long moreNs = vm.moreNs;
        long leastNs = vm.periodNs;
        return moreNs == 0 ? leastNs : leastNs + vm.draw(moreNs + 1);
    }
}
