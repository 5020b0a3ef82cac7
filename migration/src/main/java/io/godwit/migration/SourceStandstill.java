package io.godwit.migration;

import io.godwit.migration.precopy.Downtime;
import java.util.Optional;

/// How long a guest stands still on its way, as its source tells. Mutable, confined to the source's actor.
final class SourceStandstill {

    private long orderedNs;
    private long pausedNs;
    private long drainedNs;
    private long stateLeftNs;
    private boolean allFollow;

    void ordered(long nowNs) {
        orderedNs = nowNs;
    }

    void paused(long nowNs) {
        pausedNs = nowNs;
    }

    /// Since when it stands.
    long pausedNs() {
        return pausedNs;
    }

    /// No page has to be at the target before the guest.
    void nothingFirst() {
        allFollow = true;
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
        long stateNs = Math.max(stateLeftNs, nowNs) - drainedNs;
        long pagesNs = drainedNs - pausedNs;
        return allFollow
                ? new Downtime.AtSource(pausedNs - orderedNs, Optional.empty(), pagesNs + stateNs)
                : new Downtime.AtSource(pausedNs - orderedNs, Optional.of(pagesNs), stateNs);
    }
}
