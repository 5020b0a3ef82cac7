package io.godwit.vm;

import io.godwit.unit.Exact;

/// How far a guest has come, as a pure function of the time at which it is asked.
///
/// *Running time* passes while the guest isn't paused: its CPU workload follows it, as load comes from outside and
/// doesn't wait. *Work* is what it got done: it passes as running time does, slowed by grant / demand while the host
/// gives less than the guest asks for. A guest's memory follows its work, so that two guests of the same seed hold the
/// same at equal work, however often either was starved, paused or moved. While something other than the CPU holds the
/// guest up, a *stall*, running time passes and work doesn't. A guest whose work waits for its devices gets on at their
/// *pace* besides.
///
/// Asking changes nothing; only a new rate or a pause starts a new stretch, in which work is rounded down to a whole
/// nanosecond.
final class Progress {

    /// Of a guest that waits for nothing.
    static final int WHOLE = 1_000_000;

    private long ranNs;
    private long workNs;
    private long sinceNs;
    private long demand;
    private long grant;
    private long stallNs;
    private int paceMillionths = WHOLE;
    private boolean running;

    /// Paused, where a state says.
    Progress(long ranNs, long workNs) {
        this.ranNs = ranNs;
        this.workNs = workNs;
    }

    boolean isRunning() {
        return running;
    }

    void resume(long nowNs) {
        sinceNs = nowNs;
        running = true;
    }

    void pause(long nowNs) {
        startStretch(nowNs);
        stallNs = 0;
        running = false;
    }

    /// From now on the guest asks for this much.
    void demand(long nowNs, long nanoCores) {
        startStretch(nowNs);
        demand = nanoCores;
    }

    /// From now on the guest gets this much.
    void grant(long nowNs, long nanoCores) {
        startStretch(nowNs);
        grant = nanoCores;
    }

    /// Since the last change it got this much on average, as its host finds out afterwards.
    void received(long nowNs, long nanoCores) {
        grant = nanoCores;
        startStretch(nowNs);
    }

    /// From now on it gets so much done of what its CPU would let it, as it waits for its devices.
    void pace(long nowNs, int millionths) {
        startStretch(nowNs);
        paceMillionths = millionths;
    }

    /// From now on it gets nothing done for so long, beside what holds it up already. A pause is longer than that: what
    /// it waited for has come when it goes on.
    void stall(long nowNs, long durationNs) {
        startStretch(nowNs);
        stallNs = Math.addExact(stallNs, running ? durationNs : 0);
    }

    /// It has not come further than this: what it did since it came so far is nothing.
    void cut(long nowNs, long boundNs) {
        startStretch(nowNs);
        workNs = Math.min(workNs, boundNs);
    }

    long ranNs(long nowNs) {
        return running ? ranNs + (nowNs - sinceNs) : ranNs;
    }

    long workNs(long nowNs) {
        if (!running) {
            return workNs;
        }
        long elapsedNs = Math.max(0, nowNs - sinceNs - stallNs);
        long byCpuNs = grant >= demand ? elapsedNs : Exact.floorMulDiv(elapsedNs, grant, demand);
        return workNs + (paceMillionths == WHOLE ? byCpuNs : Exact.floorMulDiv(byCpuNs, paceMillionths, WHOLE));
    }

    private void startStretch(long nowNs) {
        workNs = workNs(nowNs);
        stallNs = running ? Math.max(0, stallNs - (nowNs - sinceNs)) : stallNs;
        ranNs = ranNs(nowNs);
        sinceNs = nowNs;
    }
}
