package io.godwit.cli;

import io.godwit.array.ArraySettings;
import io.godwit.drill.Drill;
import io.godwit.drill.Run;
import io.godwit.drill.file.HostFolder;
import io.godwit.host.HostSpec;
import io.godwit.rehearsal.VirtualTheatre;
import io.godwit.settings.SettingsFile;
import io.godwit.time.CalendarDate;
import io.godwit.time.MonotonicTimeline;
import io.godwit.verdict.Circumstances;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.Judge;
import io.godwit.verdict.Machine;
import io.godwit.verdict.Summaries;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;

/// Plays drills in virtual time one after the other, prints a line of each, and writes their reports.
///
/// @param file as the caller named it, for replaying
record Playbill(PrintWriter print, Path folder, String file, List<String> sets) {

    /// What arrays are, unless a drill will say otherwise.
    private static final String ARRAY = "lab";

    /// The cells of one file.
    int play(List<Drill> drills) throws IOException {
        // What runs in virtual time alone is too large to go through bytes, and has no other clock to be like.
        var theatre = theatre(drills.getFirst().run().clock() != Run.Clock.VIRTUAL);
        if (drills.size() == 1) {
            var report = report(theatre, drills.getFirst());
            new Archive(folder).write(report);
            Lines.of(report).forEach(print::println);
            print.println("report: " + folder.resolve(Archive.HTML));
            return report.verdict().exitCode();
        }
        var summaries = new Summaries(drills.getFirst().name());
        for (var drill : drills) {
            var report = report(theatre, drill);
            new Archive(folder.resolve(Archive.cellName(drill))).write(report);
            summaries.add(report);
            print.println(Lines.brief(report));
            print.flush();
        }
        return close(summaries);
    }

    /// The same file with many seeds, on all processors. A report is written only for what did not pass.
    int playSeeds(SeedRange seeds, LongFunction<List<Drill>> load) throws IOException {
        var theatre = theatre(false);
        var summaries = new Summaries(load.apply(seeds.first()).getFirst().name());
        var runs = new SeedRuns(seeds, Runtime.getRuntime().availableProcessors());
        runs.<List<Ran>>each(
                seed -> load.apply(seed).stream()
                        .map(drill -> new Ran(drill, report(theatre, drill)))
                        .toList(),
                ran -> ran.forEach(it -> tell(it, summaries)));
        return close(summaries);
    }

    /// A drill with what came out.
    private record Ran(Drill drill, DrillReport report) {}

    private void tell(Ran ran, Summaries summaries) {
        var report = ran.report();
        summaries.add(report);
        if (report.verdict().exitCode() != 0) {
            var seed = "seed-" + report.replay().seed();
            try {
                new Archive(folder.resolve(Archive.cellName(ran.drill()) + "-" + seed)).write(report);
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
            print.println("seed " + report.replay().seed() + ": " + Lines.brief(report));
            print.flush();
        }
    }

    private int close(Summaries summaries) throws IOException {
        var summary = summaries.summary();
        new Archive(folder).write(summary);
        print.println(summary.sentence());
        print.println("summary: " + folder.resolve(Archive.HTML));
        return summary.exitCode();
    }

    private DrillReport report(VirtualTheatre theatre, Drill drill) {
        var clock = MonotonicTimeline.startingNow();
        var performance = theatre.play(drill);
        return Judge.judge(
                performance.played(),
                new Circumstances(DrillReport.Clock.VIRTUAL, replay(drill), machine(clock.now()), Optional.empty()));
    }

    private DrillReport.Replay replay(Drill drill) {
        var settings = new TreeMap<String, String>();
        var command = new StringBuilder("./godwit drill ")
                .append(file)
                .append(" --virtual --seed ")
                .append(drill.run().seed());
        for (var set : sets) {
            settings.put(set.substring(0, set.indexOf('=')), set.substring(set.indexOf('=') + 1));
            command.append(" --set ").append(set);
        }
        return new DrillReport.Replay(file, drill.run().seed(), settings, Optional.empty(), command.toString());
    }

    private static Machine machine(long wallNs) {
        return new Machine(
                hostName(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.version"),
                new Godwit.Version().getVersion()[0],
                Runtime.getRuntime().availableProcessors(),
                CalendarDate.now(),
                wallNs,
                Optional.empty());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException nameless) {
            return "unnamed";
        }
    }

    private static VirtualTheatre theatre(boolean bytes) {
        var folder = HostFolder.read(Installation.hosts());
        var machines = new TreeMap<String, HostSpec>();
        for (var name : folder.names()) {
            folder.spec(name).ifPresent(spec -> machines.put(name, spec));
        }
        return switch (ArraySettings.FILES.named(Installation.arrays(), ARRAY)) {
            case SettingsFile.Read<ArraySettings> read -> new VirtualTheatre(machines, read.settings(), bytes);
            case SettingsFile.Unusable<ArraySettings> unusable -> throw new InvalidSettings(unusable.sentence());
        };
    }
}
