package io.godwit.cpu;

/// The queues of a quantum scheduler, and who comes out of them next. The machine tells it all that happens; it says
/// who runs where and for how long, and touches nothing else.
///
/// A vCPU that wants to run is either in a queue or running; one that may not is in neither.
sealed interface Discipline permits CreditQueues, EevdfQueues {

    /// A time that doesn't come.
    long NEVER = EarliestCpu.NEVER;

    /// Whom a discipline makes wait or lets go on.
    interface Gate {

        void withhold(int vcpu);

        void release(int vcpu);
    }

    /// Begins a new vCPU's account.
    void reset(int vcpu);

    /// Queues a vCPU that slept, on the CPU at which it will wait.
    void woken(int vcpu, int cpu);

    /// Queues the vCPU that ran and could go on.
    void yielded(int vcpu, int cpu);

    /// Queues a vCPU that was withheld or whose place is another now.
    void released(int vcpu, int cpu);

    /// The vCPU that ran leaves: it sleeps or is withheld.
    void left(int vcpu, int cpu);

    /// A queued vCPU leaves its queue: it is withheld, its guest is quiet, or its place is another.
    void unqueue(int vcpu);

    /// Takes out who runs next on this CPU, be it from another's queue; [Vcpus#NONE] if nobody may.
    int pick(int cpu);

    /// For how long the vCPU that was picked may run.
    long sliceNs(int vcpu);

    /// When [#look] wants to be called while it runs, at the latest.
    long lookNs(int vcpu, long nowNs);

    /// A look at who runs.
    ///
    /// @return whether it has to make way
    boolean look(int cpu, long nowNs);

    /// When the vCPU that just woke may take the place of the one that runs where it waits: by now at once, later, or
    /// [#NEVER].
    long overtakesNs(int woken, int cpu, long nowNs);

    /// The vCPU ran for so long.
    void ran(int vcpu, int cpu, long ns);

    /// When [#account] is due.
    long accountNs();

    /// Does what is to be done from time to time. All that ran has been told.
    void account(Gate gate);

    /// The guest of a VM has so many threads that want as much as they can get, from now on; or its entitlement or its
    /// vCPUs are others now.
    void wants(int slot, int threads);
}
