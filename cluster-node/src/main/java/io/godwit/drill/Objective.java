package io.godwit.drill;

import io.godwit.unit.Durations;
import java.time.Duration;

/// A number that a group of VMs must reach, measured by its ledger. An objective without any measurement is missed.
public sealed interface Objective {

    /// The word for it in the file.
    default String word() {
        return switch (this) {
            case Rto _ -> "rto";
            case Rpo _ -> "rpo";
            case LostWrites _ -> "lost-writes";
            case Outage _ -> "outage";
            case OutageOfMigrations _ -> "outage-of-migrations";
        };
    }

    /// The bound, in the file's words.
    default String bound() {
        return switch (this) {
            case Rto(var percentile, var limit) -> "p" + percentile + " " + Durations.format(limit);
            case Rpo(var limit) -> Durations.format(limit);
            case LostWrites(var limit) -> Long.toString(limit);
            case Outage(var percentile, var limit) -> "p" + percentile + " " + Durations.format(limit);
            case OutageOfMigrations(var percentile, var limit) -> "p" + percentile + " " + Durations.format(limit);
        };
    }

    /// Fault to first acknowledged write at the new place.
    record Rto(int percentile, Duration limit) implements Objective {}

    /// Fault time minus the acknowledgement time of the oldest acknowledged write that is missing; zero if none is.
    record Rpo(Duration limit) implements Objective {}

    /// Acknowledged writes that are missing at the end, of the whole group together.
    record LostWrites(long limit) implements Objective {}

    /// The longest gap between two acknowledged writes of a VM, whatever the cause.
    record Outage(int percentile, Duration limit) implements Objective {}

    /// The longest gap between two acknowledged writes of a VM that a migration of it made.
    record OutageOfMigrations(int percentile, Duration limit) implements Objective {}
}
