package io.godwit.cpu;

/// The logical CPUs of one machine: thread `t` of core `c` is number `c·threads + t`.
final class LogicalCpus {

    final int count;
    final int threadsPerCore;
    final int sockets;
    final int perSocket;

    final NumberSet idle;

    /// First threads of cores of which no thread is busy.
    final NumberSet idleCores;

    int idleCount;

    private final LogicalCpu[] all;

    LogicalCpus(CpuTopology topology) {
        threadsPerCore = topology.threadsPerCore();
        sockets = topology.sockets();
        perSocket = topology.coresPerSocket() * threadsPerCore;
        count = sockets * perSocket;
        all = new LogicalCpu[count];
        idle = new NumberSet(count);
        idleCores = new NumberSet(count);
        for (int cpu = 0; cpu < count; cpu++) {
            all[cpu] = new LogicalCpu(cpu / threadsPerCore, cpu / perSocket);
            idle.add(cpu);
            if (cpu % threadsPerCore == 0) {
                idleCores.add(cpu);
            }
        }
        idleCount = count;
    }

    LogicalCpu at(int cpu) {
        return all[cpu];
    }

    int firstSibling(int cpu) {
        return all[cpu].core * threadsPerCore;
    }

    void busy(int cpu, long nowNs) {
        all[cpu].busy(nowNs);
        idle.remove(cpu);
        idleCount--;
        idleCores.remove(firstSibling(cpu));
    }

    void idle(int cpu, long nowNs) {
        all[cpu].idle(nowNs);
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
            busy |= sibling != cpu && all[sibling].running != Vcpus.NONE;
        }
        return busy;
    }

    /// How long it was busy by now.
    long busyNs(int cpu, long nowNs) {
        return all[cpu].busyNs(idle.contains(cpu), nowNs);
    }
}
