package io.godwit.migration;

/// How long a guest stands still on its way, as its source tells. Mutable, confined to the source's actor.
final class SourceStandstill {

    private long orderedNs;
    private long pausedNs;
    private long drainedNs;
    private long stateLeftNs;

    void ordered(long nowNs) {
        orderedNs = nowNs;
    }

    void paused(long nowNs) {
        pausedNs = nowNs;
    }

    /// The last page was on the wire.
    void drained(long nowNs) {
        drainedNs = nowNs;
    }

    /// The state will have left the wire then.
    void stateLeaves(long atNs) {
        stateLeftNs = atNs;
    }

    /// What it came to when all was handed over.
    Downtime.AtSource over(long nowNs) {
        return new Downtime.AtSource(
                pausedNs - orderedNs, drainedNs - pausedNs, Math.max(stateLeftNs, nowNs) - drainedNs);
    }
}
