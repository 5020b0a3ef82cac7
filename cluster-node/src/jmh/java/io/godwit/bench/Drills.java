package io.godwit.bench;

import static io.godwit.bench.Figure.Bar.promise;
import static io.godwit.bench.Figure.Sense.AT_MOST;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// How long a person waits for shipped drills in virtual time, from the shell to the written report.
final class Drills implements Gauge {

    /// Names a folder with a PlanetLab trace for the large drill.

    private static final int RUNS = 3;
    private static final double HOST_LOSS_BAR_S = 10;
    private static final double DAY_BAR_S = 30;

    @Override
    public void measure(Sheet sheet) throws IOException {
        Path reports = Files.createTempDirectory("godwit-bench");
        try {
            Shell.run("--help"); // builds, if something is newer than the build
            List<Double> seconds = new ArrayList<>();
            for (int run = 1; run <= RUNS; run++) {
                sheet.progress("host-loss, run " + run + " of " + RUNS);
                seconds.add(played("host-loss", reports).seconds());
            }
            sheet.write(Figure.of(
                            "host-loss --virtual, median of " + RUNS,
                            Samples.median(seconds),
                            "s",
                            "a minute of 220 writes a second, 8 messages each of 10 µs with their bytes: 4 s")
                    .against(promise(AT_MOST, HOST_LOSS_BAR_S)));
            day(sheet, reports);
        } finally {
            remove(reports);
        }
    }

    private static void day(Sheet sheet, Path reports) throws IOException {
        String traces = System.getProperty(Given.TRACES, "");
        if (traces.isEmpty()) {
            sheet.skip("planetlab-day needs a trace folder: --traces FOLDER");
            return;
        }
        ReplayedDemand.write(sheet, Path.of(traces));
        sheet.progress("planetlab-day");
        sheet.write(Figure.of(
                        "planetlab-day, fleet layer on",
                        played("planetlab-day", reports, "--set", "traces.planetlab=" + traces)
                                .seconds(),
                        "s",
                        "1,052 VMs of 288 demands, renewals, a million messages, the start: 15 s")
                .against(promise(AT_MOST, DAY_BAR_S)));
    }

    private static Shell.Run played(String drill, Path reports, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "drill",
                Installed.HOME.resolve("config/drills/" + drill + ".yaml").toString(),
                "--virtual",
                "--out",
                reports.resolve(drill).toString()));
        command.addAll(List.of(more));
        Shell.Run run = Shell.run(command.toArray(String[]::new));
        if (run.exitCode() != 0) {
            throw new IOException(drill + " ended with " + run.exitCode() + ": " + String.join("\n", run.lines()));
        }
        return run;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
