package io.godwit.bench;

import static io.godwit.bench.Figure.Bar.aim;
import static io.godwit.bench.Figure.Sense.AT_MOST;

import io.godwit.drill.Drill;
import io.godwit.drill.play.Audience;
import io.godwit.drill.play.Played;
import io.godwit.history.Event;
import io.godwit.history.FleetEvent.LeaderElected;
import io.godwit.history.FleetEvent.LostDeclared;
import io.godwit.history.GuestEvent;
import io.godwit.link.NodeId;
import io.godwit.rehearsal.JvmTheatre;
import io.godwit.rehearsal.Theatre;
import io.godwit.rehearsal.VirtualTheatre;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// How soon a client outside has its first acknowledged write from a restarted VM, after `kill -9` of the host that
/// leads the registry: three hosts, six VMs, permits of five seconds. In virtual time over many seeds, then on
/// processes.
final class Recovery implements Gauge {

    private static final int SEEDS = 20;
    private static final int RUNS = 3;
    private static final double BAR_S = 10;

    private static final String DRILL = """
            drill: v1
            name: leader-lost
            topology:
              sites:
                a: {racks: {r1: 1, r2: 1, r3: 1}, host: lab, datastores: [array-a]}
              links: {default: {latency: 0.2ms, bandwidth: 10Gbit}}
              tolerate: {host-failures: 1}
            permit: 5s
            vms:
              web: {count: 6, memory: 256MiB, protect: restart}
            workload:
              web: {ledger: {writes: 50/s}}
            steady: {all: running, hold: 1s, within: 60s}
            timeline:
              - {id: kill, at: 2s, do: kill, target: node of controller}
            heal: {at: 18s, settle: 5s}
            expect:
              objectives:
                web: {lost-writes: 0}
            run: {seed: $seed}
            """;

    /// Seconds from the kill.
    private record Times(double leader, double fence, double firstWrite) {

        static Times of(Played played) {
            long killNs = played.steps().getFirst().takenNs().orElseThrow();
            double firstWrite = played.ledgers().values().stream()
                    .flatMap(ledger -> ledger.epochStartsNs().values().stream())
                    .filter(atNs -> atNs > killNs)
                    .mapToLong(Long::longValue)
                    .min()
                    .stream()
                    .mapToDouble(atNs -> (atNs - killNs) / 1e9)
                    .findFirst()
                    .orElse(Double.POSITIVE_INFINITY);
            return new Times(
                    first(played, killNs, LeaderElected.class::isInstance),
                    first(played, killNs, LostDeclared.class::isInstance),
                    firstWrite);
        }

        private static double first(Played played, long killNs, Predicate<Event> wanted) {
            return played.history().stream()
                    .filter(entry -> entry.atNs() > killNs && wanted.test(entry.event()))
                    .mapToDouble(entry -> (entry.atNs() - killNs) / 1e9)
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
        }
    }

    @Override
    public void measure(Sheet sheet) throws IOException {
        List<Times> virtual = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            sheet.progress("in virtual time, seed " + seed + " of " + SEEDS);
            virtual.add(Times.of(new VirtualTheatre(Installed.makes(), List.of(), Installed.array(), true)
                    .rehearse(drill(seed))
                    .played()));
        }
        write(sheet, "virtual time, " + SEEDS + " seeds", virtual);
        List<Times> real = new ArrayList<>();
        for (int run = 1; run <= 2 * RUNS && real.size() < RUNS; run++) {
            sheet.progress("on processes, " + real.size() + " of " + RUNS + " runs are done");
            Played played = onProcesses(drill(run));
            Times times = Times.of(played);
            if (times.firstWrite() < Double.POSITIVE_INFINITY) {
                real.add(times);
            } else if (victimRan(played)) {
                sheet.skip("run " + run + " on processes: NO VM CAME BACK");
            }
        }
        if (!real.isEmpty()) {
            write(sheet, "processes, " + real.size() + " runs", real);
        }
    }

    /// Whether the leader ran a VM at all. One that joined last may have come too late for the first placement.
    private static boolean victimRan(Played played) {
        NodeId victim = played.steps().getFirst().victims().getFirst();
        return played.history().stream()
                .anyMatch(entry -> entry.event() instanceof GuestEvent.Started
                        && entry.node().equals(victim));
    }

    private static Played onProcesses(Drill drill) throws IOException {
        try (JvmTheatre theatre = new JvmTheatre(Installed.processes(), Audience.nobody())) {
            return switch (theatre.play(drill)) {
                case Theatre.Performed(var played, var _) -> played;
                case Theatre.NotStarted(var why) -> throw new IOException(why);
            };
        }
    }

    private static void write(Sheet sheet, String where, List<Times> times) {
        List<Double> leaders = times.stream().map(Times::leader).toList();
        List<Double> fences = times.stream().map(Times::fence).toList();
        List<Double> writes = times.stream().map(Times::firstWrite).toList();
        sheet.write(Figure.of(
                where + ": another leader, median",
                Samples.median(leaders),
                "s",
                "2 s of silence, looked at each second"));
        sheet.write(Figure.of(
                where + ": the loss declared, median",
                Samples.median(fences),
                "s",
                "a permit and 1 % after the new leader's election, as it can't know of later grants: 3 + 5.05"));
        sheet.write(Figure.of(
                        where + ": first acknowledged write, median",
                        Samples.median(writes),
                        "s",
                        "a look at the clock each 0.25 s, three commands in the log, a boot: 8.1 + 0.4")
                .against(aim(AT_MOST, BAR_S)));
        sheet.write(Figure.of(
                where + ": first acknowledged write, longest",
                Samples.max(writes),
                "s",
                "elections of up to 4.1 s: 9.6"));
    }

    private static Drill drill(int seed) {
        return Installed.drill(DRILL.replace("$seed", Integer.toString(seed)));
    }
}
