package io.godwit.cpu;

/// One logical CPU of a machine: which vCPU runs there, since when, and until when at most.
final class LogicalCpu {

    final int core;
    final int socket;

    /// Which vCPU runs, or [Vcpus#NONE].
    int running = Vcpus.NONE;

    /// Which vCPU ran last, for telling a switch from a return.
    int last = Vcpus.NONE;

    /// Since when what runs has not been settled.
    long settledNs;

    /// When the running vCPU came here.
    long dispatchedNs;

    /// When its slice ends, its burst at its present speed, and when its scheduler wants to look at it before.
    long sliceEndNs;

    long burstEndNs;
    long lookNs;

    /// Its present speed, in parts of [Tenants#FULL_SPEED].
    long speed;

    /// How long those that ran had waited before, how often another than the last came, and how many that came had
    /// slept.
    long waitedNs;

    long switches;
    long wakeUps;

    /// How long it was busy until it was idle last, and since when it is busy again.
    private long busyNs;

    private long busySinceNs;

    LogicalCpu(int core, int socket) {
        this.core = core;
        this.socket = socket;
    }

    void busy(long nowNs) {
        busySinceNs = nowNs;
    }

    void idle(long nowNs) {
        busyNs += nowNs - busySinceNs;
    }

    /// How long it was busy by now.
    long busyNs(boolean isIdle, long nowNs) {
        return isIdle ? busyNs : busyNs + nowNs - busySinceNs;
    }
}
