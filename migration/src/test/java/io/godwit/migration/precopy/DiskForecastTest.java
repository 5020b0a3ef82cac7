package io.godwit.migration.precopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.migration.precopy.DiskForecast.GuestDisk;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiskForecastTest {

    private static final WireCost COST = WireCost.byDefault();
    private static final Bandwidth LINK = Bandwidth.parse("10Gbit");

    @Test
    void anIdleGuestsDiskTakesTheTimeOfItsBytes() {
        DiskForecast idle = DiskForecast.of(
                new GuestDisk(MemorySize.ofGibibytes(10), EventRate.parse("0/s")), LINK, Optional.empty(), COST);
        assertThat(idle.mirroredBytes()).isZero();
        assertThat(idle.durationNs()).isEqualTo(LINK.nanosFor(COST.bytesOf((10L << 30) / 4096)));
    }

    /// 30,000 blocks a second are a tenth of the link; half of them go to both: a twentieth more time.
    @Test
    void halfOfAllWritesGoToBoth() {
        GuestDisk busy = new GuestDisk(MemorySize.ofGibibytes(10), EventRate.parse("30458/s"));
        DiskForecast idle = DiskForecast.of(
                new GuestDisk(MemorySize.ofGibibytes(10), EventRate.parse("0/s")), LINK, Optional.empty(), COST);
        DiskForecast forecast = DiskForecast.of(busy, LINK, Optional.empty(), COST);
        assertThat((double) forecast.durationNs() / idle.durationNs()).isBetween(1.052, 1.053);
        assertThat(forecast.bytes() - forecast.mirroredBytes()).isEqualTo(idle.bytes() - idle.mirroredBytes());
        assertThat(DiskForecast.rest(busy, LINK, COST).bitsPerSecond()).isBetween(8_999_000_000L, 9_001_000_000L);
    }

    @Test
    void theReadingKeepsToItsBandwidthAndWritesDoNot() {
        GuestDisk busy = new GuestDisk(MemorySize.ofGibibytes(1), EventRate.parse("30458/s"));
        DiskForecast capped = DiskForecast.of(busy, LINK, Optional.of(Bandwidth.parse("1Gbit")), COST);
        assertThat(capped.durationNs()).isEqualTo(Bandwidth.parse("1Gbit").nanosFor(COST.bytesOf((1L << 30) / 4096)));
        assertThat((double) capped.mirroredBytes() / (capped.bytes() - capped.mirroredBytes()))
                .isBetween(0.49, 0.51);
    }

    @Test
    void writesThatFillTheLinkAreRefused() {
        GuestDisk flood = new GuestDisk(MemorySize.ofGibibytes(10), EventRate.parse("400000/s"));
        assertThatThrownBy(() -> DiskForecast.of(flood, LINK, Optional.empty(), COST))
                .isInstanceOf(IllegalQuantity.class)
                .hasMessageContaining("wait for it without end");
    }
}
