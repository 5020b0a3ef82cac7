package io.godwit.registry.consensus;

import io.godwit.time.Timeline;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The timeline as the library wants to have it.
final class TimelineClock extends Clock {

    /// Where its time begins. The library takes 0 for the time of the last heartbeat it never got; so far from it,
    /// nobody waits for a leader that never was.
    private static final long START_MS = 1_000_000_000;

    private static final long NS_A_MS = 1_000_000;

    private final Timeline timeline;

    TimelineClock(Timeline timeline) {
        this.timeline = timeline;
    }

    @Override
    public long millis() {
        return START_MS + timeline.now() / NS_A_MS;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
