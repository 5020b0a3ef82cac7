package io.godwit.migration;

import io.godwit.migration.switchover.SourceEvent;
import io.godwit.time.Timeline;
import io.godwit.unit.Durations;
import java.time.Duration;
import java.util.List;

/// How long a source has waited for what it waits for.
record Patience(Timeline timeline) {

    boolean isOver(long sinceNs, Duration patience) {
        return timeline.now() - sinceNs > patience.toNanos();
    }

    /// @param what has not come
    List<SourceEvent> overdue(long sinceNs, Duration patience, String what) {
        return isOver(sinceNs, patience)
                ? List.of(new SourceEvent.Failed(what + " for " + Durations.format(patience)))
                : List.of();
    }
}
