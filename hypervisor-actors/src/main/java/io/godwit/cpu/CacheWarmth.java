package io.godwit.cpu;

import io.godwit.unit.Bandwidth;

/// How cold the caches are to which a vCPU comes back.
///
/// **The number.** A vCPU touches a working set of `W` bytes. A cache of `C` bytes keeps at most `min(W, C)` of it, and
/// throws out first what was touched longest ago. While the vCPU was away, others brought `F` bytes into that cache, so
/// `clamp(F − (C − min(W, C)), 0, min(W, C))` of its own are gone; from a cache where it has not been, all are. They
/// come in again at the rate of the level behind. There are two levels: one of the core, one of the socket.
///
/// *Not modelled*: a working set that changes, sharing between VMs, and sets of which a part is touched more often.
final class CacheWarmth {

    /// Nanoseconds a byte are in parts of this.
    private static final int RATE_BITS = 20;

    private final Vcpus vcpus;
    private final LogicalCpus cpus;
    private final long privateSize;
    private final long sharedSize;
    private final long fromShared;
    private final long fromMemory;

    /// Bytes brought in so far, by core and by socket.
    private final long[] broughtToCore;

    private final long[] broughtToSocket;

    CacheWarmth(Parts parts, ProcessorCosts costs) {
        vcpus = parts.vcpus();
        cpus = parts.cpus();
        privateSize = costs.privateCache().size().bytes();
        sharedSize = costs.sharedCache().size().bytes();
        fromShared = nanosPerByte(costs.privateCache().refill());
        fromMemory = nanosPerByte(costs.sharedCache().refill());
        broughtToCore = new long[cpus.count / cpus.threadsPerCore];
        broughtToSocket = new long[cpus.sockets];
    }

    void left(int vcpu, int cpu) {
        vcpus.at(vcpu).coreAtLeave = broughtToCore[cpus.at(cpu).core];
        vcpus.at(vcpu).socketAtLeave = broughtToSocket[cpus.at(cpu).socket];
    }

    /// How long the working set takes to come in, and notes that it does.
    ///
    /// @param cpuBefore where the vCPU ran last, or [Vcpus#NONE]
    long comesToNs(int vcpu, int cpu, int cpuBefore, long workingSet) {
        int core = cpus.at(cpu).core;
        int socket = cpus.at(cpu).socket;
        long own = Math.min(workingSet, privateSize);
        long ownShared = Math.min(workingSet, sharedSize);
        long cold = own;
        long coldShared = ownShared;
        if (cpuBefore != Vcpus.NONE && cpus.at(cpuBefore).socket == socket) {
            coldShared = lost(broughtToSocket[socket] - vcpus.at(vcpu).socketAtLeave, sharedSize, ownShared);
            if (cpus.at(cpuBefore).core == core) {
                cold = lost(broughtToCore[core] - vcpus.at(vcpu).coreAtLeave, privateSize, own);
            }
        }
        broughtToCore[core] += cold;
        broughtToSocket[socket] += coldShared;
        return costNs(cold, coldShared);
    }

    /// How long a working set takes that is cold everywhere.
    long coldestNs(long workingSet) {
        return costNs(Math.min(workingSet, privateSize), Math.min(workingSet, sharedSize));
    }

    private long costNs(long cold, long coldShared) {
        long beside = Math.max(0, cold - coldShared);
        return (coldShared * fromMemory + beside * fromShared) >> RATE_BITS;
    }

    private static long lost(long broughtByOthers, long size, long own) {
        return Math.clamp(broughtByOthers - (size - own), 0, own);
    }

    private static long nanosPerByte(Bandwidth rate) {
        return Math.round(8e9 * (1 << RATE_BITS) / rate.bitsPerSecond());
    }
}
