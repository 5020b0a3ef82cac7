package io.godwit.verdict;

import io.godwit.history.Entry;
import io.godwit.history.MigrationEvent;
import io.godwit.history.MigrationEvent.Finished;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Predicted;
import io.godwit.verdict.MigrationRow.Compared;
import io.godwit.verdict.MigrationRow.Foretold;
import io.godwit.verdict.MigrationRow.ForetoldDisk;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What the source of a migration expected, beside what came of it. Of one that was cancelled, refused or struck by a
/// fault nothing came that could be compared.
final class Foretelling {

    private static final double PERMILLE = 1_000;
    private static final double TENTHS = 10;

    private Foretelling() {}

    /// @param entries all that was written of the migration
    /// @param end how it ended, by the side that knows best
    /// @param rounds that it took
    static Optional<Foretold> of(List<Entry> entries, Optional<Finished> end, int rounds, long bytes) {
        return first(entries, Predicted.class::isInstance).map(Entry::event).map(event -> {
            var predicted = (Predicted) event;
            var outcome = end.map(Finished::outcome);
            boolean ended = outcome.filter(it -> it == Outcome.COMMITTED || it == Outcome.NOT_CONVERGED)
                            .isPresent()
                    && !isBrokenOff(entries);
            var moved = end.filter(it -> it.outcome() == Outcome.COMMITTED);
            return new Foretold(
                    predicted.converges(),
                    compared(predicted.rounds(), Optional.of((long) rounds).filter(_ -> ended)),
                    compared(predicted.bytes(), Optional.of(bytes).filter(_ -> ended)),
                    compared(predicted.durationNs(), overNs(entries, outcome).flatMap(atNs -> firstPage(entries)
                            .map(page -> atNs - page.atNs()))),
                    compared(predicted.downtime().totalNs(), moved.flatMap(it -> Migrations.downtimeNs(entries, it))),
                    predicted.downtime());
        });
    }

    static ForetoldDisk of(MigrationEvent.DiskPredicted expected, MigrationEvent.DiskCopied copied) {
        return new ForetoldDisk(
                compared(expected.bytes(), Optional.of(copied.bytes())),
                compared(expected.durationNs(), Optional.of(copied.durationNs())));
    }

    /// The prediction is written down a moment later, when the target has told what arriving takes.
    private static Optional<Entry> firstPage(List<Entry> entries) {
        return first(
                entries,
                it -> it instanceof MigrationEvent.PhaseEntered entered
                        && entered.side() == MigrationEvent.Side.SOURCE
                        && entered.phase() == MigrationEvent.Phase.PRECOPY);
    }

    /// When the guest was whole at the target, or was known to stay.
    private static Optional<Long> overNs(List<Entry> entries, Optional<Outcome> outcome) {
        return switch (outcome.orElse(Outcome.ABORTED)) {
            case COMMITTED ->
                first(entries, MigrationEvent.Pulled.class::isInstance)
                        .or(() -> first(entries, MigrationEvent.StoodStill.class::isInstance))
                        .filter(_ -> !isBrokenOff(entries))
                        .map(Entry::atNs);
            case NOT_CONVERGED ->
                first(entries, it -> it instanceof Finished finished && finished.outcome() == Outcome.NOT_CONVERGED)
                        .map(Entry::atNs);
            case ABORTED, REFUSED, LOST -> Optional.empty();
        };
    }

    /// Whether pages followed the guest, and never all came.
    private static boolean isBrokenOff(List<Entry> entries) {
        return first(
                                entries,
                                it -> it instanceof MigrationEvent.PhaseEntered entered
                                        && entered.phase() == MigrationEvent.Phase.POSTCOPY)
                        .isPresent()
                && first(entries, MigrationEvent.Pulled.class::isInstance).isEmpty();
    }

    private static Optional<Entry> first(List<Entry> entries, Predicate<Object> which) {
        return entries.stream().filter(it -> which.test(it.event())).findFirst();
    }

    private static Compared compared(long predicted, Optional<Long> actual) {
        return new Compared(predicted, actual, actual.flatMap(came -> percent(came - predicted, predicted)));
    }

    /// To a tenth; empty of nothing.
    static Optional<Double> percent(long part, long whole) {
        return whole == 0 ? Optional.empty() : Optional.of(Math.round(PERMILLE * part / whole) / TENTHS);
    }
}
