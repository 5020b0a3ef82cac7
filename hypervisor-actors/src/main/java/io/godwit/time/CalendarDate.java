package io.godwit.time;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Today's date, for people who read a report. Nothing in a run may depend on it.
public final class CalendarDate {

    private CalendarDate() {}

    /// Date and time, ISO 8601, UTC, to the second.
    public static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
