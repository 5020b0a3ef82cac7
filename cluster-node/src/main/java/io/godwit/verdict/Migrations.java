package io.godwit.verdict;

import io.godwit.history.DowntimeParts;
import io.godwit.history.Entry;
import io.godwit.history.GuestEvent.FrameMissed;
import io.godwit.history.MigrationEvent;
import io.godwit.history.MigrationEvent.Finished;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.PhaseEntered;
import io.godwit.history.MigrationEvent.RoundCompleted;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.identity.MigrationId;
import io.godwit.verdict.MigrationRow.Round;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the two sides of each migration wrote, put together.
final class Migrations {

    private final Evidence evidence;
    private final Map<MigrationId, Told> told = new LinkedHashMap<>();

    /// How often each was written.
    private final Map<FrameMissed, Long> missed = new LinkedHashMap<>();

    /// All entries about one migration. An end by commit is told by both sides; the target knows the downtime best.
    private static final class Told {

        private final List<Entry> entries = new ArrayList<>();

        <T extends MigrationEvent> List<T> all(Class<T> kind) {
            return entries.stream()
                    .map(Entry::event)
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .toList();
        }

        Optional<Finished> end() {
            var ends = all(Finished.class);
            var committed = ends.stream()
                    .filter(it -> it.outcome() == Outcome.COMMITTED)
                    .max(Comparator.comparing(it -> it.side() == Side.TARGET));
            var ofSource = ends.stream().filter(it -> it.side() == Side.SOURCE).findFirst();
            return committed.or(() -> ofSource).or(() -> ends.stream().findFirst());
        }
    }

    Migrations(Evidence evidence) {
        this.evidence = evidence;
        for (var entry : evidence.played().history()) {
            if (entry.event() instanceof MigrationEvent event) {
                told.computeIfAbsent(event.migration(), _ -> new Told()).entries.add(entry);
            }
            if (entry.event() instanceof FrameMissed event) {
                missed.merge(event, 1L, Long::sum);
            }
        }
    }

    /// In the order in which they began; those of which no side told a phase are unknown.
    List<MigrationRow> rows() {
        var sided = told.values().stream()
                .filter(it -> !it.all(PhaseEntered.class).isEmpty())
                .map(this::row);
        return Stream.concat(sided, new HomeMoves(evidence).rows())
                .sorted(Comparator.comparingLong(
                                (MigrationRow row) -> row.beganNs().orElse(0L))
                        .thenComparing(MigrationRow::migration))
                .toList();
    }

    private MigrationRow row(Told it) {
        var phases = it.all(PhaseEntered.class);
        var first = phases.getFirst();
        var end = it.end();
        var outcome = end.map(Finished::outcome);
        var rounds = it.entries.stream()
                .filter(entry -> entry.event() instanceof RoundCompleted)
                .map(entry -> round(entry, (RoundCompleted) entry.event()))
                .toList();
        boolean moved = outcome.filter(done -> done == Outcome.COMMITTED).isPresent();
        return new MigrationRow(
                first.migration(),
                first.vm(),
                first.source(),
                first.target(),
                first.epoch(),
                mode(it),
                reached(phases),
                outcome,
                it.all(MigrationEvent.Aborted.class).stream()
                        .map(MigrationEvent.Aborted::why)
                        .findFirst(),
                Optional.of(evidence.drillNs(firstNs(it))),
                end.map(done -> evidence.drillNs(lastNs(it))),
                bytes(it, rounds),
                end.filter(_ -> moved && mode(it).movesMemory()).flatMap(done -> downtimeNs(it.entries, done)),
                parts(it.entries),
                disk(it),
                inFlight(it),
                missedFrames(first),
                outageNs(first, mode(it), moved),
                slowed(it),
                Foretelling.of(it.entries, end, rounds.size(), bytes(it, rounds)),
                help(it),
                cpu(it),
                pull(it),
                rounds);
    }

    private static Optional<Phase> reached(List<PhaseEntered> phases) {
        return phases.stream().map(PhaseEntered::phase).max(Comparator.naturalOrder());
    }

    private static MigrationEvent.Mode mode(Told it) {
        return it.all(MigrationEvent.Chosen.class).stream()
                .map(MigrationEvent.Chosen::mode)
                .findFirst()
                .orElse(MigrationEvent.Mode.PRE_COPY);
    }

    private static List<MigrationRow.Slowdown> slowed(Told it) {
        return it.all(MigrationEvent.Slowed.class).stream()
                .sorted(Comparator.comparing(MigrationEvent.Slowed::side))
                .map(slow -> new MigrationRow.Slowdown(
                        slow.side(),
                        slow.spanNs(),
                        slow.lostNs(),
                        Foretelling.percent(slow.lostNs(), slow.spanNs()).orElse(0.0)))
                .toList();
    }

    /// By its parts, which its target tells when the guest runs; else by how a side ended. Whichever side was struck
    /// after the commit ends without knowing.
    static Optional<Long> downtimeNs(List<Entry> entries, Finished end) {
        return parts(entries).map(DowntimeParts::totalNs).or(() -> Optional.of(end.downtimeNs())
                .filter(told -> told > 0));
    }

    private static Optional<DowntimeParts> parts(List<Entry> entries) {
        return entries.stream()
                .map(Entry::event)
                .filter(MigrationEvent.StoodStill.class::isInstance)
                .map(stood -> ((MigrationEvent.StoodStill) stood).parts())
                .findFirst();
    }

    private static Optional<MigrationRow.Disk> disk(Told it) {
        return it.all(MigrationEvent.DiskCopied.class).stream()
                .map(copied -> new MigrationRow.Disk(
                        copied.bytes(),
                        copied.baseBytes(),
                        copied.mirrored(),
                        copied.durationNs(),
                        it.all(MigrationEvent.DiskPredicted.class).stream()
                                .map(expected -> Foretelling.of(expected, copied))
                                .findFirst()))
                .findFirst();
    }

    private static Optional<Long> inFlight(Told it) {
        return it.all(MigrationEvent.HandedOver.class).stream()
                .map(MigrationEvent.HandedOver::inFlight)
                .findFirst();
    }

    private static List<MigrationRow.Help> help(Told it) {
        return it.all(MigrationEvent.Helped.class).stream()
                .map(use -> new MigrationRow.Help(
                        use.aid(), use.looked(), use.pages(), use.savedBytes(), use.hostCpuNs(), use.guestCpuNs()))
                .toList();
    }

    private static Optional<MigrationRow.Cpu> cpu(Told it) {
        return it.all(MigrationEvent.CpuSpent.class).stream()
                .map(spent -> new MigrationRow.Cpu(spent.sourceNs(), spent.targetNs()))
                .findFirst();
    }

    private static Optional<MigrationRow.Pull> pull(Told it) {
        return it.all(MigrationEvent.Pulled.class).stream()
                .map(pull -> new MigrationRow.Pull(
                        pull.faults(), pull.stallNs(), pull.medianNs(), pull.p99Ns(), pull.longestNs()))
                .findFirst();
    }

    /// A source that came to its end knows also what it sent of a round that did not.
    private static long bytes(Told it, List<Round> rounds) {
        long whole = rounds.stream().mapToLong(Round::bytes).sum();
        return it.all(Finished.class).stream().mapToLong(Finished::bytes).reduce(whole, Math::max);
    }

    private long missedFrames(PhaseEntered move) {
        return missed.getOrDefault(new FrameMissed(move.vm(), move.source(), move.epoch()), 0L);
    }

    /// One that restarts is out until its next guest begins, be it at the target or where it was.
    private Optional<Long> outageNs(PhaseEntered move, MigrationEvent.Mode mode, boolean moved) {
        return switch (mode) {
            case COLD -> Optional.empty();
            case RESTART ->
                evidence.residence()
                        .after(move.vm(), move.epoch())
                        .flatMap(next -> evidence.outageNs(move.vm(), next.epoch()));
            case PRE_COPY, SUSPEND_AND_COPY, POST_COPY, HYBRID, FREEZE_AND_COPY ->
                moved ? evidence.outageNs(move.vm(), move.epoch() + 1) : Optional.empty();
        };
    }

    private Round round(Entry entry, RoundCompleted it) {
        var round = new io.godwit.migration.precopy.Round(
                it.round(),
                it.pages(),
                it.bytes(),
                it.durationNs(),
                it.dirtyPages(),
                it.savedBytes(),
                it.throttlePercent());
        return new Round(
                it.round(),
                Optional.of(evidence.drillNs(entry.atNs())),
                it.pages(),
                it.bytes(),
                it.durationNs(),
                round.bitsPerSecond() / Byte.SIZE,
                round.dirtyBitsPerSecond() / Byte.SIZE,
                it.dirtyPages(),
                it.savedBytes(),
                it.throttlePercent());
    }

    private static long firstNs(Told it) {
        return it.entries.stream().mapToLong(Entry::atNs).min().orElseThrow();
    }

    private static long lastNs(Told it) {
        return it.entries.stream().mapToLong(Entry::atNs).max().orElseThrow();
    }
}
