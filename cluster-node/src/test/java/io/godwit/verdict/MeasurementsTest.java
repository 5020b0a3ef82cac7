package io.godwit.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.identity.VmId;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MeasurementsTest {

    @Test
    void aPercentileIsTheNearestRank() {
        var hundred = numbers(100);

        assertThat(hundred.percentile(1)).contains(1L);
        assertThat(hundred.percentile(95)).contains(95L);
        assertThat(hundred.percentile(100)).contains(100L);
        assertThat(numbers(10).percentile(95)).contains(10L);
        assertThat(numbers(10).percentile(50)).contains(5L);
        assertThat(numbers(1).percentile(1)).contains(1L);
    }

    @Test
    void atLeastSoManyPercentAreNotAboveIt() {
        for (int count = 1; count <= 60; count++) {
            for (int percentile = 1; percentile <= 100; percentile++) {
                long value = numbers(count).percentile(percentile).orElseThrow();
                assertThat(value * 100).isGreaterThanOrEqualTo((long) count * percentile);
                assertThat((value - 1) * 100).isLessThan((long) count * percentile);
            }
        }
    }

    @Test
    void whatHasNoEndIsWorseThanAnything() {
        var each = new ArrayList<>(numbers(3).each());
        each.add(Measurements.of(new VmId("never"), Optional.empty()));
        var numbers = new Measurements(each);

        assertThat(numbers.percentile(75)).contains(3L);
        assertThat(numbers.percentile(76)).isEmpty();
        assertThat(numbers.worst().vm()).isEqualTo(new VmId("never"));
    }

    private static Measurements numbers(int count) {
        return new Measurements(LongStream.rangeClosed(1, count)
                .mapToObj(it -> Measurements.of(new VmId("vm-" + it), Optional.of(count + 1 - it)))
                .toList());
    }
}
