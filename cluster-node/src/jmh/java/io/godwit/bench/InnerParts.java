package io.godwit.bench;

import static io.godwit.bench.Figure.Bar.promise;
import static io.godwit.bench.Figure.Sense.AT_LEAST;
import static io.godwit.bench.Figure.Sense.AT_MOST;

import io.godwit.bench.Figure.Bar;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// JMH over the inner parts of all modules. What each measures, and what was expected, stands in its own description.
final class InnerParts implements Gauge {

    private static final Map<String, Bar> BARS = new TreeMap<>(Map.of(
            "FairShareBenchmark.contended", promise(AT_MOST, 2_000),
            "MemoryBenchmark.writesInAWorkingSet", promise(AT_LEAST, 20e6),
            "MemoryBenchmark.writesAtRandom", promise(AT_LEAST, 5e6),
            "MemoryBenchmark.firstWritesAtRandom", promise(AT_LEAST, 5e6),
            "MemoryBenchmark.pagesWalked", promise(AT_LEAST, 5e6),
            "MemoryBenchmark.copies", promise(AT_LEAST, 1_000),
            "MemoryBenchmark.copiesThenWritten", promise(AT_LEAST, 1_000),
            "MemoryDirtierBenchmark.sequential", promise(AT_LEAST, 20e6),
            "MemoryDirtierBenchmark.random", promise(AT_LEAST, 20e6),
            "MemoryDirtierBenchmark.hotCold", promise(AT_LEAST, 20e6)));

    @Override
    public void measure(Sheet sheet) throws IOException {
        sheet.progress("a few seconds for each part");
        try {
            for (RunResult result : new Runner(
                            new OptionsBuilder().verbosity(VerboseMode.SILENT).build())
                    .run()) {
                write(sheet, result);
            }
        } catch (RunnerException failed) {
            throw new IOException(failed);
        }
    }

    private static void write(Sheet sheet, RunResult run) {
        String[] name = run.getParams().getBenchmark().split("\\.", -1);
        String part = name[name.length - 2] + "." + name[name.length - 1];
        Result<?> score = run.getPrimaryResult();
        Figure figure = Figure.of(
                part, score.getScore(), score.getScoreUnit(), "see the description of " + name[name.length - 2]);
        Optional<Bar> bar = Optional.ofNullable(BARS.get(part));
        sheet.write(bar.map(figure::against).orElse(figure));
    }
}
