package io.godwit.cpu;

import java.util.Arrays;

/// Linux's scheduler since 6.6: earliest eligible virtual deadline first (Stoica & Abdel-Wahab, 1995; Linux
/// `kernel/sched/fair.c`).
///
/// Each logical CPU has a queue. A vCPU's *virtual runtime* advances by what it ran divided by its weight. The queue's
/// *virtual time* is the mean of its members' virtual runtimes by weight, the running one's included; a member's *lag*
/// is how far it is behind. Who is not ahead is *eligible*; of those, the one runs whose *virtual deadline*, the end of
/// its current slice, is first. Who sleeps keeps its lag, within two slices. Queues are evened out when one is empty,
/// and from time to time.
///
/// Virtual times are nanoseconds of a member that weighs a whole CPU ([#WHOLE]); a weight is a vCPU's part of what its
/// VM is entitled to. A cap is kept as `cpu.max` does: a VM has a quota in each period, and its vCPUs take it slice by
/// slice.
///
/// *Not modelled*: load averages with decay, scheduling domains, a preference of wake-ups for their waker's CPU, the
/// grain of ticks (slices end to the nanosecond), dequeuing sleepers only when their lag is gone (Linux 6.12).
final class EevdfQueues implements Discipline {

    /// The weight of who may claim a CPU for itself.
    private static final long WHOLE = 1L << 20;

    private static final int WHOLE_BITS = 20;

    /// Keeps virtual times within 63 bits: the smallest weight is worth 1/16384 of a CPU.
    private static final long LEAST_WEIGHT = 1L << 6;

    /// Sums are rebased beyond this, long before products with a sum of weights could overflow, and so that deadlines
    /// stay near the base, see [WaitingVcpus].
    private static final long LARGE = 1L << 50;

    /// Who is within this part of a slice of its deadline has reached it: what is left is rounding.
    private static final int NEARLY_BITS = 10;

    private static final int NONE = Vcpus.NONE;

    private final Parts.Clock clock;
    private final Vcpus vcpus;
    private final LogicalCpus cpus;
    private final Tenants vms;
    private final Entitlements rates;
    private final CpuQuotas quotas;
    private final EevdfBalance balance;
    private final WaitingVcpus[] waiting;
    private final NumberSet somebodyWaits;
    private final long sliceNs;
    private final boolean runToParity;
    private final long balanceNs;

    /// Where each vCPU is among those who wait, or [Vcpus#NONE]: apart from its other fields, as others that come and
    /// go change it.
    private int[] place = new int[8];

    /// Weight of all members of each CPU's queue, the running one's included.
    private final long[] weightSum;

    /// Sum of weight × (virtual runtime − base) of each queue, and that base.
    private final long[] spread;

    private final long[] base;
    private long balanceDueNs = NEVER;

    EevdfQueues(QuantumPolicy.Eevdf constants, Parts parts) {
        clock = parts.clock();
        vcpus = parts.vcpus();
        cpus = parts.cpus();
        vms = parts.vms();
        rates = parts.rates();
        quotas = new CpuQuotas(constants.quota(), parts);
        sliceNs = constants.slices().ns(cpus.count);
        runToParity = constants.slices().runToParity();
        balanceNs = constants.balance().every().toNanos();
        waiting = new WaitingVcpus[cpus.count];
        Arrays.setAll(waiting, cpu -> new WaitingVcpus());
        somebodyWaits = new NumberSet(cpus.count);
        weightSum = new long[cpus.count];
        spread = new long[cpus.count];
        base = new long[cpus.count];
        balance = new EevdfBalance(parts, this);
    }

    WaitingVcpus waiting(int cpu) {
        return waiting[cpu];
    }

    /// CPUs where somebody waits.
    NumberSet somebodyWaits() {
        return somebodyWaits;
    }

    long weightSum(int cpu) {
        return weightSum[cpu];
    }

    @Override
    public void reset(int vcpu) {
        if (vcpu >= place.length) {
            place = Arrays.copyOf(place, 2 * vcpu);
        }
        place[vcpu] = NONE;
        setWeight(vcpu, WHOLE);
        quotas.reset(vcpu);
    }

    @Override
    public void woken(int vcpu, int cpu) {
        enter(vcpu, cpu);
    }

    @Override
    public void yielded(int vcpu, int cpu) {
        Vcpu it = vcpus.at(vcpu);
        long slice = virtualSlice(vcpu);
        if (it.virtualNs + (slice >> NEARLY_BITS) >= it.deadlineNs) {
            it.deadlineNs = it.virtualNs + slice;
        }
        append(vcpu, cpu);
    }

    @Override
    public void released(int vcpu, int cpu) {
        enter(vcpu, cpu);
    }

    @Override
    public void left(int vcpu, int cpu) {
        quotas.giveBack(vcpu);
        leave(vcpu, cpu);
    }

    @Override
    public void unqueue(int vcpu) {
        if (place[vcpu] != NONE) {
            int cpu = vcpus.cpu(vcpu);
            takeOut(vcpu, place[vcpu], cpu);
            leave(vcpu, cpu);
        }
    }

    @Override
    public int pick(int cpu) {
        if (waiting[cpu].isEmpty() && !balance.pullTo(cpu)) {
            return NONE;
        }
        WaitingVcpus here = waiting[cpu];
        int at = here.best(weightSum[cpu], spread[cpu], base[cpu]);
        int best = here.at(at);
        takeOut(best, at, cpu);
        return best;
    }

    /// Until its virtual deadline, and no longer than what is left of its VM's quota.
    @Override
    public long sliceNs(int vcpu) {
        Vcpu it = vcpus.at(vcpu);
        long virtual = it.deadlineNs - it.virtualNs;
        long leftNs = Math.max(1, (virtual * it.weight) >> WHOLE_BITS);
        return Math.min(leftNs, quotas.takeNs(vcpu));
    }

    @Override
    public long lookNs(int vcpu, long nowNs) {
        return NEVER;
    }

    @Override
    public boolean look(int cpu, long nowNs) {
        return false;
    }

    @Override
    public long overtakesNs(int woken, int cpu, long nowNs) {
        int running = cpus.at(cpu).running;
        boolean keeps = (vcpus.at(running).virtualNs - base[cpu]) * weightSum[cpu] <= spread[cpu];
        if (keeps && runToParity) {
            return NEVER;
        }
        if (keeps && vcpus.at(running).deadlineNs <= vcpus.at(woken).deadlineNs) {
            return NEVER;
        }
        return waiting[cpu].best(weightSum[cpu], spread[cpu], base[cpu]) == place[woken] ? nowNs : NEVER;
    }

    @Override
    public void ran(int vcpu, int cpu, long ns) {
        Vcpu it = vcpus.at(vcpu);
        long virtual = (ns * it.inverse) >> WHOLE_BITS;
        it.virtualNs += virtual;
        spread[cpu] += it.weight * virtual;
        if (spread[cpu] > LARGE) {
            virtualTime(cpu);
        }
        quotas.ran(vcpu, ns);
    }

    @Override
    public long accountNs() {
        return Math.min(balanceDueNs, quotas.refillNs());
    }

    @Override
    public void account(Gate gate) {
        if (quotas.refillNs() <= clock.nowNs) {
            quotas.refill(gate);
        }
        if (balanceDueNs <= clock.nowNs) {
            balance.evenOut();
            balanceDueNs = cpus.idleCount == cpus.count ? NEVER : balanceDueNs + balanceNs;
        }
    }

    /// Weighs all anew. Who is a member stays as far behind or ahead as it was, in time of its own.
    @Override
    public void wants(int changed, int threads) {
        rates.hungry(changed, threads);
        rates.recompute();
        for (int slot = 0; slot < vms.slots(); slot++) {
            if (vms.has(slot)) {
                long whole = rates.rate(slot) * WHOLE / CpuTopology.CORE;
                long each = Math.max(LEAST_WEIGHT, whole / Math.max(1, vms.at(slot).threads));
                for (int vcpu : vms.vcpus(slot)) {
                    reweigh(vcpu, each);
                }
            }
        }
    }

    /// Moves a waiting vCPU from its queue to another.
    void move(int vcpu, int to) {
        int from = vcpus.cpu(vcpu);
        takeOut(vcpu, place[vcpu], from);
        leave(vcpu, from);
        enter(vcpu, to);
    }

    private void enter(int vcpu, int cpu) {
        Vcpu it = vcpus.at(vcpu);
        if (balanceDueNs == NEVER) {
            balanceDueNs = clock.nowNs - clock.nowNs % balanceNs + balanceNs;
        }
        long before = weightSum[cpu];
        double grown = before == 0 ? 0 : (double) (before + it.weight) / before;
        it.virtualNs = virtualTime(cpu) - (long) (it.lagNs * grown);
        it.deadlineNs = it.virtualNs + virtualSlice(vcpu);
        count(vcpu, cpu, 1);
        append(vcpu, cpu);
    }

    private void leave(int vcpu, int cpu) {
        long limit = 2 * virtualSlice(vcpu);
        vcpus.at(vcpu).lagNs = Math.clamp(virtualTime(cpu) - vcpus.at(vcpu).virtualNs, -limit, limit);
        count(vcpu, cpu, -1);
    }

    /// @param sign 1 for a new member, -1 for one that leaves
    private void count(int vcpu, int cpu, int sign) {
        Vcpu it = vcpus.at(vcpu);
        long weight = sign * it.weight;
        it.member = sign > 0;
        weightSum[cpu] += weight;
        spread[cpu] += weight * (it.virtualNs - base[cpu]);
    }

    /// The mean of the members' virtual runtimes, with what has run but was not told. The base follows it, so that
    /// products stay small.
    private long virtualTime(int cpu) {
        if (weightSum[cpu] == 0) {
            spread[cpu] = 0;
            return base[cpu];
        }
        long ahead = Math.floorDiv(spread[cpu], weightSum[cpu]);
        base[cpu] += ahead;
        spread[cpu] -= ahead * weightSum[cpu];
        int running = cpus.at(cpu).running;
        long ranNs = clock.nowNs - cpus.at(cpu).settledNs;
        if (running == NONE || ranNs == 0) {
            return base[cpu];
        }
        long virtual = (ranNs * vcpus.at(running).inverse) >> WHOLE_BITS;
        return base[cpu] + vcpus.at(running).weight * virtual / weightSum[cpu];
    }

    private long virtualSlice(int vcpu) {
        return (sliceNs * vcpus.at(vcpu).inverse) >> WHOLE_BITS;
    }

    private void append(int vcpu, int cpu) {
        place[vcpu] = waiting[cpu].add(vcpu, vcpus.at(vcpu).virtualNs, vcpus.at(vcpu).deadlineNs);
        vcpus.put(vcpu, cpu);
        somebodyWaits.add(cpu);
    }

    private void takeOut(int vcpu, int at, int cpu) {
        place[waiting[cpu].remove(at)] = at;
        place[vcpu] = NONE;
        if (waiting[cpu].isEmpty()) {
            somebodyWaits.remove(cpu);
        }
    }

    private void reweigh(int vcpu, long to) {
        Vcpu it = vcpus.at(vcpu);
        long before = it.weight;
        if (before == to) {
            return;
        }
        if (!it.member) {
            setWeight(vcpu, to);
            return;
        }
        int cpu = vcpus.cpu(vcpu);
        double ratio = (double) before / to;
        long now = virtualTime(cpu);
        long virtual = it.virtualNs;
        long left = it.deadlineNs - virtual;
        count(vcpu, cpu, -1);
        setWeight(vcpu, to);
        long anew = now - (long) ((now - virtual) * ratio);
        it.virtualNs = anew;
        it.deadlineNs = anew + (long) (left * ratio);
        count(vcpu, cpu, 1);
        if (place[vcpu] != NONE) {
            waiting[cpu].set(place[vcpu], anew, it.deadlineNs);
        }
    }

    private void setWeight(int vcpu, long to) {
        vcpus.at(vcpu).weight = to;
        vcpus.at(vcpu).inverse = WHOLE * WHOLE / to;
    }
}
