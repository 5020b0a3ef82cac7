package io.godwit.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.verdict.DrillReport.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DifferencesTest {

    private final DrillReport virtual = Judge.judge(Plays.whole(), Plays.circumstances(Clock.VIRTUAL));

    @Test
    void saysHowMuchWasComparedWhereNothingDiffers() {
        var wall = Judge.judge(Plays.whole(), Plays.circumstances(Clock.WALL));

        assertThat(Differences.between(List.of(virtual), List.of(wall)))
                .first()
                .isEqualTo("virtual time, and processes:");
        assertThat(Differences.between(List.of(virtual), List.of(wall)))
                .last()
                .asString()
                .matches("  nothing differs in [1-9][0-9]* values");
    }

    @Test
    void namesBothValuesOfWhatDiffers() {
        var wall = Judge.judge(
                Plays.with(
                        Plays.whole(),
                        change -> change.steps(
                                List.of(change.played().steps().getFirst(), Plays.killed(Optional.empty())))),
                Plays.circumstances(Clock.WALL));

        assertThat(Differences.between(List.of(virtual), List.of(wall)))
                .contains("  step kill: felt, and not-felt")
                .anyMatch(line -> line.startsWith("  verdict: passed, and inconclusive"));
    }
}
