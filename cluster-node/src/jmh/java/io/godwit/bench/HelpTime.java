package io.godwit.bench;

import static io.godwit.bench.Figure.Bar.promise;
import static io.godwit.bench.Figure.Sense.AT_MOST;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// How long a person waits for `./godwit --help`, shell script and all.
final class HelpTime implements Gauge {

    private static final int RUNS = 9;
    private static final double BAR_S = 2;

    @Override
    public void measure(Sheet sheet) throws IOException {
        Shell.run("--help"); // builds, if something is newer than the build
        List<Double> seconds = new ArrayList<>();
        for (int run = 1; run <= RUNS; run++) {
            sheet.progress("run " + run + " of " + RUNS);
            seconds.add(Shell.run("--help").seconds());
        }
        sheet.write(Figure.of(
                        "./godwit --help, median of " + RUNS,
                        Samples.median(seconds),
                        "s",
                        "0.1 s of shell, 0.1 s of a JVM with its start-up cache, 0.2 s of picocli's reflection")
                .against(promise(AT_MOST, BAR_S)));
    }
}
