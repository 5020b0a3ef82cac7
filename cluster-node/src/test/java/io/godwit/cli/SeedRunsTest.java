package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.rehearsal.ShippedDrill;
import io.godwit.verdict.ReportJson;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeedRunsTest {

    @Test
    void tellsResultsInTheOrderOfTheSeedsHoweverLongEachTakes() {
        LongFunction<Long> slowFirst = seed -> {
            var work = seed;
            for (long i = 0; i < (40 - seed) * 20_000; i++) {
                work = work * 31 + i;
            }
            return work == 0 ? -seed : seed;
        };

        assertThat(told(new SeedRange(1, 40), 4, slowFirst))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
    }

    @Test
    void isTheSameToTheLastByteOnManyThreadsAsOnOne() {
        LongFunction<String> play = seed -> {
            return ReportJson.write(
                    ShippedDrill.report(ShippedDrill.read("crash-matrix", seed).getFirst()));
        };

        assertThat(told(new SeedRange(1, 6), 3, play)).isEqualTo(told(new SeedRange(1, 6), 1, play));
    }

    @Test
    void namesTheSeedWhoseRunBroke() {
        LongFunction<Long> broken = seed -> {
            if (seed == 3) {
                throw new IllegalArgumentException("a bug");
            }
            return seed;
        };

        assertThatThrownBy(() -> told(new SeedRange(1, 9), 2, broken))
                .hasMessage("the run with seed 3 broke")
                .hasRootCauseMessage("a bug");
    }

    @Test
    void readsRangesAndRefusesWhatIsNone() {
        assertThat(SeedRange.read("1..200")).contains(new SeedRange(1, 200));
        assertThat(SeedRange.read("7")).contains(new SeedRange(7, 7));
        for (var text : List.of("", "5..1", "1...3", "1..", "..3", "-1..3", "a..b", "1..2..3", "9".repeat(30))) {
            assertThat(SeedRange.read(text)).as(text).isEmpty();
        }
        assertThat(new SeedRange(1, SeedRange.MOST).isFeasible()).isTrue();
        assertThat(new SeedRange(0, SeedRange.MOST).isFeasible()).isFalse();
    }

    private static <T> List<T> told(SeedRange seeds, int threads, LongFunction<T> run) {
        var told = new ArrayList<T>();
        new SeedRuns(seeds, threads).<T>each(run, told::add);
        return told;
    }
}
