package io.godwit.cpu;

import java.util.Arrays;

/// The logical CPUs of one machine as bare arrays: thread `t` of core `c` is number `c·threads + t`. Which vCPU runs on
/// each, since when, and until when at most.
final class LogicalCpus {

    final int count;
    final int threadsPerCore;
    final int sockets;
    final int perSocket;
    final int[] socketOf;
    final int[] coreOf;

    /// Which vCPU runs, or [Vcpus#NONE].
    final int[] running;

    /// Which vCPU ran last, for telling a switch from a return.
    final int[] last;

    /// Since when what runs has not been settled.
    final long[] settledNs;

    /// When the running vCPU came here.
    final long[] dispatchedNs;

    /// When its slice ends, its burst at its present speed, and when its scheduler wants to look at it before.
    final long[] sliceEndNs;

    final long[] burstEndNs;
    final long[] lookNs;

    /// Its present speed, in parts of [Tenants#FULL_SPEED].
    final long[] speed;

    /// How long those that ran had waited before, how often another than the last came, and how many that came had
    /// slept.
    final long[] waitedNs;

    final long[] switches;
    final long[] wakeUps;

    final NumberSet idle;

    /// First threads of cores of which no thread is busy.
    final NumberSet idleCores;

    int idleCount;

    private final long[] busyNs;
    private final long[] busySinceNs;

    LogicalCpus(CpuTopology topology) {
        threadsPerCore = topology.threadsPerCore();
        sockets = topology.sockets();
        perSocket = topology.coresPerSocket() * threadsPerCore;
        count = sockets * perSocket;
        socketOf = new int[count];
        coreOf = new int[count];
        running = new int[count];
        last = new int[count];
        settledNs = new long[count];
        dispatchedNs = new long[count];
        sliceEndNs = new long[count];
        burstEndNs = new long[count];
        lookNs = new long[count];
        speed = new long[count];
        waitedNs = new long[count];
        switches = new long[count];
        wakeUps = new long[count];
        busyNs = new long[count];
        busySinceNs = new long[count];
        idle = new NumberSet(count);
        idleCores = new NumberSet(count);
        Arrays.fill(running, Vcpus.NONE);
        Arrays.fill(last, Vcpus.NONE);
        for (int cpu = 0; cpu < count; cpu++) {
            socketOf[cpu] = cpu / perSocket;
            coreOf[cpu] = cpu / threadsPerCore;
            idle.add(cpu);
            if (cpu % threadsPerCore == 0) {
                idleCores.add(cpu);
            }
        }
        idleCount = count;
    }

    int firstSibling(int cpu) {
        return coreOf[cpu] * threadsPerCore;
    }

    void busy(int cpu, long nowNs) {
        busySinceNs[cpu] = nowNs;
        idle.remove(cpu);
        idleCount--;
        idleCores.remove(firstSibling(cpu));
    }

    void idle(int cpu, long nowNs) {
        busyNs[cpu] += nowNs - busySinceNs[cpu];
        idle.add(cpu);
        idleCount++;
        int first = firstSibling(cpu);
        if (!siblingsBusy(cpu)) {
            idleCores.add(first);
        }
    }

    /// Whether another thread of its core is busy.
    boolean siblingsBusy(int cpu) {
        if (threadsPerCore == 1) {
            return false;
        }
        int first = firstSibling(cpu);
        boolean busy = false;
        for (int sibling = first; sibling < first + threadsPerCore; sibling++) {
            busy |= sibling != cpu && running[sibling] != Vcpus.NONE;
        }
        return busy;
    }

    /// How long it was busy by now.
    long busyNs(int cpu, long nowNs) {
        return idle.contains(cpu) ? busyNs[cpu] : busyNs[cpu] + nowNs - busySinceNs[cpu];
    }
}
