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
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// JMH over the inner parts of all modules. What each measures, and what was expected, stands in its own description.
final class InnerParts implements Gauge {

    private static final Map<String, Bar> BARS = new TreeMap<>(Map.ofEntries(
            Map.entry("FairShareBenchmark.contended", promise(AT_MOST, 2_000)),
            Map.entry("MemoryBenchmark.writesInAWorkingSet", promise(AT_LEAST, 20e6)),
            Map.entry("MemoryBenchmark.writesAtRandom", promise(AT_LEAST, 5e6)),
            Map.entry("MemoryBenchmark.firstWritesAtRandom", promise(AT_LEAST, 5e6)),
            Map.entry("MemoryBenchmark.pagesWalked", promise(AT_LEAST, 5e6)),
            Map.entry("MemoryBenchmark.copies", promise(AT_LEAST, 1_000)),
            Map.entry("MemoryBenchmark.copiesThenWritten", promise(AT_LEAST, 1_000)),
            Map.entry("QuantumBenchmark.credit 16x64", promise(AT_LEAST, 5e6)),
            Map.entry("QuantumBenchmark.eevdf 16x64", promise(AT_LEAST, 5e6)),
            Map.entry("MemoryDirtierBenchmark.sequential", promise(AT_LEAST, 20e6)),
            Map.entry("MemoryDirtierBenchmark.random", promise(AT_LEAST, 20e6)),
            Map.entry("MemoryDirtierBenchmark.hotCold", promise(AT_LEAST, 20e6))));

    @Override
    public void measure(Sheet sheet) throws IOException {
        sheet.progress("a few seconds for each part");
        try {
            var chosen = new OptionsBuilder()
                    .verbosity(VerboseMode.SILENT)
                    .include(System.getProperty(Given.PART, ".*"))
                    .build();
            for (RunResult result : new Runner(chosen).run()) {
                write(sheet, result);
            }
        } catch (NoBenchmarksException none) {
            sheet.skip("no part has such a name");
        } catch (RunnerException failed) {
            throw new IOException(failed);
        }
    }

    private static void write(Sheet sheet, RunResult run) {
        String[] name = run.getParams().getBenchmark().split("\\.", -1);
        StringBuilder part =
                new StringBuilder(name[name.length - 2]).append('.').append(name[name.length - 1]);
        for (String key : run.getParams().getParamsKeys()) {
            part.append(' ').append(run.getParams().getParam(key));
        }
        Result<?> score = run.getPrimaryResult();
        Figure figure = Figure.of(
                part.toString(),
                score.getScore(),
                score.getScoreUnit(),
                "see the description of " + name[name.length - 2]);
        Optional<Bar> bar = Optional.ofNullable(BARS.get(part.toString()));
        sheet.write(bar.map(figure::against).orElse(figure));
    }
}
