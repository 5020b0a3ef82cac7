package io.godwit.bench;

import static io.godwit.bench.Figure.Bar.promise;
import static io.godwit.bench.Figure.Sense.AT_MOST;

import io.godwit.drill.play.Played;
import io.godwit.history.MigrationEvent.Finished;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.rehearsal.VirtualTheatre;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What one migration costs a virtual run where few are in flight, and where hundreds are: the same fleet of 500 VMs
/// for the same time, in which nothing moves, a hundred VMs move by fives, or all at once.
final class ManyMigrations implements Gauge {

    private static final int VMS = 500;
    private static final int FEW = 5;
    private static final int TIMES = 20;
    private static final int RUNS = 3;
    private static final double BAR = 1.5;

    /// Four a host, in a fleet in which each host may have eight in flight, in and out.
    private static final String DRILL = """
            drill: v1
            name: many-migrations
            topology:
              sites:
                a: {racks: {r1: 42, r2: 42, r3: 44}, host: lab, datastores: [array-a], nodes: 16}
              links: {default: {latency: 0.2ms, bandwidth: 10Gbit}}
            permit: 5m
            migration: {limits: {host: 500, link: 500, drain: 2}}
            vms:
              web: {count: 500, memory: 1GiB}
            workload:
              web:
                memory: {working-set: 64MiB, dirty: 4MiB/s}
            steady: {all: running, within: 60s}
            timeline: [$steps]
            heal: {at: 60s, settle: 2s}
            """;

    @Override
    public void measure(Sheet sheet) {
        String few = IntStream.range(0, TIMES)
                .mapToObj(each -> step(each, FEW, 2 + 2 * each))
                .collect(Collectors.joining(", "));
        String many = step(0, VMS, 2);
        List<Double> ofFew = new ArrayList<>();
        List<Double> ofMany = new ArrayList<>();
        for (int run = 0; run <= RUNS; run++) {
            sheet.progress("run " + run + " of " + RUNS);
            double none = seconds("", 0);
            double each = (seconds(few, FEW * TIMES) - none) / (FEW * TIMES);
            double ofAll = (seconds(many, VMS) - none) / VMS;
            if (run > 0) { // the compiler's work is nobody's cost
                ofFew.add(1e3 * each);
                ofMany.add(1e3 * ofAll);
            }
        }
        double fewMs = Samples.median(ofFew);
        double manyMs = Samples.median(ofMany);
        sheet.write(Figure.of(
                "one of 5 in flight, CPU time",
                fewMs,
                "ms",
                "1,024 batches of 256 pages with eight messages each: 20"));
        sheet.write(Figure.of("one of 500 in flight", manyMs, "ms", "the same, with colder caches"));
        sheet.write(
                Figure.of("  against one of 5", manyMs / fewMs, "times", "1.2").against(promise(AT_MOST, BAR)));
    }

    private static String step(int number, int vms, int atS) {
        return "{id: move-%d, at: %ds, do: migrate, target: %d vms of web}".formatted(number, atS, vms);
    }

    /// CPU time of a run in which exactly so many migrations are made.
    private static double seconds(String steps, int moves) {
        List<Played> played = new ArrayList<>();
        long ns = Stopwatch.time(
                        () -> played.add(new VirtualTheatre(Installed.makes(), List.of(), Installed.array(), false)
                                .rehearse(Installed.drill(DRILL.replace("$steps", steps)))
                                .played()))
                .processNs();
        long made = played.getFirst().history().stream()
                .filter(entry -> entry.event() instanceof Finished done
                        && done.side() == Side.SOURCE
                        && done.outcome() == Outcome.COMMITTED)
                .count();
        if (made != moves) {
            throw new IllegalStateException(made + " migrations were made, not " + moves);
        }
        return ns / 1e9;
    }
}
