package io.godwit.permit;

import io.godwit.time.Timeline;
import java.time.Duration;

/// A node's permit, as its guests' effects see it.
///
/// There is no event for waking up from a pause, so validity is a comparison with the clock at every effect, never a
/// flag
/// that someone must clear. One writer (the node's agent), any number of readers on other threads.
public final class PermitHolder {

    private final Timeline timeline;
    private volatile long untilNs = Long.MIN_VALUE;
    private volatile long incarnation;

    public PermitHolder(Timeline timeline) {
        this.timeline = timeline;
    }

    /// Whether protected VMs may have effect at this very moment.
    public boolean isValid() {
        return timeline.now() < untilNs;
    }

    /// When the permit runs out, nanoseconds of this node's timeline; in the past where there is none.
    public long untilNs() {
        return untilNs;
    }

    public long incarnation() {
        return incarnation;
    }

    /// Starts anew without a permit: what was granted to an older incarnation says nothing about this one.
    public void incarnate(long newIncarnation) {
        untilNs = Long.MIN_VALUE;
        incarnation = newIncarnation;
    }

    /// Takes a grant: valid from when its renewal was sent. A grant to another incarnation, or an older one that
    /// arrives
    /// late, changes nothing.
    ///
    /// @return whether the permit lasts longer than before
    public boolean granted(long toIncarnation, long sentNs, Duration length) {
        var until = Math.addExact(sentNs, length.toNanos());
        if (toIncarnation != incarnation || until <= untilNs) {
            return false;
        }
        untilNs = until;
        return true;
    }

    /// The registry declared this incarnation lost.
    public void revoked(long lostIncarnation) {
        if (lostIncarnation == incarnation) {
            untilNs = Long.MIN_VALUE;
        }
    }
}
