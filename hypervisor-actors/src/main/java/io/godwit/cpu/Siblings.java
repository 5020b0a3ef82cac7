package io.godwit.cpu;

/// How vCPUs of one VM hold each other up.
///
/// **Lock holders.** A thread holds, for a part of its time, a lock that the others of its VM soon want. If it is that
/// moment at which it has to make way, the others that run get nothing done until it runs again.
///
/// **Co-scheduling.** Where the scheduler does so, vCPUs of a VM that run are stopped while one of them has waited for
/// longer than a skew, until it runs.
///
/// *Not modelled*: waiters that give up their CPU (pause-loop exiting, paravirtual locks).
final class Siblings {

    private static final int NONE = Vcpus.NONE;

    private final Parts.Clock clock;
    private final Vcpus vcpus;
    private final Tenants vms;
    private final VcpuTimers timers;
    private final long heldBillionths;
    private final boolean coSchedules;
    private final long skewNs;

    /// How many VMs have one that holds a lock and does not run: mostly none.
    private int holders;

    Siblings(QuantumSettings settings, Parts parts) {
        clock = parts.clock();
        vcpus = parts.vcpus();
        vms = parts.vms();
        timers = parts.timers();
        heldBillionths = settings.guest().locks().held().billionths();
        coSchedules = settings.policy().coScheduling().used();
        skewNs = settings.policy().coScheduling().skew().toNanos();
    }

    /// A vCPU had to make way.
    ///
    /// @return whether others wait for its lock from now on
    boolean madeWay(int vcpu) {
        int slot = vcpus.vm(vcpu);
        if (heldBillionths == 0
                || vms.at(slot).threads == 1
                || vms.at(slot).lockHolder != NONE
                || !vcpus.at(vcpu).hasThread
                || vms.at(slot).draw(CpuTopology.CORE) >= heldBillionths) {
            return false;
        }
        vms.at(slot).lockHolder = vcpu;
        holders++;
        return true;
    }

    /// Whether a vCPU that runs only waits for another's lock.
    boolean spins(int vcpu) {
        if (holders == 0) {
            return false;
        }
        int holder = vms.at(vcpus.vm(vcpu)).lockHolder;
        return holder != NONE && holder != vcpu && vcpus.at(vcpu).hasThread;
    }

    /// A vCPU runs again, or will not want to.
    ///
    /// @return whether others waited for its lock
    boolean letsGo(int vcpu) {
        if (holders == 0) {
            return false;
        }
        int slot = vcpus.vm(vcpu);
        boolean held = vms.at(slot).lockHolder == vcpu;
        if (held) {
            vms.at(slot).lockHolder = NONE;
            holders--;
        }
        return held;
    }

    /// A vCPU began to wait in a queue.
    void waits(int vcpu) {
        if (coSchedules && vms.vcpus(vcpus.vm(vcpu)).length > 1) {
            timers.set(vcpu, clock.nowNs + skewNs);
        }
    }

    /// A vCPU waited for the skew. The others of its VM that run are to be stopped.
    ///
    /// @return whether any is
    boolean isLaggard(int vcpu) {
        int slot = vcpus.vm(vcpu);
        boolean others = false;
        for (int other : vms.vcpus(slot)) {
            others |= vcpus.state(other) == Vcpus.RUNNING;
        }
        if (!others || vms.at(slot).laggard != NONE) {
            waits(vcpu);
            return false;
        }
        vms.at(slot).laggard = vcpu;
        return true;
    }

    /// Whether a vCPU may not run as another one has to catch up.
    boolean mustWait(int vcpu) {
        if (!coSchedules) {
            return false;
        }
        int laggard = vms.at(vcpus.vm(vcpu)).laggard;
        return laggard != NONE && laggard != vcpu;
    }

    /// A vCPU runs, or will not want to.
    ///
    /// @return whether others were stopped for it
    boolean caughtUp(int vcpu) {
        if (!coSchedules) {
            return false;
        }
        timers.cancel(vcpu);
        int slot = vcpus.vm(vcpu);
        boolean was = vms.at(slot).laggard == vcpu;
        if (was) {
            vms.at(slot).laggard = NONE;
        }
        return was;
    }
}
