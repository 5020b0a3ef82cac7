package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Pulled;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.history.MigrationEvent.Slowed;
import io.godwit.migration.precopy.AutoConverge;
import io.godwit.migration.precopy.Help;
import io.godwit.migration.precopy.Round;
import io.godwit.migration.precopy.StopRule;
import io.godwit.migration.precopy.Terms;
import io.godwit.unit.Bandwidth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a guest that wants all of its one vCPU loses while it moves.
class SlowdownTest {

    private static final long BATCH_NS = 10_000_000;

    @Test
    void isWhatTheThrottleTookInEachRound() {
        for (long seed = 1; seed <= 3; seed++) {
            try (TwoHosts hosts = new TwoHosts(starved(seed, 5), TwoHosts.Plants.none())) {
                hosts.move();
                MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
                assertThat(report.outcome()).isEqualTo(Outcome.NOT_CONVERGED);
                List<Round> rounds = report.rounds();
                long expectedNs = rounds.stream()
                        .mapToLong(it -> it.durationNs() * it.throttlePercent() / 100)
                        .sum();
                long spanNs = rounds.stream().mapToLong(Round::durationNs).sum();
                Slowed slowed = only(hosts);
                assertThat(expectedNs).isPositive();
                assertThat(slowed.side()).isEqualTo(Side.SOURCE);
                assertThat(slowed.lostNs()).as("%s", slowed).isCloseTo(expectedNs, within(BATCH_NS));
                assertThat(slowed.spanNs()).as("%s", slowed).isCloseTo(spanNs, within(BATCH_NS));
            }
        }
    }

    @Test
    void isNothingForAGuestThatNobodyThrottles() {
        try (TwoHosts hosts = new TwoHosts(Scenario.small(1), TwoHosts.Plants.none())) {
            hosts.move();
            assertThat(only(hosts).lostNs()).isZero();
            assertThat(only(hosts).spanNs()).isPositive();
        }
    }

    /// It stands all the time, so that there is nothing to be slower than.
    @Test
    void isNotSaidOfAGuestThatStoodAllTheWhile() {
        try (TwoHosts hosts = new TwoHosts(Scenario.small(1).by(Mode.SUSPEND_AND_COPY), TwoHosts.Plants.none())) {
            hosts.move();
            assertThat(hosts.events(Slowed.class)).isEmpty();
        }
    }

    @Test
    void isWhatAGuestWaitedForPagesThatFollowedIt() {
        try (TwoHosts hosts = new TwoHosts(Scenario.small(1).by(Mode.POST_COPY), TwoHosts.Plants.none())) {
            hosts.move();
            Slowed slowed = only(hosts);
            Round pull = hosts.report(Side.SOURCE).orElseThrow().rounds().getLast();
            assertThat(slowed.side()).isEqualTo(Side.TARGET);
            assertThat(slowed.lostNs())
                    .isPositive()
                    .isEqualTo(hosts.events(Pulled.class).getFirst().stallNs());
            assertThat(slowed.spanNs()).isCloseTo(pull.durationNs(), within(BATCH_NS));
        }
    }

    private static Slowed only(TwoHosts hosts) {
        assertThat(hosts.events(Slowed.class)).hasSize(1);
        return hosts.events(Slowed.class).getFirst();
    }

    private static Scenario starved(long seed, int rounds) {
        return Scenario.small(seed)
                .with(new Terms(
                        new StopRule.DowntimeLimit(1, rounds),
                        Optional.of(Bandwidth.parse("50Mbit")),
                        new Help(false, false, Optional.of(AutoConverge.qemu()))));
    }
}
