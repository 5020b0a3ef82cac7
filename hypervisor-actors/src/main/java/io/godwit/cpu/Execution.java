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
        vcpus.add(vcpu, Vcpus.COLD_NS, 2 * wakeNs);
    }

    /// What a vCPU loses by coming to a CPU, as time at half speed: twice the loss.
    void comes(int vcpu, int cpu) {
        int before = vcpus.number(vcpu, Vcpus.RAN_ON);
        boolean returns = cpus.last[cpu] == vcpu && before == cpu;
        if (returns && cpus.threadsPerCore == 1) {
            return;
        }
        int slot = vcpus.vm(vcpu);
        long comingNs = 2 * caches.comesToNs(vcpu, cpu, before, vms.get(slot, Tenants.WORKING_SET));
        long coldNs = vcpus.get(vcpu, Vcpus.COLD_NS) + comingNs;
        coldNs = Math.min(coldNs, 2 * (vms.get(slot, Tenants.COLDEST_NS) + wakeNs));
        if (cpus.last[cpu] != vcpu) {
            coldNs += 2 * switchNs;
            vcpus.add(vcpu, Vcpus.SWITCHES, 1);
            cpus.switches[cpu]++;
        }
        vcpus.set(vcpu, Vcpus.COLD_NS, coldNs);
        if (before != NONE && before != cpu) {
            vcpus.add(vcpu, Vcpus.MIGRATIONS, 1);
        }
    }

    /// Accounts for what ran since it was last settled.
    void settle(int cpu) {
        int vcpu = cpus.running[cpu];
        long ranNs = clock.nowNs - cpus.settledNs[cpu];
        if (vcpu == NONE || ranNs == 0) {
            return;
        }
        cpus.settledNs[cpu] = clock.nowNs;
        long coldNs = Math.min(ranNs, vcpus.get(vcpu, Vcpus.COLD_NS));
        long lostNs = coldNs >> 1;
        vcpus.add(vcpu, Vcpus.COLD_NS, -coldNs);
        vcpus.add(vcpu, Vcpus.STALLED_NS, lostNs);
        long speed = cpus.speed[cpu];
        if (speed == 0) {
            vcpus.add(vcpu, Vcpus.SPUN_NS, ranNs - lostNs);
        } else {
            long leftNs = vcpus.get(vcpu, Vcpus.REMAINING_NS);
            worked(vcpu, Math.min(leftNs, ((ranNs - lostNs) * speed) >> SPEED_BITS));
        }
        queues.ran(vcpu, cpu, ranNs);
    }

    /// The burst of who runs here, settled, is done: so is what rounding left of it.
    void burstEnds(int vcpu) {
        worked(vcpu, vcpus.get(vcpu, Vcpus.REMAINING_NS));
    }

    /// Work of a vCPU that was done since it was last settled.
    long workNs(int vcpu) {
        if (vcpus.state(vcpu) != Vcpus.RUNNING) {
            return 0;
        }
        int cpu = vcpus.cpu(vcpu);
        long ranNs = clock.nowNs - cpus.settledNs[cpu];
        long lostNs = Math.min(ranNs, vcpus.get(vcpu, Vcpus.COLD_NS)) >> 1;
        return Math.min(vcpus.get(vcpu, Vcpus.REMAINING_NS), ((ranNs - lostNs) * cpus.speed[cpu]) >> SPEED_BITS);
    }

    /// Finds out when what runs here, settled, will need attention.
    void plan(int cpu) {
        int vcpu = cpus.running[cpu];
        if (siblings.spins(vcpu)) {
            cpus.speed[cpu] = 0;
            cpus.burstEndNs[cpu] = Discipline.NEVER;
        } else {
            int slot = vcpus.vm(vcpu);
            int which = vms.speedOn(slot, cpu);
            cpus.speed[cpu] = vms.get(slot, Tenants.SPEED + which);
            long leftNs = vcpus.get(vcpu, Vcpus.REMAINING_NS);
            long warmNs = ((leftNs * vms.get(slot, Tenants.INVERSE + which)) >> SPEED_BITS) + 1;
            long lossNs = vcpus.get(vcpu, Vcpus.COLD_NS) >> 1;
            cpus.burstEndNs[cpu] = clock.nowNs + warmNs + Math.min(warmNs, lossNs);
        }
        earliest.set(cpu, Math.min(cpus.sliceEndNs[cpu], Math.min(cpus.burstEndNs[cpu], cpus.lookNs[cpu])));
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
                if (sibling != cpu && cpus.running[sibling] != NONE) {
                    respeed(sibling);
                }
            }
        }
    }

    private void worked(int vcpu, long workNs) {
        vcpus.add(vcpu, Vcpus.REMAINING_NS, -workNs);
        if (vcpus.is(vcpu, Vcpus.HAS_THREAD)) {
            vcpus.add(vcpu, Vcpus.DONE_NS, workNs);
        }
    }
}
