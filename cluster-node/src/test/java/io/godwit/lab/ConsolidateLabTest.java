package io.godwit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.godwit.experiment.IllegalSetting;
import io.godwit.figure.Grid;
import io.godwit.figure.Lines;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsolidateLabTest {

    private static final Path CONFIG =
            Path.of(System.getProperty("godwit.home", "..")).resolve("config");

    @Test
    void theLoadIsWhatWasAskedForAndFewMachinesSavePower() {
        var before = row(Map.of("observed", "5m"), 0);
        var after = row(Map.of("observed", "5m"), 1);
        assertThat(before[1]).as("mean use").isCloseTo(10, within(0.3));
        assertThat(before[5]).as("steal on a machine of one's own").isZero();
        assertThat(after[1]).isBetween(35.0, 50.0);
        assertThat(after[2]).as("no host gives more than it has").isLessThanOrEqualTo(100.0001);
        assertThat(after[3]).isLessThan(before[3] / 3);
        assertThat(after[5]).isPositive();
    }

    @Test
    void withRoomForAllNothingIsStolen() {
        assertThat(row(Map.of("servers", "4", "hosts", "3", "load", "1%", "peak", "5%"), 1)[5])
                .isZero();
    }

    @Test
    void noSecondOfAHostExceedsIt() {
        var use = (Lines) run(Map.of()).findings().figures().get(2);
        assertThat(use.lines().stream().flatMap(it -> it.points().stream()))
                .allMatch(it -> it.y() >= 0 && it.y() <= 100.0001);
    }

    @Test
    void whatIsImpossibleTogetherIsRefusedWithTheMissingAmount() {
        assertThat(refusal(Map.of("hosts", "10"))).contains("10 servers on 10 hosts are no fewer: write at most 9");
        assertThat(refusal(Map.of("memory", "1GiB")))
                .isEqualTo("memory: 5 servers of 1GiB on a host lack 1GiB of memory: write less, or more hosts");
        assertThat(refusal(Map.of("load", "50%", "peak", "40%"))).contains("can't be with a peak of 40%");
    }

    private static String refusal(Map<String, String> given) {
        var message = new String[1];
        assertThatThrownBy(() -> run(given))
                .isInstanceOf(IllegalSetting.class)
                .satisfies(it -> message[0] = it.getMessage());
        return message[0];
    }

    private static Run run(Map<String, String> given) {
        return Run.of(new ConsolidateLab(), given, 1, CONFIG);
    }

    /// Machines, mean use, peak use, power, energy, steal, worst steal.
    private static double[] row(Map<String, String> given, int index) {
        var table = (Grid) run(given).findings().figures().getFirst();
        return table.rows().get(index).stream()
                .skip(1)
                .mapToDouble(it -> ((Grid.Amount) it).value())
                .toArray();
    }
}
