package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.guest.DirtyPages;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.history.GuestEvent;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.link.LinkQuality;
import io.godwit.migration.precopy.Forecast;
import io.godwit.migration.precopy.Round;
import io.godwit.migration.precopy.Terms;
import io.godwit.migration.precopy.WireCost;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rounds of a real migration in virtual time against what a page of paper says.
class PrecopyRoundsTest {

    private static final Percentage FIVE_PERCENT = Percentage.withPercentage(5);
    private static final double PAGE_BYTES = 4096;
    private static final double BYTES_PER_SECOND = 10e9 / 8;
    private static final double WRITES_PER_SECOND = 51_200;

    private static TwoHosts sequential;

    @BeforeAll
    static void moveTheSequentialWriter() {
        sequential = migrated(Scenario.fourGibibytes(new Pattern.Sequential(), MemorySize.ofGibibytes(4)));
    }

    @AfterAll
    static void close() {
        sequential.close();
    }

    @Test
    void shrinkGeometricallyForASequentialWriter() {
        List<Round> rounds = roundsWithTheGuestRunning(sequential);
        assertThat(rounds).hasSizeGreaterThanOrEqualTo(4);
        double ratio = WRITES_PER_SECOND * PAGE_BYTES / BYTES_PER_SECOND;
        double pages = sequential.scenario.pages();
        for (Round round : rounds) {
            assertThat((double) round.pages()).as("%s", round).isCloseTo(pages, FIVE_PERCENT);
            assertThat(round.durationNs() / 1e9)
                    .as("%s", round)
                    .isCloseTo(pages * PAGE_BYTES / BYTES_PER_SECOND, FIVE_PERCENT);
            pages *= ratio;
            assertThat((double) round.dirtyPages()).as("%s", round).isCloseTo(pages, FIVE_PERCENT);
        }
    }

    @Test
    void dirtyAsMuchOfAWorkingSetAsRandomWritesFind() {
        Scenario scenario = Scenario.fourGibibytes(new Pattern.Random(), MemorySize.ofMebibytes(512));
        try (TwoHosts hosts = migrated(scenario)) {
            List<Round> rounds = roundsWithTheGuestRunning(hosts);
            assertThat(rounds).hasSizeGreaterThanOrEqualTo(4);
            double pages = scenario.pages();
            for (Round round : rounds) {
                double seconds = pages * PAGE_BYTES / BYTES_PER_SECOND;
                assertThat((double) round.pages()).as("%s", round).isCloseTo(pages, FIVE_PERCENT);
                assertThat(round.durationNs() / 1e9).as("%s", round).isCloseTo(seconds, FIVE_PERCENT);
                pages = DirtyPages.random(WRITES_PER_SECOND * seconds, (double) scenario.workingSetPages());
                assertThat((double) round.dirtyPages()).as("%s", round).isCloseTo(pages, FIVE_PERCENT);
            }
        }
    }

    @Test
    void standStillForAsLongAsWasComputed() {
        MigrationReport report = sequential.report(Side.SOURCE).orElseThrow();
        long computedNs = Forecast.of(
                        report.rounds().getLast().pages(),
                        WireCost.byDefault(),
                        sequential.scenario.link(),
                        TestPort.ONE_WAY.multipliedBy(2).toNanos())
                .downtimeNs();
        long actualNs = at(sequential, GuestEvent.Resumed.class) - at(sequential, GuestEvent.Paused.class);
        long reportedNs = report.downtime().orElseThrow().totalNs();
        assertThat(actualNs).isCloseTo(computedNs, within(1_000_000L));
        assertThat(reportedNs).isCloseTo(actualNs, within(1_000_000L));
        assertThat(sequential.report(Side.TARGET).orElseThrow().downtime()).isEqualTo(report.downtime());
    }

    @Test
    void endInARefusalWithNumbersWhenTheGuestIsFasterThanTheLink() {
        Scenario scenario = new Scenario(
                MemorySize.ofMebibytes(64),
                MemorySize.ofMebibytes(64),
                new Pattern.Sequential(),
                EventRate.parse("51200/s"),
                new LinkQuality(Duration.ofNanos(200_000), Bandwidth.parse("1Gbit")),
                Terms.within(Duration.ofMillis(50), 5),
                1);
        try (TwoHosts hosts = migrated(scenario)) {
            MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
            assertThat(report.outcome()).isEqualTo(Outcome.NOT_CONVERGED);
            assertThat(report.why())
                    .matches("not converging: after 5 rounds \\d+ pages left, a downtime of [\\d.]+ ms"
                            + " against a limit of 50.0 ms");
            assertThat(report.rounds()).hasSize(5);
            assertThat(report.epoch()).hasValue(8);
            assertThat(hosts.registry.owner()).isEqualTo(TwoHosts.SOURCE);
            assertThat(hosts.copies.running()).containsExactly(TwoHosts.SOURCE);
            assertThat(hosts.copies.violations()).isEmpty();
        }
    }

    private static TwoHosts migrated(Scenario scenario) {
        TwoHosts hosts = new TwoHosts(scenario, TwoHosts.Plants.none());
        hosts.begin();
        hosts.runUntil(() -> hosts.isReported(Side.SOURCE) && hosts.isReported(Side.TARGET), Duration.ofSeconds(60));
        assertThat(hosts.world.failures()).isEmpty();
        assertThat(hosts.reports).hasSize(2);
        return hosts;
    }

    private static List<Round> roundsWithTheGuestRunning(TwoHosts hosts) {
        MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
        assertThat(report.outcome()).as(report.why()).isEqualTo(Outcome.COMMITTED);
        return report.rounds().subList(0, report.rounds().size() - 1);
    }

    private static long at(TwoHosts hosts, Class<? extends GuestEvent> kind) {
        return hosts.history.stream()
                .filter(seen -> kind.isInstance(seen.event()))
                .findFirst()
                .orElseThrow()
                .atNs();
    }
}
