package io.godwit.cpu;

/// What the parts of a quantum-exact machine share.
record Parts(Clock clock, VcpuTimers timers, Vcpus vcpus, LogicalCpus cpus, Tenants vms, Entitlements rates) {

    /// The machine's time, which only [QuantumMachine] moves.
    static final class Clock {

        long nowNs;

        Clock(long startNs) {
            nowNs = startNs;
        }
    }
}
