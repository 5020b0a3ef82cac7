package io.godwit.cpu;

/// What running does: work, credit burnt, caches warmed; and until when it goes on as it does.
final class Execution {

    private static final int NONE = Vcpus.NONE;
    private static final int SPEED_BITS = Tenants.SPEED_BITS;

    private final Parts.Clock clock;
    private final Vcpus vcpus;
    private final LogicalCpus cpus;
    private final Tenants vms;
    private final Discipline queues;
    private final EarliestCpu earliest;
    private final Siblings siblings;
    private final CacheWarmth caches;
    private final long switchNs;
    private final long wakeNs;

    Execution(QuantumSettings settings, Parts parts, Discipline queues, Siblings siblings) {
        clock = parts.clock();
        vcpus = parts.vcpus();
        cpus = parts.cpus();
        vms = parts.vms();
        this.queues = queues;
        this.siblings = siblings;
        earliest = new EarliestCpu(cpus.count);
        caches = new CacheWarmth(parts, settings.processor());
        switchNs = settings.processor().contextSwitch().cost().toNanos();
        wakeNs = settings.guest().interrupts().wake().toNanos();
    }

    EarliestCpu earliest() {
        return earliest;
    }

    CacheWarmth caches() {
        return caches;
    }

    /// A vCPU that slept has been interrupted for it.
    void woke(int vcpu) {
        vcpus.at(vcpu).coldNs += 2 * wakeNs;
    }

    /// What a vCPU loses by coming to a CPU, as time at half speed: twice the loss.
    void comes(int vcpu, int cpu) {
        LogicalCpu here = cpus.at(cpu);
        Vcpu it = vcpus.at(vcpu);
        int before = it.ranOn;
        boolean returns = here.last == vcpu && before == cpu;
        if (returns && cpus.threadsPerCore == 1) {
            return;
        }
        int slot = vcpus.vm(vcpu);
        long comingNs = 2 * caches.comesToNs(vcpu, cpu, before, vms.at(slot).workingSet);
        long coldNs = it.coldNs + comingNs;
        coldNs = Math.min(coldNs, 2 * (vms.at(slot).coldestNs + wakeNs));
        if (here.last != vcpu) {
            coldNs += 2 * switchNs;
            it.switches++;
            here.switches++;
        }
        it.coldNs = coldNs;
        if (before != NONE && before != cpu) {
            it.migrations++;
        }
    }

    /// Accounts for what ran since it was last settled.
    void settle(int cpu) {
        LogicalCpu here = cpus.at(cpu);
        int vcpu = here.running;
        long ranNs = clock.nowNs - here.settledNs;
        if (vcpu == NONE || ranNs == 0) {
            return;
        }
        Vcpu it = vcpus.at(vcpu);
        here.settledNs = clock.nowNs;
        long coldNs = Math.min(ranNs, it.coldNs);
        long lostNs = coldNs >> 1;
        it.coldNs -= coldNs;
        it.stalledNs += lostNs;
        long speed = here.speed;
        if (speed == 0) {
            it.spunNs += ranNs - lostNs;
        } else {
            long leftNs = it.remainingNs;
            worked(vcpu, Math.min(leftNs, ((ranNs - lostNs) * speed) >> SPEED_BITS));
        }
        queues.ran(vcpu, cpu, ranNs);
    }

    /// The burst of who runs here, settled, is done: so is what rounding left of it.
    void burstEnds(int vcpu) {
        worked(vcpu, vcpus.at(vcpu).remainingNs);
    }

    /// Work of a vCPU that was done since it was last settled.
    long workNs(int vcpu) {
        if (vcpus.state(vcpu) != Vcpus.RUNNING) {
            return 0;
        }
        int cpu = vcpus.cpu(vcpu);
        long ranNs = clock.nowNs - cpus.at(cpu).settledNs;
        long lostNs = Math.min(ranNs, vcpus.at(vcpu).coldNs) >> 1;
        return Math.min(vcpus.at(vcpu).remainingNs, ((ranNs - lostNs) * cpus.at(cpu).speed) >> SPEED_BITS);
    }

    /// Finds out when what runs here, settled, will need attention.
    void plan(int cpu) {
        LogicalCpu here = cpus.at(cpu);
        int vcpu = here.running;
        if (siblings.spins(vcpu)) {
            here.speed = 0;
            here.burstEndNs = Discipline.NEVER;
        } else {
            int slot = vcpus.vm(vcpu);
            Tenant.Speed speed = vms.speedOn(slot, cpu);
            here.speed = speed.parts();
            long leftNs = vcpus.at(vcpu).remainingNs;
            long warmNs = ((leftNs * speed.inverse()) >> SPEED_BITS) + 1;
            long lossNs = vcpus.at(vcpu).coldNs >> 1;
            here.burstEndNs = clock.nowNs + warmNs + Math.min(warmNs, lossNs);
        }
        earliest.set(cpu, Math.min(here.sliceEndNs, Math.min(here.burstEndNs, here.lookNs)));
    }

    /// The speed of who runs here may be another one now.
    void respeed(int cpu) {
        settle(cpu);
        plan(cpu);
    }

    void respeedVm(int slot) {
        for (int vcpu : vms.vcpus(slot)) {
            if (vcpus.state(vcpu) == Vcpus.RUNNING) {
                respeed(vcpus.cpu(vcpu));
            }
        }
    }

    /// A CPU became busy or idle, which the other threads of its core feel.
    void respeedOthersOfCore(int cpu) {
        if (cpus.threadsPerCore > 1) {
            int first = cpus.firstSibling(cpu);
            for (int sibling = first; sibling < first + cpus.threadsPerCore; sibling++) {
                if (sibling != cpu && cpus.at(sibling).running != NONE) {
                    respeed(sibling);
                }
            }
        }
    }

    private void worked(int vcpu, long workNs) {
        Vcpu it = vcpus.at(vcpu);
        it.remainingNs -= workNs;
        if (it.hasThread) {
            it.doneNs += workNs;
        }
    }
}
