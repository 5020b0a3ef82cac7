package io.godwit.verdict;

import io.godwit.history.Entry;
import io.godwit.history.FleetEvent;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.verdict.Residence.Stand;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Moves that bring nothing along, as the disk is on an array: of a VM that was stopped, which are one entry of the
/// registry's log, and of one that ends and starts elsewhere, which last until it has begun there. One of a VM that
/// never ran has no row: it comes from nowhere.
record HomeMoves(Evidence evidence) {

    Stream<MigrationRow> rows() {
        return evidence.played().history().stream()
                .filter(entry -> entry.event() instanceof FleetEvent.Bound)
                .flatMap(entry -> row(entry, (FleetEvent.Bound) entry.event()).stream());
    }

    private Optional<MigrationRow> row(Entry entry, FleetEvent.Bound bound) {
        var residence = evidence.residence();
        return residence.at(bound.vm(), entry.atNs()).map(from -> {
            var next = residence.after(bound.vm(), from.epoch()).filter(_ -> bound.restarts());
            return row(entry, bound, from, next);
        });
    }

    private MigrationRow row(Entry entry, FleetEvent.Bound bound, Stand from, Optional<Stand> next) {
        boolean restarts = bound.restarts();
        Optional<HostId> elsewhere = next.map(Stand::host).filter(host -> !host.equals(bound.host()));
        Optional<Outcome> outcome = restarts
                ? next.map(_ -> elsewhere.isEmpty() ? Outcome.COMMITTED : Outcome.ABORTED)
                : Optional.of(Outcome.COMMITTED);
        Optional<Long> endedNs = restarts ? next.map(Stand::atNs) : Optional.of(entry.atNs());
        return new MigrationRow(
                new MigrationId(bound.vm() + "@" + from.epoch()),
                bound.vm(),
                from.host(),
                bound.host(),
                from.epoch(),
                restarts ? Mode.RESTART : Mode.COLD,
                Optional.empty(),
                outcome,
                elsewhere.map(host -> "it started on " + host),
                Optional.of(evidence.drillNs(entry.atNs())),
                endedNs.map(evidence::drillNs),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                next.flatMap(it -> evidence.outageNs(bound.vm(), it.epoch())),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
