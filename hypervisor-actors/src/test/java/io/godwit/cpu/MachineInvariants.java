package io.godwit.cpu;

import java.util.ArrayList;
import java.util.List;

/// What must hold of a machine at every instant. Each check says in a sentence what is broken.
final class MachineInvariants {

    private final QuantumMachine machine;
    private final Parts parts;
    private final long startNs;
    private final long longestWaitNs;

    /// @param longestWaitNs that a vCPU may stay in a queue
    MachineInvariants(QuantumMachine machine, long longestWaitNs) {
        this.machine = machine;
        this.longestWaitNs = longestWaitNs;
        parts = machine.parts();
        startNs = machine.nowNs();
    }

    List<String> broken() {
        List<String> broken = new ArrayList<>();
        placesAgree(broken);
        workIsConserved(broken);
        for (int slot = 0; slot < parts.vms().slots(); slot++) {
            for (int vcpu : parts.vms().vcpus(slot)) {
                timeIsConserved(vcpu, broken);
                nobodyStarves(vcpu, broken);
                creditIsBounded(vcpu, broken);
            }
        }
        return broken;
    }

    /// No core runs two, no vCPU is on two cores or where it may not be, and no more run than there are cores.
    private void placesAgree(List<String> broken) {
        LogicalCpus cpus = parts.cpus();
        int busy = 0;
        long busyNs = 0;
        for (int cpu = 0; cpu < cpus.count; cpu++) {
            int vcpu = cpus.at(cpu).running;
            busyNs += machine.busyNs(cpu);
            if (vcpu == Vcpus.NONE) {
                continue;
            }
            busy++;
            if (parts.vcpus().state(vcpu) != Vcpus.RUNNING || parts.vcpus().cpu(vcpu) != cpu) {
                broken.add("CPU " + cpu + " runs vCPU " + vcpu + ", which is elsewhere");
            }
            if (!parts.vms().allowed(parts.vcpus().vm(vcpu)).contains(cpu)) {
                broken.add("CPU " + cpu + " runs vCPU " + vcpu + ", which may not be there");
            }
        }
        if (busy != runningVcpus()) {
            broken.add(runningVcpus() + " vCPUs run on " + busy + " CPUs");
        }
        if (busyNs > cpus.count * (machine.nowNs() - startNs)) {
            broken.add("CPUs gave more than they have");
        }
    }

    private int runningVcpus() {
        int running = 0;
        for (int slot = 0; slot < parts.vms().slots(); slot++) {
            for (int vcpu : parts.vms().vcpus(slot)) {
                running += parts.vcpus().state(vcpu) == Vcpus.RUNNING ? 1 : 0;
            }
        }
        return running;
    }

    /// No CPU is idle while a vCPU waits that may run there.
    private void workIsConserved(List<String> broken) {
        for (int slot = 0; slot < parts.vms().slots(); slot++) {
            for (int vcpu : parts.vms().vcpus(slot)) {
                int idle = parts.cpus().idle.firstOfBoth(parts.vms().allowed(slot), 0, parts.cpus().count);
                if (parts.vcpus().state(vcpu) == Vcpus.READY && idle != Vcpus.NONE) {
                    broken.add("vCPU " + vcpu + " waits while CPU " + idle + " is idle");
                }
            }
        }
    }

    private void timeIsConserved(int vcpu, List<String> broken) {
        long sumNs = 0;
        for (int state = Vcpus.BLOCKED; state <= Vcpus.STOPPED; state++) {
            sumNs += parts.vcpus().totalNs(vcpu, state, machine.nowNs());
        }
        long ageNs = machine.nowNs() - parts.vcpus().at(vcpu).bornNs;
        if (sumNs != ageNs) {
            broken.add("vCPU " + vcpu + " is " + ageNs + " ns old and spent " + sumNs);
        }
    }

    private void nobodyStarves(int vcpu, List<String> broken) {
        long sinceNs = machine.nowNs() - parts.vcpus().at(vcpu).sinceNs;
        if (parts.vcpus().state(vcpu) == Vcpus.READY && sinceNs > longestWaitNs) {
            broken.add("vCPU " + vcpu + " has waited for " + sinceNs + " ns");
        }
    }

    private void creditIsBounded(int vcpu, List<String> broken) {
        if (machine.loop().queues() instanceof CreditQueues credit) {
            long most = Machines.CREDIT.accounting().toNanos();
            long has = credit.creditNs(vcpu);
            if (has > most || has < -2 * most) {
                broken.add("vCPU " + vcpu + " has a credit of " + has);
            }
        }
    }
}
