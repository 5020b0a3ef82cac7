package io.godwit.cli;

import io.godwit.drill.file.DrillFileError;
import io.godwit.guest.IllegalTrace;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/// Runs the same thing with many seeds, as many at once as there are threads. Each run is a world of its own, on one
/// thread; what they come to is told in the order of the seeds, so that nobody can see how many threads there were.
///
/// @param threads that run at once
record SeedRuns(SeedRange seeds, int threads) {

    /// Runs that may be ahead of the one that is told next, for each thread: a slow one does not stop the others.
    private static final int AHEAD = 4;

    /// @param run what is done with a seed, on any thread
    /// @param told is given each result, on this thread
    /// @throws IllegalStateException naming the first seed whose run broke, with what broke it
    <T> void each(LongFunction<T> run, Consumer<T> told) {
        try (var pool = Executors.newFixedThreadPool(threads)) {
            Queue<Future<T>> underway = new ArrayDeque<>();
            long next = seeds.first();
            try {
                for (long seed = seeds.first(); seed <= seeds.last(); seed++) {
                    while (next <= seeds.last() && underway.size() < threads * AHEAD) {
                        long mine = next++;
                        underway.add(pool.submit(() -> run.apply(mine)));
                    }
                    told.accept(result(seed, underway.remove()));
                }
            } finally {
                pool.shutdownNow();
            }
        }
    }

    private static <T> T result(long seed, Future<T> run) {
        try {
            return run.get();
        } catch (ExecutionException broken) {
            if (broken.getCause() instanceof RuntimeException mistake && isForPeople(mistake)) {
                throw mistake;
            }
            throw new IllegalStateException("the run with seed " + seed + " broke", broken.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped before the run with seed " + seed + " was over", stopped);
        }
    }

    /// What was wrong with a file is told as it is.
    private static boolean isForPeople(RuntimeException mistake) {
        return mistake instanceof DrillFileError
                || mistake instanceof IllegalTrace
                || mistake instanceof InvalidSettings;
    }
}
