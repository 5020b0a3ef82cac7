package io.godwit.cpu;

/// Where a vCPU that wants to run goes first.
final class Placement {

    private static final int NONE = NumberSet.NONE;

    private final Vcpus vcpus;
    private final LogicalCpus cpus;
    private final Tenants vms;

    Placement(Parts parts) {
        vcpus = parts.vcpus();
        cpus = parts.cpus();
        vms = parts.vms();
    }

    /// An idle CPU for it: the one on which it ran last, another core of which no thread is busy, or a thread beside a
    /// busy one, each beside its memory first. [NumberSet#NONE] if none of those that it may use is idle.
    int idleFor(int vcpu) {
        if (cpus.idleCount == 0) {
            return NONE;
        }
        int slot = vcpus.vm(vcpu);
        NumberSet may = vms.allowed(slot);
        int last = vcpus.at(vcpu).ranOn;
        boolean lastIsIdle = last != NONE && cpus.idle.contains(last) && may.contains(last);
        if (lastIsIdle && cpus.idleCores.contains(cpus.firstSibling(last))) {
            return last;
        }
        int socket = socketFor(slot, last);
        int core = first(cpus.idleCores, may, socket);
        if (core != NONE) {
            return core;
        }
        return lastIsIdle ? last : first(cpus.idle, may, socket);
    }

    /// Where it waits if all that it may use are busy: where it ran last, or spread evenly beside its memory.
    int queueFor(int vcpu) {
        int slot = vcpus.vm(vcpu);
        NumberSet may = vms.allowed(slot);
        int last = vcpus.at(vcpu).ranOn;
        if (last != NONE && may.contains(last)) {
            return last;
        }
        int start = socketFor(slot, NONE) * cpus.perSocket;
        int from = start + vcpu % cpus.perSocket;
        int found = may.first(from, start + cpus.perSocket);
        if (found == NONE) {
            found = may.first(start, from);
        }
        return found == NONE ? may.first(0, cpus.count) : found;
    }

    private int socketFor(int slot, int last) {
        int home = vms.at(slot).home;
        if (home != Tenants.SPANS) {
            return home;
        }
        return last == NONE ? 0 : cpus.at(last).socket;
    }

    private int first(NumberSet idle, NumberSet may, int socket) {
        int start = socket * cpus.perSocket;
        int found = idle.firstOfBoth(may, start, start + cpus.perSocket);
        return found == NONE && cpus.sockets > 1 ? idle.firstOfBoth(may, 0, cpus.count) : found;
    }
}
