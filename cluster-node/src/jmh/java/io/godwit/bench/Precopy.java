package io.godwit.bench;

import static io.godwit.bench.Figure.Bar.promise;
import static io.godwit.bench.Figure.Sense.AT_MOST;

import io.godwit.drill.play.Played;
import io.godwit.guest.DirtyPages;
import io.godwit.guest.LedgerRecord;
import io.godwit.history.Entry;
import io.godwit.history.GuestEvent;
import io.godwit.history.MigrationEvent.RoundCompleted;
import io.godwit.link.LinkQuality;
import io.godwit.migration.precopy.Forecast;
import io.godwit.migration.precopy.WireCost;
import io.godwit.rehearsal.VirtualTheatre;
import io.godwit.unit.Bandwidth;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Rounds of pre-copy against what a page of paper says, in a whole fleet in virtual time: 4 GiB, 200 MiB/s, 10 Gbit/s.
final class Precopy implements Gauge {

    private static final double ROUNDS_BAR_PERCENT = 5;
    private static final double DOWNTIME_BAR_MS = 1;
    private static final double PAGES = 1 << 20;
    private static final double WORKING_SET_PAGES = 1 << 17;
    private static final double PAGE_BYTES = 4096;
    private static final double WRITES_A_SECOND = 51_200;
    private static final LinkQuality LINK = new LinkQuality(Duration.ofNanos(200_000), Bandwidth.parse("10Gbit"));

    /// A majority's round trip, as the source forecasts it.
    private static final long COMMIT_NS = LINK.latency().multipliedBy(2).toNanos();

    /// The way to the array and back, and its latency: what opening the disk takes, and what a write takes there.
    private static final long DISK_NS = LINK.latency()
            .multipliedBy(2)
            .plus(Installed.array().disk().latency())
            .toNanos();

    private static final String DRILL = """
            drill: v1
            name: pre-copy
            topology:
              sites:
                a: {racks: {r1: 1, r2: 1, r3: 1}, host: lab, datastores: [array-a]}
              links: {default: {latency: 0.2ms, bandwidth: 10Gbit}}
            migration: {downtime-limit: 6ms, max-rounds: 30}
            vms:
              db: {count: 1, memory: 4GiB, protect: restart}
            workload:
              db:
                ledger: {writes: 2000/s}
                memory: {working-set: $set, dirty: 200MiB/s, pattern: $pattern}
            steady: {all: running, hold: 1s, within: 60s}
            timeline:
              - {id: move, at: 1s, do: migrate, target: vm db-1}
            heal: {at: 15s, settle: 2s}
            """;

    @Override
    public void measure(Sheet sheet) {
        sheet.progress("a sequential writer");
        rounds(
                sheet,
                "sequential writer, geometric",
                played("4GiB", "sequential"),
                seconds -> DirtyPages.sequential(WRITES_A_SECOND * seconds, PAGES));
        sheet.progress("random writes in 512 MiB");
        rounds(
                sheet,
                "random writes in W = 512 MiB, W(1 − e^(−λt/W))",
                played("512MiB", "random"),
                seconds -> DirtyPages.random(WRITES_A_SECOND * seconds, WORKING_SET_PAGES));
    }

    private static Played played(String workingSet, String pattern) {
        return new VirtualTheatre(Installed.makes(), List.of(), Installed.array(), true)
                .rehearse(Installed.drill(DRILL.replace("$set", workingSet).replace("$pattern", pattern)))
                .played();
    }

    /// @param dirtied pages that are touched in so many seconds
    private static void rounds(Sheet sheet, String writer, Played played, DoubleUnaryOperator dirtied) {
        List<RoundCompleted> rounds = events(played, RoundCompleted.class).stream()
                .map(entry -> (RoundCompleted) entry.event())
                .toList();
        double expected = PAGES;
        double worst = 0;
        for (RoundCompleted round : rounds.subList(0, rounds.size() - 1)) {
            double seconds = expected * PAGE_BYTES / (LINK.bandwidth().bitsPerSecond() / 8.0);
            worst = Math.max(worst, deviation(round.pages(), expected));
            worst = Math.max(worst, deviation(round.durationNs(), seconds * 1e9));
            expected = dirtied.applyAsDouble(seconds);
            worst = Math.max(worst, deviation(round.dirtyPages(), expected));
        }
        sheet.write(Figure.of(
                        writer + ": worst of " + rounds.size() + " rounds",
                        worst,
                        "%",
                        "8 bytes of address a page are not in the closed form: 0.2 % a round, compounding")
                .against(promise(AT_MOST, ROUNDS_BAR_PERCENT)));
        downtime(sheet, writer, played, rounds.getLast().pages());
    }

    /// From pause to resume: the last pages, the state, the commit, the disk opened. A client sees one write's way to
    /// the disk more; the way of the answer is in the last acknowledgement before too.
    private static void downtime(Sheet sheet, String writer, Played played, long lastPages) {
        long downtimeNs =
                Forecast.of(lastPages, WireCost.byDefault(), LINK, COMMIT_NS).downtimeNs() + DISK_NS;
        long outageNs = downtimeNs + LINK.latency().toNanos() + DISK_NS;
        long pausedNs = events(played, GuestEvent.Paused.class).getFirst().atNs();
        long resumedNs = events(played, GuestEvent.Resumed.class).getFirst().atNs();
        LedgerRecord ledger = played.ledgers().firstEntry().getValue();
        long seenNs = ledger.longestGap(pausedNs, resumedNs).lengthNs();
        sheet.write(Figure.of(
                writer + ": downtime", (resumedNs - pausedNs) / 1e6, "ms", "%.2f ms".formatted(downtimeNs / 1e6)));
        sheet.write(Figure.of(
                        "  its deviation from what was computed",
                        Math.abs(resumedNs - pausedNs - downtimeNs) / 1e6,
                        "ms",
                        "the few microseconds that messages take on the wire: 0.02")
                .against(promise(AT_MOST, DOWNTIME_BAR_MS)));
        sheet.write(Figure.of(
                writer + ": outage as a client sees it", seenNs / 1e6, "ms", "%.2f ms".formatted(outageNs / 1e6)));
        sheet.write(Figure.of(
                        "  its deviation from what was computed",
                        Math.abs(seenNs - outageNs) / 1e6,
                        "ms",
                        "up to the half millisecond between two writes of the client")
                .against(promise(AT_MOST, DOWNTIME_BAR_MS)));
    }

    private static double deviation(long actual, double expected) {
        return 100 * Math.abs(actual - expected) / expected;
    }

    private static List<Entry> events(Played played, Class<?> kind) {
        return played.history().stream()
                .filter(entry -> kind.isInstance(entry.event()))
                .toList();
    }
}
