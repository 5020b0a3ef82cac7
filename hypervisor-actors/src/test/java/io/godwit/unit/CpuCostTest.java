package io.godwit.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuCostTest {

    @ParameterizedTest
    @CsvSource({
        "1300cycles,1300,0,1300cycles",
        "1 cycle,1,0,1cycles",
        "18us,0,18000,18us",
        "1.2us,0,1200,1.2us",
        "6ms,0,6000000,6ms",
        "0ns,0,0,0s"
    })
    void readsAndWritesCyclesAndTimes(String text, long cycles, long ns, String canonical) {
        assertThat(CpuCost.parse(text)).isEqualTo(new CpuCost(cycles, ns)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1300", "-5cycles", "1.5cycles", "3parsecs", "", "cycles", "-2us"})
    void refusesWhatIsNoCostAndNamesOneThatIs(String text) {
        assertThatThrownBy(() -> CpuCost.parse(text))
                .isInstanceOf(IllegalQuantity.class)
                .hasMessageContaining("write");
    }

    @Test
    void cyclesTakeLessTimeOnAFasterProcessorAndTimesDoNot() {
        assertThat(CpuCost.parse("1300cycles").nanosAt(Frequency.parse("2.6GHz")))
                .isEqualTo(500);
        assertThat(CpuCost.parse("1300cycles").nanosAt(Frequency.parse("1.3GHz")))
                .isEqualTo(1000);
        assertThat(CpuCost.parse("18us").nanosAt(Frequency.parse("1.3GHz"))).isEqualTo(18_000);
    }
}
