package io.godwit.migration.precopy;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.unit.Bandwidth;
import java.time.Duration;
import java.util.Optional;

/// How a guest is to be moved.
///
/// @param mode in what order its pages, its state and it itself go
/// @param stop when enough was copied
/// @param most what it may take of the link, in each round and at the end
/// @param help what it does so that it converges sooner
public record Terms(Mode mode, StopRule stop, Optional<Bandwidth> most, Help help) {

    /// QEMU's limit of 300 ms (migration/options.c, 9.0), and 30 rounds: Xen's 29 (libxc 4.5), and the last one.
    private static final Terms DEFAULT =
            new Terms(new StopRule.DowntimeLimit(Duration.ofMillis(300).toNanos(), 30), Optional.empty(), Help.none());

    public Terms with(Mode other) {
        return new Terms(other, stop, most, help);
    }

    /// What of this bandwidth a migration may take.
    public Bandwidth mostOf(Bandwidth link) {
        return most.filter(cap -> cap.compareTo(link) < 0).orElse(link);
    }

    /// In the usual mode.
    public Terms(StopRule stop, Optional<Bandwidth> most, Help help) {
        this(Mode.PRE_COPY, stop, most, help);
    }

    /// Under a rule, with all the link and no help.
    public static Terms of(StopRule stop) {
        return new Terms(stop, Optional.empty(), Help.none());
    }

    public static Terms byDefault() {
        return DEFAULT;
    }

    /// Switch over within this downtime, or give up after so many rounds.
    public static Terms within(Duration downtime, int maxRounds) {
        return new Terms(new StopRule.DowntimeLimit(downtime.toNanos(), maxRounds), Optional.empty(), Help.none());
    }
}
