package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.device.Disk;
import io.godwit.guest.LedgerClient;
import io.godwit.history.GuestEvent;
import io.godwit.history.MigrationEvent;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A client that talks to a guest while that moves: its session goes on, no answer is lost, and no write is made twice.
class SessionTest {

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RESTART", "COLD"})
    void aClientsSessionSurvivesAndItsOutageIsTheDowntimeAndARepeatAtMost(Mode mode) {
        try (TwoHosts hosts =
                new TwoHosts(Scenario.small(1).by(mode).serving(SharedDisk.NAME), TwoHosts.Plants.none())) {
            Session session = hosts.session.orElseThrow();
            hosts.move();
            session.windDown();
            hosts.runUntil(() -> session.client.outstanding() == 0, Duration.ofSeconds(5));

            MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
            assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
            assertThat(session.client.outstanding())
                    .as("writes without an answer")
                    .isZero();
            assertThat(hosts.array.held(TwoHosts.VM))
                    .as("the disk holds each number once")
                    .containsExactly(new Disk.Held(LedgerClient.nameOf(TwoHosts.VM), session.client.sent(), List.of()));
            long downtimeNs = report.downtime().orElseThrow().totalNs();
            assertThat(session.longestGap().toNanos())
                    .as("outage beside a downtime of " + downtimeNs)
                    .isBetween(downtimeNs - 2_000_000, downtimeNs + Session.RETRY.toNanos() + 10_000_000);
        }
    }

    /// Each frame that the guest did not hear is counted at the source, and is sent again.
    @Test
    void countsWhatWasUnderWayWhenTheGuestStood() {
        try (TwoHosts hosts = new TwoHosts(
                Scenario.small(1).by(Mode.SUSPEND_AND_COPY).serving(SharedDisk.NAME), TwoHosts.Plants.none())) {
            hosts.move();

            MigrationReport.Traffic told =
                    hosts.report(Side.SOURCE).orElseThrow().traffic();
            assertThat(hosts.report(Side.TARGET).orElseThrow().traffic()).isEqualTo(told);
            long missed = hosts.events(GuestEvent.FrameMissed.class).size();
            assertThat(told.inFlight())
                    .as("a write takes 5 ms, and one comes every 2")
                    .isBetween(2L, 3L);
            assertThat(told.missedFrames()).isPositive().isLessThanOrEqualTo(missed);
            assertThat(hosts.session.orElseThrow().repeated())
                    .as("writes sent again")
                    .isPositive();
            assertThat(hosts.events(MigrationEvent.HandedOver.class))
                    .singleElement()
                    .satisfies(it -> assertThat(it.inFlight()).isEqualTo(told.inFlight()));
        }
    }
}
