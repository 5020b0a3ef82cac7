package io.godwit.drill;

import io.godwit.unit.Durations;
import io.godwit.unit.Words;
import java.time.Duration;
import java.util.Locale;

/// A number that a group of VMs must reach, measured by its ledger, or by its host while a guest misbehaves. An
/// objective without any measurement is missed.
public sealed interface Objective {

    /// The word for it in the file.
    default String word() {
        return switch (this) {
            case Rto _ -> "rto";
            case Rpo _ -> "rpo";
            case LostWrites _ -> "lost-writes";
            case Outage _ -> "outage";
            case OutageOfMigrations _ -> "outage-of-migrations";
            case DowntimeOfMigrations _ -> "downtime-of-migrations";
            case TimeOfMigrations _ -> "time-of-migrations";
            case While(var step, var figure, var _, var _) -> Words.of(figure) + " while " + step;
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
            case DowntimeOfMigrations(var percentile, var limit) -> "p" + percentile + " " + Durations.format(limit);
            case TimeOfMigrations(var percentile, var limit) -> "p" + percentile + " " + Durations.format(limit);
            case While(var _, var figure, var side, var limit) ->
                Words.of(side).replace('-', ' ') + " " + figure.amount(limit);
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

    /// What each VM of the group has on average while a step lets a guest of its host misbehave.
    ///
    /// @param limit in thousandths of the figure's unit
    record While(String step, Figure figure, Side side, long limit) implements Objective {}

    /// What a host writes down of its guests.
    enum Figure {
        /// The part of all its vCPUs that it ran on.
        CPU,
        /// Operations a second that its disk did of its bulk.
        DISK,
        /// Frames of its bulk a second that it sent.
        SENT,
        /// Frames of bulk a second that it got.
        RECEIVED;

        /// So many thousandths, for people.
        public String amount(long thousandths) {
            return this == CPU ? number(thousandths, 10) + "%" : number(thousandths, 1_000) + "/s";
        }

        private static String number(long parts, long whole) {
            return parts % whole == 0 || parts >= 100 * whole
                    ? Long.toString(Math.round((double) parts / whole))
                    : String.format(Locale.ROOT, "%.1f", (double) parts / whole);
        }
    }

    enum Side {
        AT_LEAST,
        AT_MOST
    }

    /// How long a VM stood still that was moved live, as the two hosts tell.
    record DowntimeOfMigrations(int percentile, Duration limit) implements Objective {}

    /// How long it took to move a VM live, from the first word of it at the source to the last at either host.
    record TimeOfMigrations(int percentile, Duration limit) implements Objective {}

    /// The longest gap between two acknowledged writes of a VM that a migration of it made.
    record OutageOfMigrations(int percentile, Duration limit) implements Objective {}
}
