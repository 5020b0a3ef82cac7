package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.history.MigrationEvent.Aid;
import io.godwit.history.MigrationEvent.Helped;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.Transfer;
import io.godwit.host.VmDescription;
import io.godwit.link.LinkQuality;
import io.godwit.migration.precopy.Channels;
import io.godwit.migration.precopy.Dirtying;
import io.godwit.migration.precopy.GuestMemory;
import io.godwit.migration.precopy.Help;
import io.godwit.migration.precopy.HelpUse;
import io.godwit.migration.precopy.HelpWish;
import io.godwit.migration.precopy.Prediction;
import io.godwit.migration.precopy.Round;
import io.godwit.migration.precopy.Route;
import io.godwit.migration.precopy.StopRule;
import io.godwit.migration.precopy.Terms;
import io.godwit.migration.precopy.WireCost;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Each help: the guest holds what its twin holds, all its pages are accounted for, and what it saved is said.
class HelpTest {

    private static final StopRule FIVE_ROUNDS = new StopRule.FixedRounds(5);
    private static final WireCost COST = WireCost.byDefault();

    private static Help help(Aid... aids) {
        return new HelpWish(
                        Optional.of(List.of(aids)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())
                .over(Help.none());
    }

    @Test
    void holdsTheSameWithEachHelpAndSaysWhatThatSaved() {
        for (Pattern pattern : List.of(new Pattern.Sequential(), new Pattern.Random(), new Pattern.HotCold(100, 900))) {
            long plain = moved(pattern, Help.none()).bytes();
            for (Aid aid : List.of(Aid.SKIP_ZERO_PAGES, Aid.SKIP_SHARED_PAGES, Aid.DELTAS, Aid.SKIP_DIRTIED)) {
                MigrationReport report = moved(pattern, help(aid));
                HelpUse use = report.help().getFirst();
                assertThat(report.help()).as("%s", pattern).hasSize(1);
                assertThat(use.aid()).isEqualTo(aid);
                assertThat(use.savedBytes())
                        .isEqualTo(report.rounds().stream()
                                .mapToLong(Round::savedBytes)
                                .sum());
                assertThat(use.looked()).isGreaterThanOrEqualTo(use.pages());
                assertThat(report.bytes() + use.savedBytes()).isEqualTo(COST.bytesOf(pages(report)));
                assertThat(report.bytes()).as("%s %s", pattern, aid).isLessThanOrEqualTo(plain);
            }
        }
    }

    @Test
    void deltasSaveWhatIsSentAgainAndNoMoreThanTheirCacheHolds() {
        Help small = new HelpWish(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(MemorySize.ofKibibytes(400)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())
                .over(Help.none());
        MigrationReport few = moved(new Pattern.HotCold(100, 900), small);
        MigrationReport many = moved(new Pattern.HotCold(100, 900), help(Aid.DELTAS));
        assertThat(few.help().getFirst().pages())
                .isBetween(1L, 100L * (few.rounds().size() - 2));
        assertThat(many.help().getFirst().pages())
                .isGreaterThan(few.help().getFirst().pages());
        assertThat(few.help().getFirst().hostCpuNs()).isPositive();
    }

    /// As far as the slowest link would have it, pages come as they were predicted.
    @Test
    void whatHelpsSaveIsPredicted() {
        for (Aid aid : List.of(Aid.DELTAS, Aid.SKIP_ZERO_PAGES)) {
            MigrationReport report = moved(new Pattern.Random(), help(aid));
            Scenario scenario = scenario(new Pattern.Random(), help(aid));
            Prediction prediction = prediction(scenario, scenario.pages() / 2);
            List<Round> expected = prediction.precopy().rounds();
            for (int i = 0; i < expected.size(); i++) {
                long bytes = expected.get(i).bytes();
                assertThat(report.rounds().get(i).bytes())
                        .as("%s round %d of %s", aid, i + 1, report.rounds())
                        .isCloseTo(bytes, within(COST.bytesOf(60) + bytes / 20));
            }
            assertThat(prediction.help().getFirst().aid()).isEqualTo(aid);
        }
    }

    /// A channel carries a tenth of the link, so that three carry three tenths: as many cores as the guest leaves.
    @Test
    void severalChannelsFillALinkThatOneDoesNot() {
        long one =
                moved(new Pattern.Sequential(), carried(1)).rounds().getFirst().durationNs();
        long three =
                moved(new Pattern.Sequential(), carried(3)).rounds().getFirst().durationNs();
        long all =
                moved(new Pattern.Sequential(), Help.none()).rounds().getFirst().durationNs();
        assertThat((double) one / three).isCloseTo(3, within(0.1));
        assertThat((double) three / all).isCloseTo(10 / 3.0, within(0.1));
        HelpUse use = moved(new Pattern.Sequential(), carried(3)).help().getFirst();
        assertThat(use.aid()).isEqualTo(Aid.CHANNELS);
        assertThat(use.hostCpuNs()).isGreaterThan(three * 2);
    }

    private static Help carried(int channels) {
        return new Help(
                false,
                false,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                new Channels(channels, Bandwidth.parse("80Mbit")));
    }

    /// A guest that writes 60,000 pages a second over 1 Gbit/s never converges; one that is held to 20 MiB/s does, and
    /// writes no more than that.
    @Test
    void aDirtyLimitHoldsTheGuestToItAndTheGuestFeelsIt() {
        Help limit = new HelpWish(
                        Optional.empty(),
                        Optional.of(Bandwidth.parse("20MiB/s")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())
                .over(Help.none());
        Scenario fast = new Scenario(
                MemorySize.ofMebibytes(32),
                MemorySize.ofMebibytes(16),
                new Pattern.Random(),
                EventRate.parse("60000/s"),
                Scenario.small(1).link(),
                new Terms(new StopRule.DowntimeLimit(5_000_000, 60), Optional.empty(), limit),
                1);
        try (TwoHosts hosts = new TwoHosts(fast, TwoHosts.Plants.none())) {
            MigrationReport report = moved(hosts);
            List<Round> rounds = report.rounds();
            assertThat(rounds.subList(0, 3)).extracting(Round::throttlePercent).containsOnly(0);
            assertThat(rounds.get(3).throttlePercent()).isGreaterThan(60);
            assertThat(rounds.subList(5, rounds.size() - 1)).isNotEmpty().allSatisfy(round -> assertThat(
                            round.dirtyBitsPerSecond())
                    .isLessThan(Bandwidth.parse("25MiB/s").bitsPerSecond()));
            Prediction prediction = prediction(fast, 0);
            assertThat(prediction.precopy().rounds().size()).isCloseTo(rounds.size() - 1, within(2));
            assertThat(prediction.bytes()).isCloseTo(report.bytes(), withinPercentage(10));
            HelpUse use = report.help().getFirst();
            assertThat(use.savedBytes()).isPositive();
            assertThat(use.guestCpuNs()).isPositive();
            assertThat(hosts.events(Helped.class)).singleElement().satisfies(it -> {
                assertThat(it.aid()).isEqualTo(Aid.DIRTY_LIMIT);
                assertThat(it.savedBytes()).isEqualTo(use.savedBytes());
            });
        }
    }

    /// A guest below the limit is left alone.
    @Test
    void aGuestThatStaysHasAllItsCpuAgain() {
        Help limit = help(Aid.DIRTY_LIMIT);
        Scenario slow = Scenario.small(1)
                .with(new Terms(new StopRule.DowntimeLimit(1, 5), Optional.of(Bandwidth.parse("50Mbit")), limit));
        try (TwoHosts hosts = new TwoHosts(slow, TwoHosts.Plants.none())) {
            hosts.begin();
            assertThat(hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofSeconds(60)))
                    .isTrue();
            MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
            assertThat(report.outcome()).isEqualTo(Outcome.NOT_CONVERGED);
            assertThat(report.rounds().getLast().throttlePercent()).isGreaterThan(80);
            VmDescription.CpuFigures cpu = ((VmDescription) hosts.describe(hosts.source)).cpu();
            assertThat(cpu.grantNanoCores()).isEqualTo(cpu.demandNanoCores());
            assertThat(cpu.stealNs()).isGreaterThan(100_000_000);
        }
    }

    private static Prediction prediction(Scenario scenario, long zeroPages) {
        Dirtying dirtying = Dirtying.of(scenario.writing(), COST.page());
        return Prediction.of(
                scenario.terms(), new GuestMemory(scenario.pages(), zeroPages, dirtying), Route.of(scenario.link()));
    }

    private static long pages(MigrationReport report) {
        return report.rounds().stream().mapToLong(Round::pages).sum();
    }

    private static Scenario scenario(Pattern pattern, Help help) {
        Scenario small = Scenario.small(1);
        return new Scenario(
                small.memory(),
                MemorySize.ofMebibytes(16),
                pattern,
                EventRate.parse("20000/s"),
                new LinkQuality(Duration.ofNanos(200_000), Bandwidth.parse("800Mbit")),
                new Terms(FIVE_ROUNDS, Optional.empty(), help),
                1);
    }

    private static MigrationReport moved(Pattern pattern, Help help) {
        try (TwoHosts hosts = new TwoHosts(scenario(pattern, help), TwoHosts.Plants.none())) {
            return moved(hosts);
        }
    }

    /// And holds what its twin holds.
    private static MigrationReport moved(TwoHosts hosts) {
        hosts.begin();
        assertThat(hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofSeconds(60)))
                .isTrue();
        MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
        assertThat(report.outcome()).as(report.why()).isEqualTo(Outcome.COMMITTED);
        Transfer.StateCaptured moved = hosts.capture(hosts.target);
        assertThat(moved.digest())
                .isEqualTo(hosts.scenario.twinDigest(moved.state().memoryWrites()));
        return report;
    }
}
