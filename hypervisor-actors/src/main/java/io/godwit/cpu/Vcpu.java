package io.godwit.cpu;

/// One virtual CPU of a machine: what its guest has on it, what it did, and what its scheduler knows of it. [Vcpus] has
/// its state, its VM and its CPU.
///
/// Fields of an object, as a compiler then knows which of them a write leaves alone: in one array for all vCPUs, each
/// write made it read again what it had read before.
final class Vcpu {

    /// The logical CPU on which it ran last, or [Vcpus#NONE].
    int ranOn = Vcpus.NONE;

    /// Whether a thread of the guest's workload is on it; without one it only ticks.
    boolean hasThread;

    /// Since when it is in its state.
    long sinceNs;

    /// Work that its burst still has, at full speed.
    long remainingNs;

    /// For how long it will run at half speed, until its caches are warm.
    long coldNs;

    /// When it last left [Vcpus#BLOCKED], as long as it has not run since, or [Vcpus#NONE].
    long wokeNs = Vcpus.NONE;

    /// When its next burst begins at the earliest.
    long arrivalNs;

    /// What its core and its socket had brought into their caches when it left them.
    long coreAtLeave;

    long socketAtLeave;

    /// Its weight under [EevdfQueues], what a nanosecond adds to its virtual runtime, and that.
    long weight;

    long inverse;
    long virtualNs;

    /// When its slice ends, in virtual time.
    long deadlineNs;

    /// How far it was behind when it left its queue.
    long lagNs;

    /// The number of its last move by [EevdfBalance].
    long moved;

    /// Whether it counts in the sums of its CPU's queue.
    boolean member;

    /// Time in each state, until it was last entered.
    private long readyNs;

    private long runningNs;
    private long blockedNs;
    private long withheldNs;
    private long stoppedNs;

    /// Work done, at full speed.
    long doneNs;

    /// Time lost to cold caches, and to waiting for a lock.
    long stalledNs;

    long spunNs;
    long switches;
    long migrations;

    /// When its thread came to it.
    long movedNs;

    final long bornNs;

    Vcpu(long nowNs) {
        sinceNs = nowNs;
        bornNs = nowNs;
        arrivalNs = nowNs;
        movedNs = nowNs;
    }

    /// It was in a state until now, and is in another from now on.
    void leave(int state, long nowNs) {
        long ns = nowNs - sinceNs;
        sinceNs = nowNs;
        switch (state) {
            case Vcpus.READY -> readyNs += ns;
            case Vcpus.RUNNING -> runningNs += ns;
            case Vcpus.BLOCKED -> blockedNs += ns;
            case Vcpus.WITHHELD -> withheldNs += ns;
            default -> stoppedNs += ns;
        }
    }

    /// Time in a state, until that was last entered.
    long inStateNs(int state) {
        return switch (state) {
            case Vcpus.READY -> readyNs;
            case Vcpus.RUNNING -> runningNs;
            case Vcpus.BLOCKED -> blockedNs;
            case Vcpus.WITHHELD -> withheldNs;
            default -> stoppedNs;
        };
    }
}
