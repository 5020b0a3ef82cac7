package io.godwit.cli;

import java.util.Optional;
import java.util.regex.Pattern;

/// Seeds that a drill is played with, one after the other: `1..200`, or a single one.
record SeedRange(long first, long last) {

    /// A summary keeps a row of every run. This many are some tens of megabytes, and days of work.
    static final long MOST = 100_000;

    private static final Pattern FORM = Pattern.compile("(\\d{1,18})(?:\\.\\.(\\d{1,18}))?");

    /// What a text says; empty if it is no range.
    static Optional<SeedRange> read(String text) {
        var match = FORM.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(match.group(1));
        long last = match.group(2) == null ? first : Long.parseLong(match.group(2));
        return first <= last ? Optional.of(new SeedRange(first, last)) : Optional.empty();
    }

    long count() {
        return last - first + 1;
    }

    /// Whether it can be played: its summary can be kept.
    boolean isFeasible() {
        return count() <= MOST;
    }
}
