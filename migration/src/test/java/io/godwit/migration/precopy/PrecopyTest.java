package io.godwit.migration.precopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.godwit.link.LinkQuality;
import io.godwit.unit.Bandwidth;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PrecopyTest {

    private static final LinkQuality TEN_GIGABIT =
            new LinkQuality(Duration.ofNanos(200_000), Bandwidth.parse("10Gbit"));

    @Test
    void forecastsPagesStateLatencyAndCommit() {
        Forecast forecast = Forecast.of(1000, WireCost.byDefault(), TEN_GIGABIT, 400_000);
        // 1000 · 4104 B and 20480 B at 1.25 B/ns, rounded up
        assertThat(forecast).isEqualTo(new Forecast(1000, 4_104_000, 3_283_200, 16_384, 200_000, 400_000));
        assertThat(forecast.downtimeNs()).isEqualTo(3_899_584);
    }

    @Test
    void switchesOverExactlyAtTheLimit() {
        Forecast forecast = Forecast.of(1000, WireCost.byDefault(), TEN_GIGABIT, 0);
        assertThat(limitedTo(forecast.downtimeNs(), 5).weigh(forecast)).isEqualTo(new Course.SwitchOver(forecast));
        assertThat(limitedTo(forecast.downtimeNs() - 1, 5).weigh(forecast)).isEqualTo(new Course.CopyAgain());
    }

    @Test
    void givesUpAfterTheLastRoundAndSaysByHowMuch() {
        Forecast forecast = Forecast.of(1_000_000, WireCost.byDefault(), TEN_GIGABIT, 0);
        Precopy precopy = limitedTo(300_000_000, 2).with(round(1));
        assertThat(precopy.weigh(forecast)).isEqualTo(new Course.CopyAgain());
        assertThat(precopy.with(round(2)).weigh(forecast))
                .isInstanceOfSatisfying(Course.GiveUp.class, giveUp -> assertThat(giveUp.why())
                        .isEqualTo("not converging: after 2 rounds 1000000 pages left, a downtime of"
                                + " 3283.4 ms against a limit of 300.0 ms"));
    }

    @Test
    void refusesARoundOutOfTurn() {
        assertThatIllegalArgumentException().isThrownBy(() -> limitedTo(1, 2).with(round(2)));
    }

    private static Precopy limitedTo(long downtimeNs, int rounds) {
        return Precopy.on(Terms.within(Duration.ofNanos(downtimeNs), rounds));
    }

    private static Round round(int number) {
        return new Round(number, 10, 41_040, 32_832, 5, 0, 0);
    }
}
