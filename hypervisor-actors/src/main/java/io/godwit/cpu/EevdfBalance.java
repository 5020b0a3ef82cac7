package io.godwit.cpu;

/// Moves vCPUs between the queues of [EevdfQueues]: to a CPU that has nobody, at once, and from the most to the least
/// loaded CPU from time to time.
///
/// The load of a CPU is the weight of its members. A vCPU is moved if that makes the difference smaller, or just turns
/// it round: so three equals on two CPUs take turns at having one for itself. Who has not been moved for the longest
/// time goes first.
final class EevdfBalance {

    private static final int NONE = Vcpus.NONE;

    /// Enough for the number of any CPU.
    private static final int CPU_BITS = 16;

    private static final int LAST_CPU = (1 << CPU_BITS) - 1;

    private final Vcpus vcpus;
    private final LogicalCpus cpus;
    private final Tenants vms;
    private final EevdfQueues queues;
    private long moves;

    EevdfBalance(Parts parts, EevdfQueues queues) {
        vcpus = parts.vcpus();
        cpus = parts.cpus();
        vms = parts.vms();
        this.queues = queues;
    }

    /// Brings somebody who waits elsewhere to a CPU that has nobody: from the most loaded one of its socket, or else of
    /// another.
    boolean pullTo(int cpu) {
        int first = cpus.at(cpu).socket * cpus.perSocket;
        int end = first + cpus.perSocket;
        int vcpu = mostLoaded(cpu, first, end, 0);
        if (vcpu == NONE && cpus.sockets > 1) {
            vcpu = mostLoaded(cpu, 0, cpus.count, 0);
        }
        if (vcpu != NONE) {
            move(vcpu, cpu);
        }
        return vcpu != NONE;
    }

    /// The least loaded CPUs get one each, an eighth of all at most: a balance is a nudge, and costs time itself.
    void evenOut() {
        int rounds = Math.max(1, cpus.count / 8);
        for (int round = 0; round < rounds; round++) {
            int least = leastLoaded();
            int vcpu = mostLoaded(least, 0, cpus.count, queues.weightSum(least));
            if (vcpu == NONE) {
                return;
            }
            long difference = queues.weightSum(vcpus.cpu(vcpu)) - queues.weightSum(least);
            move(vcpu, least);
            if (difference == vcpus.at(vcpu).weight) {
                return; // it only turned round
            }
        }
    }

    private void move(int vcpu, int to) {
        vcpus.at(vcpu).moved = ++moves;
        queues.move(vcpu, to);
    }

    /// Somebody who may come from the most loaded CPU in `[from, to)`, and weighs no more than it is above a load.
    private int mostLoaded(int forCpu, int from, int to, long above) {
        long rank = nextLoaded(from, to, Long.MAX_VALUE);
        while (rank != NONE) {
            int peer = LAST_CPU - ((int) rank & LAST_CPU);
            long excess = queues.weightSum(peer) - above;
            if (excess <= 0) {
                return NONE;
            }
            int vcpu = longestUnmoved(queues.waiting(peer), forCpu, excess);
            if (vcpu != NONE) {
                return vcpu;
            }
            rank = nextLoaded(from, to, rank);
        }
        return NONE;
    }

    /// The rank of the most loaded CPU where somebody waits, of those of less than a rank: load, and among equals the
    /// lower number, as one number, as in [EarliestCpu].
    private long nextLoaded(int from, int to, long below) {
        long most = NONE;
        NumberSet peers = queues.somebodyWaits();
        for (int peer = from; peer < to; peer++) {
            long rank = (queues.weightSum(peer) << CPU_BITS) | (LAST_CPU - peer);
            boolean isOne = rank < below && peers.contains(peer);
            most = isOne ? Math.max(most, rank) : most;
        }
        return most;
    }

    /// Among equals the lower number.
    private int leastLoaded() {
        long least = Long.MAX_VALUE;
        for (int cpu = 0; cpu < cpus.count; cpu++) {
            least = Math.min(least, (queues.weightSum(cpu) << CPU_BITS) | cpu);
        }
        return (int) least & LAST_CPU;
    }

    private int longestUnmoved(WaitingVcpus waiting, int forCpu, long heaviest) {
        int found = NONE;
        long earliest = Long.MAX_VALUE;
        for (int place = 0; place < waiting.size(); place++) {
            int vcpu = waiting.at(place);
            if (vcpus.at(vcpu).moved < earliest
                    && vcpus.at(vcpu).weight <= heaviest
                    && vms.allowed(vcpus.vm(vcpu)).contains(forCpu)) {
                found = vcpu;
                earliest = vcpus.at(vcpu).moved;
            }
        }
        return found;
    }
}
