package io.godwit.cpu;

import java.util.Arrays;

/// Xen's credit scheduler (`xen/common/sched/credit.c`).
///
/// Each logical CPU has a queue in order of three priorities: *boost*, for who woke while it had credit left, until the
/// next tick; *under*, who has credit left; *over*, who has none. Within one it is first come, first served. A vCPU
/// runs for a slice, and pays credit for the time. A CPU that would run one that is over, or nobody, takes one of
/// higher priority from another's queue, on its own socket first. Every accounting period each VM is given credit by
/// its rate, shared among those of its vCPUs that wanted to run, and priorities follow.
///
/// Credit is CPU time in nanoseconds; Xen's unit is a tenth of a millisecond. It stays within one accounting period
/// above and, but for what is burnt until the next accounting, below zero; a VM with a reservation may save up more, as
/// it would lose what it is promised while others' slices pass. A VM whose vCPUs have saved up all they may
/// is given no more until half is gone: the others share its part meanwhile.
///
/// Differences to Xen: rates come from [Entitlements], of which Xen's loop over domains finds an approximation, and
/// know reservations; a weight is a VM's, not a vCPU's; whoever ran is accounted, where Xen accounts whom a tick finds
/// running, so that sleeping across ticks doesn't help here.
final class CreditQueues implements Discipline {

    private static final int BOOST = 0;
    private static final int UNDER = 1;
    private static final int OVER = 2;
    private static final int PRIORITIES = 3;
    private static final int NONE = Vcpus.NONE;

    /// How many periods' credit a VM with a reservation may save up: eight slices of others before its own.
    private static final int PERIODS_OF_RESERVED = 8;

    private static final int PRIORITY = Vcpus.OF_SCHEDULER;
    private static final int QUEUED = Vcpus.OF_SCHEDULER + 1;

    private final Parts.Clock clock;
    private final LogicalCpus cpus;
    private final Tenants vms;
    private final Vcpus vcpus;
    private final Entitlements rates;
    private final long sliceNs;
    private final long tickNs;
    private final long periodNs;
    private final long rateLimitNs;

    /// First and last of each queue, by priority and CPU.
    private final int[] head;

    private final int[] tail;
    private final NumberSet[] waiting = new NumberSet[PRIORITIES];

    /// The neighbours of each vCPU in its queue: apart from its other fields, as those that come and go before and
    /// after it change them.
    private int[] next = new int[Long.SIZE];

    private int[] previous = new int[Long.SIZE];

    /// Who ran or wanted to since the last accounting. These three are apart from the other fields of a vCPU because an
    /// accounting goes through all of them.
    private final NumberSet earning = new NumberSet(Long.SIZE);

    private long[] creditNs = new long[Long.SIZE];
    private int[] slotOf = new int[Long.SIZE];

    /// Of VMs: whether they have saved up all they may.
    private boolean[] saturated = new boolean[8];

    /// Of VMs: how many of their vCPUs are to be given credit, and how much those have.
    private int[] earners = new int[8];

    private long[] savedNs = new long[8];

    /// Of VMs: what each of these is given, and what it may owe at most.
    private long[] givenNs = new long[8];

    private long[] owedNs = new long[8];

    private long accountNs = NEVER;

    CreditQueues(QuantumPolicy.Credit constants, Parts parts) {
        clock = parts.clock();
        vcpus = parts.vcpus();
        cpus = parts.cpus();
        vms = parts.vms();
        rates = parts.rates();
        sliceNs = constants.slice().toNanos();
        tickNs = constants.tick().toNanos();
        periodNs = constants.accounting().toNanos();
        rateLimitNs = constants.rateLimit().toNanos();
        head = new int[PRIORITIES * cpus.count];
        tail = new int[PRIORITIES * cpus.count];
        Arrays.fill(head, NONE);
        Arrays.fill(tail, NONE);
        for (int i = 0; i < PRIORITIES; i++) {
            waiting[i] = new NumberSet(cpus.count);
        }
    }

    @Override
    public void reset(int vcpu) {
        vcpus.set(vcpu, PRIORITY, UNDER);
        vcpus.set(vcpu, QUEUED, 0);
        if (vcpu >= creditNs.length) {
            creditNs = Arrays.copyOf(creditNs, 2 * vcpu);
            slotOf = Arrays.copyOf(slotOf, 2 * vcpu);
            next = Arrays.copyOf(next, 2 * vcpu);
            previous = Arrays.copyOf(previous, 2 * vcpu);
            earning.grow(2 * vcpu);
        }
        creditNs[vcpu] = 0;
        slotOf[vcpu] = vcpus.vm(vcpu);
        earning.remove(vcpu);
    }

    @Override
    public void woken(int vcpu, int cpu) {
        if (accountNs == NEVER) {
            accountNs = clock.nowNs - clock.nowNs % periodNs + periodNs;
        }
        earning.add(vcpu);
        if (vcpus.number(vcpu, PRIORITY) == UNDER) {
            vcpus.set(vcpu, PRIORITY, BOOST);
        }
        append(vcpu, cpu);
    }

    @Override
    public void yielded(int vcpu, int cpu) {
        append(vcpu, cpu);
    }

    @Override
    public void released(int vcpu, int cpu) {
        append(vcpu, cpu);
    }

    @Override
    public void left(int vcpu, int cpu) {
        if (vcpus.number(vcpu, PRIORITY) == BOOST) {
            vcpus.set(vcpu, PRIORITY, UNDER); // it may earn the boost anew when it wakes
        }
    }

    @Override
    public void unqueue(int vcpu) {
        if (vcpus.is(vcpu, QUEUED)) {
            unlink(vcpu);
        }
    }

    @Override
    public int pick(int cpu) {
        int best = takeHead(BOOST, cpu);
        if (best == NONE) {
            best = takeHead(UNDER, cpu);
        }
        if (best == NONE) {
            best = steal(BOOST, cpu);
        }
        if (best == NONE) {
            best = steal(UNDER, cpu);
        }
        if (best == NONE) {
            best = takeHead(OVER, cpu);
        }
        return best == NONE ? steal(OVER, cpu) : best;
    }

    @Override
    public long sliceNs(int vcpu) {
        return sliceNs;
    }

    @Override
    public long lookNs(int vcpu, long nowNs) {
        return vcpus.number(vcpu, PRIORITY) == BOOST ? nowNs - nowNs % tickNs + tickNs : NEVER;
    }

    @Override
    public boolean look(int cpu, long nowNs) {
        int vcpu = cpus.running[cpu];
        if (vcpus.number(vcpu, PRIORITY) == BOOST && nowNs % tickNs == 0) {
            vcpus.set(vcpu, PRIORITY, UNDER);
        }
        return nowNs - cpus.dispatchedNs[cpu] >= rateLimitNs && bestWaiting(cpu) < vcpus.number(vcpu, PRIORITY);
    }

    @Override
    public long overtakesNs(int woken, int cpu, long nowNs) {
        return vcpus.number(woken, PRIORITY) < vcpus.number(cpus.running[cpu], PRIORITY)
                ? cpus.dispatchedNs[cpu] + rateLimitNs
                : NEVER;
    }

    @Override
    public void ran(int vcpu, int cpu, long ns) {
        creditNs[vcpu] -= ns;
    }

    @Override
    public long accountNs() {
        return accountNs;
    }

    @Override
    public void wants(int slot, int threads) {
        // who wanted to run is found out at each accounting
    }

    /// What a vCPU has to spend, for whoever wants to see it.
    long creditNs(int vcpu) {
        return creditNs[vcpu];
    }

    @Override
    public void account(Gate gate) {
        findEarners();
        rates.recompute();
        for (int slot = 0; slot < vms.slots(); slot++) {
            if (earners[slot] > 0) {
                givenNs[slot] = rates.rate(slot) * periodNs / CpuTopology.CORE / earners[slot];
                long cap = vms.get(slot, Tenants.CAP);
                owedNs[slot] = cap == Tenants.UNCAPPED ? NEVER : cap * periodNs / CpuTopology.CORE / earners[slot];
            }
        }
        int end = creditNs.length;
        for (int vcpu = earning.first(0, end); vcpu != NONE; vcpu = earning.first(vcpu + 1, end)) {
            give(vcpu, gate);
        }
        accountNs = earning.isEmpty() ? NEVER : accountNs + periodNs;
    }

    /// Who wanted to run since the last accounting shares in what its VM is given.
    private void findEarners() {
        if (earners.length < vms.slots()) {
            int size = 2 * vms.slots();
            saturated = Arrays.copyOf(saturated, size);
            earners = Arrays.copyOf(earners, size);
            savedNs = Arrays.copyOf(savedNs, size);
            givenNs = Arrays.copyOf(givenNs, size);
            owedNs = Arrays.copyOf(owedNs, size);
        }
        Arrays.fill(earners, 0);
        Arrays.fill(savedNs, 0);
        int end = creditNs.length;
        for (int vcpu = earning.first(0, end); vcpu != NONE; vcpu = earning.first(vcpu + 1, end)) {
            earners[slotOf[vcpu]]++;
            savedNs[slotOf[vcpu]] += creditNs[vcpu];
        }
        for (int slot = 0; slot < vms.slots(); slot++) {
            saturated[slot] = savedNs[slot] > earners[slot] * periodNs / 2 && isSaturated(slot);
            int hungry = saturated[slot] ? 0 : earners[slot];
            if (rates.hungry(slot) != hungry && vms.has(slot)) {
                rates.hungry(slot, hungry);
            }
        }
    }

    private boolean isSaturated(int slot) {
        long most = earners[slot] * mostNs(slot);
        return savedNs[slot] > (saturated[slot] ? most / 2 : most - 1);
    }

    /// What a vCPU of the VM may save up, at least a period's credit.
    private long mostNs(int slot) {
        return vms.get(slot, Tenants.RESERVED) == 0 ? periodNs : PERIODS_OF_RESERVED * periodNs;
    }

    private void give(int vcpu, Gate gate) {
        int slot = slotOf[vcpu];
        long credit = Math.clamp(creditNs[vcpu] + givenNs[slot], -periodNs, mostNs(slot));
        creditNs[vcpu] = credit;
        int better = credit < 0 ? OVER : UNDER;
        if (vcpus.number(vcpu, PRIORITY) != BOOST || better == OVER) {
            setPriority(vcpu, better);
        }
        int state = vcpus.state(vcpu);
        if (owedNs[slot] != NEVER && credit < -owedNs[slot]) {
            gate.withhold(vcpu);
        } else if (state == Vcpus.WITHHELD && credit >= 0) {
            gate.release(vcpu);
        } else if (state == Vcpus.BLOCKED) {
            earning.remove(vcpu);
        }
    }

    private void setPriority(int vcpu, int to) {
        if (vcpus.number(vcpu, PRIORITY) == to) {
            return;
        }
        if (vcpus.is(vcpu, QUEUED)) {
            unlink(vcpu);
            vcpus.set(vcpu, PRIORITY, to);
            append(vcpu, vcpus.cpu(vcpu));
        } else {
            vcpus.set(vcpu, PRIORITY, to);
        }
    }

    private int bestWaiting(int cpu) {
        for (int i = BOOST; i < PRIORITIES; i++) {
            if (waiting[i].contains(cpu)) {
                return i;
            }
        }
        return PRIORITIES;
    }

    private int takeHead(int ofPriority, int cpu) {
        int vcpu = head[ofPriority * cpus.count + cpu];
        if (vcpu != NONE) {
            unlink(vcpu);
        }
        return vcpu;
    }

    private int steal(int ofPriority, int cpu) {
        if (waiting[ofPriority].isEmpty()) {
            return NONE;
        }
        int first = cpus.socketOf[cpu] * cpus.perSocket;
        int end = first + cpus.perSocket;
        int found = stealFrom(ofPriority, cpu, cpu + 1, end);
        if (found == NONE) {
            found = stealFrom(ofPriority, cpu, first, cpu);
        }
        if (found == NONE) {
            found = stealFrom(ofPriority, cpu, end, cpus.count);
        }
        return found == NONE ? stealFrom(ofPriority, cpu, 0, first) : found;
    }

    private int stealFrom(int ofPriority, int cpu, int from, int to) {
        NumberSet peers = waiting[ofPriority];
        for (int peer = peers.first(from, to); peer != NONE; peer = peers.first(peer + 1, to)) {
            int vcpu = head[ofPriority * cpus.count + peer];
            while (vcpu != NONE) {
                if (vms.allowed(vcpus.vm(vcpu)).contains(cpu)) {
                    unlink(vcpu);
                    return vcpu;
                }
                vcpu = next[vcpu];
            }
        }
        return NONE;
    }

    private void append(int vcpu, int cpu) {
        int ofPriority = vcpus.number(vcpu, PRIORITY);
        int queue = ofPriority * cpus.count + cpu;
        int before = tail[queue];
        vcpus.set(vcpu, Vcpus.CPU, cpu);
        vcpus.set(vcpu, QUEUED, 1);
        next[vcpu] = NONE;
        previous[vcpu] = before;
        tail[queue] = vcpu;
        if (before == NONE) {
            head[queue] = vcpu;
            waiting[ofPriority].add(cpu);
        } else {
            next[before] = vcpu;
        }
    }

    private void unlink(int vcpu) {
        int ofPriority = vcpus.number(vcpu, PRIORITY);
        int cpu = vcpus.cpu(vcpu);
        int queue = ofPriority * cpus.count + cpu;
        int before = previous[vcpu];
        int after = next[vcpu];
        vcpus.set(vcpu, QUEUED, 0);
        if (before == NONE) {
            head[queue] = after;
        } else {
            next[before] = after;
        }
        if (after == NONE) {
            tail[queue] = before;
        } else {
            previous[after] = before;
        }
        if (head[queue] == NONE) {
            waiting[ofPriority].remove(cpu);
        }
    }
}
