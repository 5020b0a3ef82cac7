package io.godwit.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.drill.file.Pairwise;
import io.godwit.rehearsal.ShippedDrill;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedReportsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host-loss",
                "rolling-maintenance",
                "split",
                "paused-controller",
                "control-plane-loss",
                "crash-matrix"
            })
    void areTheSameToTheLastByte(String name) {
        for (var drill : Pairwise.sample(ShippedDrill.read(name, 17))) {
            var first = ReportJson.write(ShippedDrill.report(drill));
            assertThat(ReportJson.write(ShippedDrill.report(drill)))
                    .as(drill.title())
                    .isEqualTo(first);
        }
    }
}
