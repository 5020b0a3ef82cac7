package io.godwit.cpu;

/// The events of one machine in their order: vCPUs wake, run, are overtaken, use up slices and sleep. Nothing happens
/// between two events, so time passes at the cost of its events alone.
///
/// At one instant accounting comes first, then who wakes, then CPUs, each by number.
final class QuantumLoop implements Discipline.Gate {

    private static final int NONE = Vcpus.NONE;

    private final Parts.Clock clock;
    private final Vcpus vcpus;
    private final LogicalCpus cpus;
    private final Tenants vms;
    private final VcpuTimers timers;
    private final Discipline queues;
    private final EarliestCpu earliest;
    private final Placement placement;
    private final GuestThreads threads;
    private final Siblings siblings;
    private final Execution execution;

    /// CPUs that lost who ran on them and have not chosen anew.
    private final NumberSet vacant;

    /// Who just made way on the CPU that is about to choose, or [#NONE].
    private int madeWay = NONE;

    private long decisions;

    QuantumLoop(QuantumSettings settings, Parts parts) {
        clock = parts.clock();
        vcpus = parts.vcpus();
        cpus = parts.cpus();
        vms = parts.vms();
        timers = parts.timers();
        queues = switch (settings.policy()) {
            case QuantumPolicy.Credit credit -> new CreditQueues(credit, parts);
            case QuantumPolicy.Eevdf eevdf -> new EevdfQueues(eevdf, parts);
        };
        placement = new Placement(parts);
        threads = new GuestThreads(settings.guest(), parts);
        siblings = new Siblings(settings, parts);
        execution = new Execution(settings, parts, queues, siblings);
        earliest = execution.earliest();
        vacant = new NumberSet(cpus.count);
    }

    Discipline queues() {
        return queues;
    }

    GuestThreads threads() {
        return threads;
    }

    Execution execution() {
        return execution;
    }

    /// How often a CPU chose who runs next.
    long decisions() {
        return decisions;
    }

    long nextNs() {
        return Math.min(queues.accountNs(), Math.min(timers.firstNs(), earliest.ns()));
    }

    /// Lets all happen that happens until then, this instant included.
    void advance(long toNs) {
        while (true) {
            long accountNs = queues.accountNs();
            long timerNs = timers.firstNs();
            long firstNs = Math.min(accountNs, Math.min(timerNs, earliest.ns()));
            if (firstNs > toNs) {
                clock.nowNs = toNs;
                return;
            }
            clock.nowNs = firstNs;
            if (accountNs == firstNs) {
                account();
            } else {
                chooseAnew(timerNs == firstNs ? onTimer(timers.removeFirst()) : onCpu(earliest.cpu()));
            }
        }
    }

    @Override
    public void withhold(int vcpu) {
        if (vcpus.state(vcpu) == Vcpus.RUNNING) {
            takeOff(vcpu);
        } else if (vcpus.state(vcpu) == Vcpus.READY) {
            queues.unqueue(vcpu);
        } else {
            return;
        }
        vcpus.enter(vcpu, Vcpus.WITHHELD, clock.nowNs);
    }

    @Override
    public void release(int vcpu) {
        place(vcpu);
    }

    /// A vCPU has nothing to do any more, whatever it does. [#fillVacant] follows.
    void quiet(int vcpu) {
        Vcpu it = vcpus.at(vcpu);
        if (vcpus.state(vcpu) == Vcpus.RUNNING) {
            takeOff(vcpu);
        } else {
            queues.unqueue(vcpu);
        }
        vcpus.enter(vcpu, Vcpus.BLOCKED, clock.nowNs);
        timers.cancel(vcpu);
        it.hasThread = false;
        it.remainingNs = 0;
        it.coldNs = 0;
        it.wokeNs = NONE;
        letOthersGo(vcpu);
    }

    /// Another place for a vCPU that waits, or runs where it may not any more. [#fillVacant] follows.
    void replace(int vcpu) {
        if (vcpus.state(vcpu) == Vcpus.RUNNING) {
            if (vms.allowed(vcpus.vm(vcpu)).contains(vcpus.cpu(vcpu))) {
                execution.respeed(vcpus.cpu(vcpu));
                return;
            }
            takeOff(vcpu);
            place(vcpu);
        } else if (vcpus.state(vcpu) == Vcpus.READY) {
            queues.unqueue(vcpu);
            place(vcpu);
        }
    }

    /// CPUs that lost who ran on them choose anew.
    void fillVacant() {
        for (int cpu = vacant.first(0, cpus.count); cpu != NONE; cpu = vacant.first(cpu + 1, cpus.count)) {
            vacant.remove(cpu);
            if (cpus.at(cpu).running == NONE) {
                choose(cpu);
            }
        }
    }

    private void account() {
        for (int cpu = 0; cpu < cpus.count; cpu++) {
            execution.settle(cpu);
        }
        queues.account(this);
        fillVacant();
    }

    /// @return which CPU is to choose, or [#NONE], as with all that follow
    private int onTimer(int vcpu) {
        if (vcpus.state(vcpu) == Vcpus.BLOCKED) {
            threads.begin(vcpu);
            execution.woke(vcpu);
            vcpus.at(vcpu).wokeNs = clock.nowNs;
            return queue(vcpu, true);
        }
        if (siblings.isLaggard(vcpu)) {
            stopOthers(vcpu);
        }
        return NONE;
    }

    private void stopOthers(int laggard) {
        for (int vcpu : vms.vcpus(vcpus.vm(laggard))) {
            if (vcpus.state(vcpu) == Vcpus.RUNNING) {
                takeOff(vcpu);
                vcpus.enter(vcpu, Vcpus.STOPPED, clock.nowNs);
            }
        }
        fillVacant();
    }

    private void place(int vcpu) {
        chooseAnew(queue(vcpu, false));
    }

    private int queue(int vcpu, boolean woke) {
        vcpus.enter(vcpu, Vcpus.READY, clock.nowNs);
        int idle = placement.idleFor(vcpu);
        int cpu = idle == NONE ? placement.queueFor(vcpu) : idle;
        execution.settle(cpu);
        if (woke) {
            queues.woken(vcpu, cpu);
        } else {
            queues.released(vcpu, cpu);
        }
        siblings.waits(vcpu);
        if (idle != NONE) {
            return cpu;
        }
        return cpus.at(cpu).running == NONE ? NONE : overtake(vcpu, cpu);
    }

    private int overtake(int vcpu, int cpu) {
        long atNs = queues.overtakesNs(vcpu, cpu, clock.nowNs);
        if (atNs <= clock.nowNs) {
            return makeWay(cpu);
        }
        if (atNs < cpus.at(cpu).lookNs) {
            cpus.at(cpu).lookNs = atNs;
            if (atNs < earliest.ns(cpu)) {
                earliest.set(cpu, atNs);
            }
        }
        return NONE;
    }

    private int onCpu(int cpu) {
        LogicalCpu here = cpus.at(cpu);
        execution.settle(cpu);
        int vcpu = here.running;
        long nowNs = clock.nowNs;
        if (nowNs >= here.burstEndNs) {
            execution.burstEnds(vcpu);
            if (!threads.goesOn(vcpu)) {
                vcpus.enter(vcpu, Vcpus.BLOCKED, nowNs);
                leave(vcpu, cpu);
                return cpu;
            }
        }
        if (nowNs >= here.sliceEndNs || (nowNs >= here.lookNs && queues.look(cpu, nowNs))) {
            return makeWay(cpu);
        }
        here.lookNs = queues.lookNs(vcpu, nowNs);
        execution.plan(cpu);
        return NONE;
    }

    /// Who runs here, settled, goes back to the queue.
    private int makeWay(int cpu) {
        int vcpu = cpus.at(cpu).running;
        vcpus.enter(vcpu, Vcpus.READY, clock.nowNs);
        execution.caches().left(vcpu, cpu);
        cpus.at(cpu).running = NONE;
        queues.yielded(vcpu, cpu);
        madeWay = vcpu;
        return cpu;
    }

    /// The one place where CPUs choose that have lost who ran on them in the usual ways: a compiler that copies all
    /// that follows to several places gives up on what is within.
    private void chooseAnew(int cpu) {
        if (cpu == NONE) {
            return;
        }
        int vcpu = madeWay;
        madeWay = NONE;
        choose(cpu);
        if (vcpu != NONE) {
            waitsAgain(vcpu);
        }
    }

    private void waitsAgain(int vcpu) {
        if (vcpus.state(vcpu) == Vcpus.READY) {
            letIdleCpusHelp(vcpu);
        }
        if (vcpus.state(vcpu) == Vcpus.READY) {
            siblings.waits(vcpu);
            if (siblings.madeWay(vcpu)) {
                execution.respeedVm(vcpus.vm(vcpu));
            }
        }
    }

    /// One that woke and may run only here has overtaken one that could run elsewhere.
    private void letIdleCpusHelp(int vcpu) {
        int idle = placement.idleFor(vcpu);
        while (idle != NONE && vcpus.state(vcpu) == Vcpus.READY) {
            choose(idle);
            idle = placement.idleFor(vcpu);
        }
    }

    private void takeOff(int vcpu) {
        int cpu = vcpus.cpu(vcpu);
        execution.settle(cpu);
        leave(vcpu, cpu);
        vacant.add(cpu);
    }

    private void leave(int vcpu, int cpu) {
        execution.caches().left(vcpu, cpu);
        queues.left(vcpu, cpu);
        cpus.at(cpu).running = NONE;
    }

    private void choose(int cpu) {
        decisions++;
        while (true) {
            int vcpu = queues.pick(cpu);
            if (vcpu == NONE) {
                goIdle(cpu);
                return;
            }
            boolean stopped = siblings.mustWait(vcpu);
            long sliceNs = stopped ? 0 : queues.sliceNs(vcpu);
            if (sliceNs > 0) {
                dispatch(vcpu, cpu, sliceNs);
                return;
            }
            vcpus.enter(vcpu, stopped ? Vcpus.STOPPED : Vcpus.WITHHELD, clock.nowNs);
            queues.left(vcpu, cpu);
        }
    }

    private void dispatch(int vcpu, int cpu, long sliceNs) {
        LogicalCpu here = cpus.at(cpu);
        Vcpu it = vcpus.at(vcpu);
        long nowNs = clock.nowNs;
        execution.comes(vcpu, cpu);
        long wokeNs = it.wokeNs;
        here.waitedNs += nowNs - it.sinceNs;
        if (wokeNs != NONE) {
            here.wakeUps++;
            vms.wakes().note(vcpus.vm(vcpu), nowNs - wokeNs);
            it.wokeNs = NONE;
        }
        vcpus.enter(vcpu, Vcpus.RUNNING, nowNs);
        vcpus.put(vcpu, cpu);
        it.ranOn = cpu;
        here.running = vcpu;
        here.last = vcpu;
        here.settledNs = nowNs;
        here.dispatchedNs = nowNs;
        here.sliceEndNs = nowNs + sliceNs;
        here.lookNs = queues.lookNs(vcpu, nowNs);
        if (cpus.idle.contains(cpu)) {
            cpus.busy(cpu, nowNs);
            execution.respeedOthersOfCore(cpu);
        }
        execution.plan(cpu);
        letOthersGo(vcpu);
    }

    private void letOthersGo(int vcpu) {
        if (siblings.letsGo(vcpu)) {
            execution.respeedVm(vcpus.vm(vcpu));
        }
        if (siblings.caughtUp(vcpu)) {
            for (int other : vms.vcpus(vcpus.vm(vcpu))) {
                if (vcpus.state(other) == Vcpus.STOPPED) {
                    place(other);
                }
            }
        }
    }

    private void goIdle(int cpu) {
        earliest.set(cpu, EarliestCpu.NEVER);
        if (!cpus.idle.contains(cpu)) {
            cpus.idle(cpu, clock.nowNs);
            execution.respeedOthersOfCore(cpu);
        }
    }
}
