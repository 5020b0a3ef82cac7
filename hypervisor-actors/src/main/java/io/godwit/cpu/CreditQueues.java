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

    private static final byte BOOST = 0;
    private static final byte UNDER = 1;
    private static final byte OVER = 2;
    private static final int PRIORITIES = 3;
    private static final int NONE = Vcpus.NONE;

    /// How many periods' credit a VM with a reservation may save up: eight slices of others before its own.
    private static final int PERIODS_OF_RESERVED = 8;

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

    /// Of vCPUs: who ran or wanted to since the last accounting. All fields of a vCPU are apart from those of [Vcpus],
    /// as an accounting goes through all vCPUs, and those that come and go change their neighbours in a queue.
    private final NumberSet earning = new NumberSet(Long.SIZE);

    private int[] earner = new int[Long.SIZE];

    private long[] creditNs = new long[Long.SIZE];
    private byte[] priority = new byte[Long.SIZE];
    private boolean[] queued = new boolean[Long.SIZE];
    private int[] next = new int[Long.SIZE];
    private int[] previous = new int[Long.SIZE];

    /// Of VMs: their cap, and what each of their vCPUs may save up.
    private long[] cap = new long[8];

    private long[] mostNs = new long[8];

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
        if (vcpu >= creditNs.length) {
            creditNs = Arrays.copyOf(creditNs, 2 * vcpu);
            priority = Arrays.copyOf(priority, 2 * vcpu);
            queued = Arrays.copyOf(queued, 2 * vcpu);
            next = Arrays.copyOf(next, 2 * vcpu);
            previous = Arrays.copyOf(previous, 2 * vcpu);
            earner = Arrays.copyOf(earner, 2 * vcpu);
            earning.grow(2 * vcpu);
        }
        creditNs[vcpu] = 0;
        priority[vcpu] = UNDER;
        queued[vcpu] = false;
        earning.remove(vcpu);
    }

    @Override
    public void woken(int vcpu, int cpu) {
        if (accountNs == NEVER) {
            accountNs = clock.nowNs - clock.nowNs % periodNs + periodNs;
        }
        earning.add(vcpu);
        if (priority[vcpu] == UNDER) {
            priority[vcpu] = BOOST;
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
        if (priority[vcpu] == BOOST) {
            priority[vcpu] = UNDER; // it may earn the boost anew when it wakes
        }
    }

    @Override
    public void unqueue(int vcpu) {
        if (queued[vcpu]) {
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
        return priority[vcpu] == BOOST ? nowNs - nowNs % tickNs + tickNs : NEVER;
    }

    @Override
    public boolean look(int cpu, long nowNs) {
        int vcpu = cpus.at(cpu).running;
        if (priority[vcpu] == BOOST && nowNs % tickNs == 0) {
            priority[vcpu] = UNDER;
        }
        return nowNs - cpus.at(cpu).dispatchedNs >= rateLimitNs && bestWaiting(cpu) < priority[vcpu];
    }

    @Override
    public long overtakesNs(int woken, int cpu, long nowNs) {
        return priority[woken] < priority[cpus.at(cpu).running] ? cpus.at(cpu).dispatchedNs + rateLimitNs : NEVER;
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
        // Who wanted to run is found out at each accounting.
        if (slot >= cap.length) {
            grow(2 * slot);
        }
        cap[slot] = vms.at(slot).cap;
        mostNs[slot] = vms.at(slot).reserved == 0 ? periodNs : PERIODS_OF_RESERVED * periodNs;
    }

    /// What a vCPU has to spend, for whoever wants to see it.
    long creditNs(int vcpu) {
        return creditNs[vcpu];
    }

    @Override
    public void account(Gate gate) {
        int count = findEarners();
        rates.recompute();
        for (int slot = 0; slot < vms.slots(); slot++) {
            if (earners[slot] > 0) {
                givenNs[slot] = ofEarner(slot, rates.rate(slot));
                owedNs[slot] = cap[slot] == Tenants.UNCAPPED ? NEVER : ofEarner(slot, cap[slot]);
            }
        }
        for (int i = 0; i < count; i++) {
            give(earner[i], gate);
        }
        accountNs = earning.isEmpty() ? NEVER : accountNs + periodNs;
    }

    /// What a rate of a VM comes to in a period for each of its vCPUs that share in it.
    private long ofEarner(int slot, long rate) {
        long ns = rate * periodNs / CpuTopology.CORE;
        return earners[slot] == 1 ? ns : ns / earners[slot]; // a division costs as much as all else
    }

    /// Who wanted to run since the last accounting shares in what its VM is given.
    ///
    /// @return how many there are
    private int findEarners() {
        Arrays.fill(earners, 0);
        Arrays.fill(savedNs, 0);
        int count = earning.copyTo(earner);
        for (int i = 0; i < count; i++) {
            int slot = vcpus.vm(earner[i]);
            earners[slot]++;
            savedNs[slot] += creditNs[earner[i]];
        }
        for (int slot = 0; slot < vms.slots(); slot++) {
            saturated[slot] = savedNs[slot] > earners[slot] * periodNs / 2 && isSaturated(slot);
            int hungry = saturated[slot] ? 0 : earners[slot];
            if (rates.hungry(slot) != hungry && vms.has(slot)) {
                rates.hungry(slot, hungry);
            }
        }
        return count;
    }

    private boolean isSaturated(int slot) {
        long most = earners[slot] * mostNs[slot];
        return savedNs[slot] > (saturated[slot] ? most / 2 : most - 1);
    }

    private void give(int vcpu, Gate gate) {
        int slot = vcpus.vm(vcpu);
        long credit = Math.clamp(creditNs[vcpu] + givenNs[slot], -periodNs, mostNs[slot]);
        creditNs[vcpu] = credit;
        byte better = credit < 0 ? OVER : UNDER;
        if (priority[vcpu] != BOOST || better == OVER) {
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

    private void setPriority(int vcpu, byte to) {
        if (priority[vcpu] == to) {
            return;
        }
        if (queued[vcpu]) {
            unlink(vcpu);
            priority[vcpu] = to;
            append(vcpu, vcpus.cpu(vcpu));
        } else {
            priority[vcpu] = to;
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
        int first = cpus.at(cpu).socket * cpus.perSocket;
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
        int ofPriority = priority[vcpu];
        int queue = ofPriority * cpus.count + cpu;
        int before = tail[queue];
        vcpus.put(vcpu, cpu);
        queued[vcpu] = true;
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
        int ofPriority = priority[vcpu];
        int cpu = vcpus.cpu(vcpu);
        int queue = ofPriority * cpus.count + cpu;
        int before = previous[vcpu];
        int after = next[vcpu];
        queued[vcpu] = false;
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

    private void grow(int slots) {
        cap = Arrays.copyOf(cap, slots);
        mostNs = Arrays.copyOf(mostNs, slots);
        saturated = Arrays.copyOf(saturated, slots);
        earners = Arrays.copyOf(earners, slots);
        savedNs = Arrays.copyOf(savedNs, slots);
        givenNs = Arrays.copyOf(givenNs, slots);
        owedNs = Arrays.copyOf(owedNs, slots);
    }
}
