package io.godwit.cli;

import io.godwit.drill.Drill;
import io.godwit.drill.Run;
import io.godwit.drill.play.Audience;
import io.godwit.rehearsal.Theatre;
import io.godwit.time.MonotonicTimeline;
import io.godwit.verdict.Circumstances;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.DrillReport.Clock;
import io.godwit.verdict.Judge;
import io.godwit.verdict.Outcome;
import io.godwit.verdict.Summaries;
import io.godwit.verdict.Summary.RunRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;

/// Plays drills one after the other on one clock, prints a line of each, and writes their reports.
record Playbill(PrintWriter print, Path folder, Rerun rerun, Clock clock) {

    private static final String NODES = "nodes";

    /// What a file's cells came to.
    ///
    /// @param outcome the gravest
    /// @param reports in the order of the cells
    record Result(Outcome outcome, List<DrillReport> reports) {}

    /// Where and before whom it is played.
    private record House(Theatre theatre, Screen screen, Interrupts interrupts) {}

    /// The cells of one file.
    Result play(List<Drill> drills) throws IOException {
        // What runs in virtual time alone is too large to go through bytes, and has no other clock to be like.
        boolean bytes = drills.getFirst().run().clock() != Run.Clock.VIRTUAL;
        try (var screen = clock == Clock.WALL ? Screen.open(print) : Screen.still(print);
                var theatre = Theatres.open(clock, bytes, screen.audience());
                var interrupts =
                        clock == Clock.WALL ? Interrupts.to(theatre::stop, screen::close) : Interrupts.none()) {
            return drills.size() == 1
                    ? one(new House(theatre, screen, interrupts), drills.getFirst())
                    : cells(new House(theatre, screen, interrupts), drills);
        }
    }

    /// The same file with many seeds, on all processors. A report is written only for what did not pass.
    int playSeeds(SeedRange seeds, LongFunction<List<Drill>> load) {
        try (var theatre = Theatres.open(clock, false, Audience.nobody())) {
            var summaries = new Summaries(load.apply(seeds.first()).getFirst().name());
            var runs = new SeedRuns(seeds, Runtime.getRuntime().availableProcessors());
            runs.<List<Ran>>each(
                    seed -> load.apply(seed).stream()
                            .map(drill -> new Ran(drill, report(theatre, drill)))
                            .toList(),
                    ran -> ran.forEach(it -> tell(it, summaries)));
            return close(
                            summaries,
                            run -> run.outcome() == Outcome.PASSED
                                    ? Optional.empty()
                                    : Optional.of(seedName(summaries.name(), run.cell(), run.seed())))
                    .exitCode();
        }
    }

    /// A drill with what came out.
    private record Ran(Drill drill, DrillReport report) {}

    private void tell(Ran ran, Summaries summaries) {
        var report = ran.report();
        summaries.add(report);
        if (report.verdict().exitCode() != 0) {
            var own = seedName(
                    ran.drill().name(), ran.drill().cell(), report.replay().seed());
            print.println("seed " + report.replay().seed() + ": " + Lines.brief(report));
            print.flush();
            new Archive(folder.resolve(own)).write(report);
        }
    }

    /// What came out is told before it is written: a disk may be full by now.
    private Result one(House house, Drill drill) {
        var report = report(house.theatre(), drill);
        house.screen().clear();
        Lines.of(report).forEach(house.screen()::print);
        archive(house.theatre(), report, folder);
        house.screen().print("report: " + folder.resolve(Archive.HTML));
        return new Result(report.verdict().outcome(), List.of(report));
    }

    private Result cells(House house, List<Drill> drills) {
        var summaries = new Summaries(drills.getFirst().name());
        var reports = new ArrayList<DrillReport>();
        for (var drill : drills) {
            var report = report(house.theatre(), drill);
            summaries.add(report);
            reports.add(report);
            house.screen().print(Lines.brief(report));
            archive(house.theatre(), report, folder.resolve(Archive.cellName(drill.name(), drill.cell())));
            if (house.interrupts().haveCome()) {
                break;
            }
        }
        house.screen().clear();
        var outcome = close(summaries, run -> Optional.of(Archive.cellName(summaries.name(), run.cell())));
        return new Result(outcome, reports);
    }

    private static String seedName(String drill, Map<String, String> cell, long seed) {
        return Archive.cellName(drill, cell) + "-seed-" + seed;
    }

    /// @param folderOf where a run's own report is; empty: it has none
    private Outcome close(Summaries summaries, Function<RunRow, Optional<String>> folderOf) {
        var summary = summaries.summary();
        print.println(summary.sentence());
        new Archive(folder).write(summary, run -> folderOf.apply(run).map(own -> own + "/" + Archive.HTML));
        print.println("summary: " + folder.resolve(Archive.HTML));
        return summary.outcome();
    }

    /// Of a drill on processes that did not pass, the nodes' own words are kept beside the report.
    private static void archive(Theatre theatre, DrillReport report, Path own) {
        new Archive(own).write(report);
        if (report.verdict().outcome() != Outcome.PASSED) {
            try {
                theatre.keep(own.resolve(NODES));
            } catch (IOException full) {
                throw new Unwritten("what the nodes wrote can't be kept in " + own.resolve(NODES) + " ("
                        + full.getMessage() + "): make room, or name another folder with --out");
            }
        }
    }

    private DrillReport report(Theatre theatre, Drill drill) {
        var watch = MonotonicTimeline.startingNow();
        return switch (theatre.play(drill)) {
            case Theatre.Performed(var played, var watched) ->
                Judge.judge(
                        played,
                        new Circumstances(clock, rerun.of(drill, clock), ThisMachine.after(watch.now()), watched));
            case Theatre.NotStarted(var why) -> throw new InvalidSettings(why);
        };
    }
}
