package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.DowntimeParts;
import io.godwit.history.GuestEvent;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.history.MigrationEvent.StoodStill;
import io.godwit.link.LinkQuality;
import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the two sides say of the parts of a downtime is, put together, how long the guest stood still: nobody measured
/// a part twice, or left one out.
class DowntimeTest {

    private static final int SEEDS = 24;

    /// What the messages themselves take on the link, beside the pages and the state that they stand for.
    private static final long OF_MESSAGES_NS = 60_000;

    private static final List<Mode> MODES =
            Stream.of(Mode.values()).filter(Mode::movesMemory).toList();

    @Test
    void isTheSumOfItsPartsInEachMode() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            for (Mode mode : MODES) {
                try (TwoHosts hosts = new TwoHosts(scenario(seed, mode), TwoHosts.Plants.none())) {
                    hosts.move();
                    DowntimeParts parts =
                            hosts.events(StoodStill.class).getFirst().parts();
                    String what = mode + ", seed " + seed + ": " + parts;
                    long pausedNs = at(hosts, it -> it instanceof GuestEvent.Paused);
                    long resumedNs = at(hosts, it -> it instanceof GuestEvent.Resumed);
                    assertThat(resumedNs - pausedNs - (parts.totalNs() - parts.pauseNs()))
                            .as(what)
                            .isBetween(0L, OF_MESSAGES_NS);
                    assertThat(parts.pauseNs()).as(what).isBetween(0L, 10_000_000L);
                    assertThat(hosts.report(Side.TARGET)
                                    .orElseThrow()
                                    .downtime()
                                    .orElseThrow()
                                    .totalNs())
                            .as(what)
                            .isEqualTo(parts.totalNs());
                }
            }
        }
    }

    @Test
    void hasNoPartForPagesThatAllFollow() {
        for (Mode mode : MODES) {
            try (TwoHosts hosts = new TwoHosts(scenario(1, mode), TwoHosts.Plants.none())) {
                hosts.move();
                DowntimeParts parts = hosts.events(StoodStill.class).getFirst().parts();
                assertThat(parts.pagesNs().isPresent()).as("%s", mode).isEqualTo(mode != Mode.POST_COPY);
                assertThat(parts.stateNs()).as("%s", mode).isPositive();
            }
        }
    }

    /// Writing it down is part of its state's way out, and reading it back of the proof.
    @Test
    void aContainerIsDumpedAndRestoredWhileItStands() {
        try (TwoHosts hosts = new TwoHosts(scenario(1, Mode.FREEZE_AND_COPY), TwoHosts.Plants.none())) {
            hosts.move();
            DowntimeParts parts = hosts.events(StoodStill.class).getFirst().parts();
            assertThat(parts.stateNs()).isBetween(Scenario.DUMP.toNanos(), Scenario.DUMP.toNanos() + 5_000_000);
            assertThat(parts.verifyNs()).isBetween(Scenario.RESTORE.toNanos(), Scenario.RESTORE.toNanos() + 5_000_000);
        }
    }

    private static Scenario scenario(long seed, Mode mode) {
        RandomGenerator random = Seed.of(seed).child("link").generator();
        Scenario small = Scenario.small(seed).by(mode);
        var link = new LinkQuality(
                Duration.ofNanos(50_000 + random.nextLong(2_000_000)),
                Bandwidth.parse(500 + random.nextInt(2_000) + "Mbit"));
        return new Scenario(
                small.memory(), small.workingSet(), small.pattern(), small.writes(), link, small.terms(), seed);
    }

    private static long at(TwoHosts hosts, Predicate<GuestEvent> which) {
        return hosts.history.stream()
                .filter(it -> it.event() instanceof GuestEvent event && which.test(event))
                .findFirst()
                .orElseThrow()
                .atNs();
    }
}
