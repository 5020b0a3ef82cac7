package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.history.MigrationEvent;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.PhaseEntered;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.Lifecycle;
import io.godwit.host.Transfer;
import io.godwit.host.VmDescription;
import io.godwit.migration.precopy.AutoConverge;
import io.godwit.migration.precopy.Dirtying;
import io.godwit.migration.precopy.GuestMemory;
import io.godwit.migration.precopy.Help;
import io.godwit.migration.precopy.Prediction;
import io.godwit.migration.precopy.PullForecast;
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

/// A guest can't tell that it was moved: after the same work it holds what a twin holds that never was.
class TwinTest {

    @Test
    void holdsTheSameAfterTheSameWorkAsATwinThatNeverMoved() {
        for (Pattern pattern : List.of(new Pattern.Sequential(), new Pattern.Random(), new Pattern.HotCold(100, 900))) {
            for (long seed = 1; seed <= 5; seed++) {
                Scenario scenario = scenario(pattern, seed);
                try (TwoHosts hosts = new TwoHosts(scenario, TwoHosts.Plants.none())) {
                    hosts.begin();
                    assertThat(hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofSeconds(20)))
                            .isTrue();
                    hosts.world.runUntil(hosts.world.timeline().now() + 777_777_777);
                    Transfer.StateCaptured moved = hosts.capture(hosts.target);
                    assertThat(moved.epoch()).isEqualTo(8);
                    assertThat(moved.state().memoryWrites()).isGreaterThan(3000);
                    assertThat(moved.digest())
                            .as("%s, seed %d", pattern, seed)
                            .isEqualTo(scenario.twinDigest(moved.state().memoryWrites()));
                    assertThat(hosts.describe(hosts.source)).isInstanceOf(Lifecycle.Illegal.class);
                }
            }
        }
    }

    @Test
    void holdsTheSameUnderEveryStopRule() {
        List<StopRule> rules = List.of(
                new StopRule.FixedRounds(0),
                new StopRule.FixedRounds(2),
                StopRule.FewPages.xen(),
                StopRule.FewPages.xen45(),
                StopRule.AdaptiveRate.clark05());
        for (StopRule rule : rules) {
            assertEqualsItsTwin(new Terms(rule, Optional.of(Bandwidth.parse("800Mbit")), Help.none()));
        }
    }

    @Test
    void holdsTheSameWhenItStandsWhileItIsCopied() {
        MigrationReport report = assertEqualsItsTwin(
                new Terms(Mode.SUSPEND_AND_COPY, Terms.byDefault().stop(), Optional.empty(), Help.none()));
        assertThat(report.rounds()).hasSize(1);
        assertThat(report.downtime().orElseThrow().source().pagesNs().orElseThrow())
                .isGreaterThan(200_000_000);
    }

    /// It runs at the target at once, and stands still for each page that it touches before that has come.
    @Test
    void holdsTheSameWhenItsPagesFollowIt() {
        for (Pattern pattern : List.of(new Pattern.Sequential(), new Pattern.Random(), new Pattern.HotCold(100, 900))) {
            Scenario scenario = scenario(pattern, 1).with(following(Mode.POST_COPY, 30));
            try (TwoHosts hosts = new TwoHosts(scenario, TwoHosts.Plants.none())) {
                MigrationReport report = moved(hosts);
                assertThat(report.downtime().orElseThrow().totalNs()).isLessThan(3_000_000);
                assertThat(report.rounds()).hasSize(1);
                assertThat(report.rounds().getLast().pages()).isEqualTo(scenario.pages());
                MigrationEvent.Pulled pulled =
                        hosts.events(MigrationEvent.Pulled.class).getFirst();
                assertThat(pulled.faults()).as("%s", pattern).isPositive();
                assertThat(pulled.medianNs()).isBetween(400_000L, 2_000_000L);
                assertThat(pulled.stallNs()).isBetween(pulled.faults() * 400_000, pulled.faults() * 2_000_000);
                assertTwin(hosts);
            }
        }
    }

    /// What the rounds have sent and is not out of date need not follow.
    @Test
    void holdsTheSameWhenOnlyTheRestFollowsIt() {
        Scenario scenario = scenario(new Pattern.HotCold(100, 900), 1).with(following(Mode.HYBRID, 2));
        try (TwoHosts hosts = new TwoHosts(scenario, TwoHosts.Plants.none())) {
            MigrationReport report = moved(hosts);
            assertThat(report.rounds()).hasSize(3);
            assertThat(report.rounds().getLast().pages()).isBetween(1L, 500L);
            assertThat(hosts.events(MigrationEvent.Pulled.class)).hasSize(1);
            assertTwin(hosts);
        }
    }

    /// A rule that promises no downtime stops a pre-copy with whatever is left; of a hybrid, that follows the guest.
    @Test
    void whatARuleLeavesFollowsAHybrid() {
        Scenario scenario = scenario(new Pattern.Random(), 1);
        for (int rounds : List.of(0, 1, 2)) {
            Terms hybrid = new Terms(Mode.HYBRID, new StopRule.FixedRounds(rounds), Optional.empty(), Help.none());
            try (TwoHosts hosts = new TwoHosts(scenario.with(hybrid), TwoHosts.Plants.none())) {
                assertThat(moved(hosts).rounds()).as("%d rounds", rounds).hasSize(rounds + 1);
                assertThat(hosts.events(MigrationEvent.Pulled.class)).hasSize(1);
                assertTwin(hosts);
            }
            Prediction prediction = prediction(scenario.with(hybrid));
            assertThat(prediction.precopy().rounds()).as("%d rounds", rounds).hasSize(rounds);
            assertThat(prediction.pull()).isPresent();
            assertThat(prediction(scenario.with(hybrid.with(Mode.PRE_COPY))).pull())
                    .isEmpty();
        }
    }

    @Test
    void switchesWhenItIsTold() {
        Scenario scenario = scenario(new Pattern.Random(), 1).with(following(Mode.HYBRID, 30));
        for (int afterMs : List.of(0, 50, 150, 290)) {
            try (TwoHosts hosts = new TwoHosts(scenario, TwoHosts.Plants.none())) {
                hosts.world.after(
                        Duration.ofMillis(afterMs),
                        () -> hosts.source.migrations().tell(new Migrations.SwitchOver(TwoHosts.MOVE.migration())));
                MigrationReport report = moved(hosts);
                long sent = report.rounds().stream().mapToLong(Round::pages).sum();
                assertThat(report.rounds().getLast().pages())
                        .as("after %d ms", afterMs)
                        .isPositive();
                assertThat(sent).isBetween(scenario.pages(), scenario.pages() + 2_000);
                assertTwin(hosts);
            }
        }
    }

    /// A guest that gives in to the rule before its rounds are used up owes nothing.
    @Test
    void aHybridThatConvergesIsAPreCopy() {
        try (TwoHosts hosts = new TwoHosts(
                Scenario.small(1)
                        .with(new Terms(Mode.HYBRID, Scenario.small(1).terms().stop(), Optional.empty(), Help.none())),
                TwoHosts.Plants.none())) {
            moved(hosts);
            assertThat(hosts.events(MigrationEvent.Pulled.class)).isEmpty();
            assertTwin(hosts);
        }
    }

    /// What a prediction says of faults, stall and time is what comes, to a third; or, as they come by chance, to two
    /// standard deviations where they are few.
    @Test
    void aPullCostsWhatWasPredicted() {
        for (Mode mode : List.of(Mode.POST_COPY, Mode.HYBRID)) {
            for (Pattern pattern : List.of(new Pattern.Random(), new Pattern.HotCold(100, 900))) {
                Scenario scenario = scenario(pattern, 1).with(following(mode, 1));
                Prediction prediction = prediction(scenario);
                PullForecast pull = prediction.pull().orElseThrow();
                try (TwoHosts hosts = new TwoHosts(scenario, TwoHosts.Plants.none())) {
                    MigrationReport report = moved(hosts);
                    MigrationEvent.Pulled pulled =
                            hosts.events(MigrationEvent.Pulled.class).getFirst();
                    String what = scenario.terms().mode() + " " + pattern + " " + pull + " " + pulled;
                    Round last = report.rounds().getLast();
                    assertThat(last.pages()).as(what).isCloseTo(pull.pages(), withinPercentage(12));
                    assertThat(last.durationNs()).as(what).isCloseTo(pull.durationNs(), withinPercentage(15));
                    long slack = Math.round(Math.max(pull.faults() / 3.0, 2 * Math.sqrt((double) pull.faults())));
                    assertThat(pulled.faults()).as(what).isCloseTo(pull.faults(), within(slack));
                    assertThat(pulled.stallNs()).as(what).isCloseTo(pull.stallNs(), within(slack * pull.faultNs()));
                }
            }
        }
    }

    private static Prediction prediction(Scenario scenario) {
        return Prediction.of(
                scenario.terms(),
                new GuestMemory(
                        scenario.pages(),
                        scenario.pages(),
                        Dirtying.of(scenario.writing(), WireCost.byDefault().page())),
                Route.of(scenario.link()));
    }

    private static Terms following(Mode mode, int rounds) {
        return new Terms(mode, new StopRule.DowntimeLimit(1, rounds), Optional.empty(), Help.none());
    }

    private static MigrationReport moved(TwoHosts hosts) {
        hosts.begin();
        assertThat(hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofSeconds(60)))
                .isTrue();
        MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
        assertThat(report.outcome()).as(report.why()).isEqualTo(Outcome.COMMITTED);
        assertThat(hosts.world.failures()).isEmpty();
        return report;
    }

    private static void assertTwin(TwoHosts hosts) {
        hosts.world.runUntil(hosts.world.timeline().now() + 777_777_777);
        Transfer.StateCaptured moved = hosts.capture(hosts.target);
        assertThat(moved.epoch()).isEqualTo(8);
        assertThat(moved.digest())
                .isEqualTo(hosts.scenario.twinDigest(moved.state().memoryWrites()));
        assertThat(hosts.describe(hosts.source)).isInstanceOf(Lifecycle.Illegal.class);
    }

    private static MigrationReport assertEqualsItsTwin(Terms terms) {
        Scenario scenario = Scenario.small(1).with(terms);
        try (TwoHosts hosts = new TwoHosts(scenario, TwoHosts.Plants.none())) {
            hosts.begin();
            assertThat(hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofSeconds(60)))
                    .isTrue();
            Transfer.StateCaptured moved = hosts.capture(hosts.target);
            assertThat(moved.digest())
                    .as("%s", terms)
                    .isEqualTo(scenario.twinDigest(moved.state().memoryWrites()));
            MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
            assertPredicted(scenario, report);
            return report;
        }
    }

    /// Pages that wait for the next round are sent in the end, and what was spared is as on paper.
    @Test
    void holdsTheSameWhenPagesThatWereDirtiedAgainAreSkipped() {
        for (String writes : List.of("1000/s", "30000/s", "200000/s")) {
            Help skipping = new Help(false, true, Optional.empty());
            Terms terms = new Terms(new StopRule.FixedRounds(4), Optional.of(Bandwidth.parse("400Mbit")), skipping);
            Scenario small = Scenario.small(1);
            Scenario scenario = new Scenario(
                    small.memory(),
                    small.workingSet(),
                    new Pattern.Random(),
                    EventRate.parse(writes),
                    small.link(),
                    terms,
                    1);
            try (TwoHosts hosts = new TwoHosts(scenario, TwoHosts.Plants.none())) {
                hosts.begin();
                assertThat(hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofSeconds(60)))
                        .isTrue();
                Transfer.StateCaptured moved = hosts.capture(hosts.target);
                assertThat(moved.digest())
                        .as(writes)
                        .isEqualTo(scenario.twinDigest(moved.state().memoryWrites()));
                MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
                assertThat(report.rounds().getFirst().savedBytes()).as(writes).isPositive();
                assertPredicted(scenario, report);
            }
        }
    }

    /// A guest that writes faster than its pages travel is slowed until it does not, and has all its CPU again then.
    @Test
    void convergesWithHelpAndHoldsTheSame() {
        Scenario fast = new Scenario(
                MemorySize.ofMebibytes(32),
                MemorySize.ofMebibytes(16),
                new Pattern.Random(),
                EventRate.parse("60000/s"),
                Scenario.small(1).link(),
                new Terms(
                        new StopRule.DowntimeLimit(20_000_000, 60),
                        Optional.empty(),
                        new Help(true, false, Optional.of(AutoConverge.qemu()))),
                1);
        try (TwoHosts hosts = new TwoHosts(fast, TwoHosts.Plants.none())) {
            hosts.begin();
            assertThat(hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofSeconds(60)))
                    .isTrue();
            MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
            assertThat(report.outcome()).as(report.why()).isEqualTo(Outcome.COMMITTED);
            assertThat(report.rounds())
                    .extracting(Round::throttlePercent)
                    .contains(0, 20, 30)
                    .isSorted();
            assertThat(report.rounds().getFirst().savedBytes()).isEqualTo(16 << 20);
            Transfer.StateCaptured moved = hosts.capture(hosts.target);
            assertThat(moved.digest()).isEqualTo(fast.twinDigest(moved.state().memoryWrites()));
        }
    }

    @Test
    void aGuestThatStaysHasAllItsCpuAgain() {
        Scenario faster = Scenario.small(1)
                .with(new Terms(
                        new StopRule.DowntimeLimit(1, 5),
                        Optional.of(Bandwidth.parse("50Mbit")),
                        new Help(false, false, Optional.of(AutoConverge.qemu()))));
        try (TwoHosts hosts = new TwoHosts(faster, TwoHosts.Plants.none())) {
            hosts.begin();
            assertThat(hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofSeconds(60)))
                    .isTrue();
            MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
            assertThat(report.outcome()).isEqualTo(Outcome.NOT_CONVERGED);
            assertThat(report.rounds().getLast().throttlePercent()).isEqualTo(20);
            VmDescription.CpuFigures cpu = ((VmDescription) hosts.describe(hosts.source)).cpu();
            assertThat(cpu.grantNanoCores()).isEqualTo(cpu.demandNanoCores());
            assertThat(cpu.stealNs()).isGreaterThan(100_000_000);
        }
    }

    /// The same rounds as on paper, to a hundredth and the pages of a batch.
    private static void assertPredicted(Scenario scenario, MigrationReport report) {
        Prediction prediction = prediction(scenario);
        List<Round> rounds = prediction.precopy().rounds();
        assertThat(report.rounds()).as("%s", scenario.terms()).hasSize(rounds.size() + 1);
        for (int i = 0; i < rounds.size(); i++) {
            Round actual = report.rounds().get(i);
            long expected = rounds.get(i).pages();
            assertThat(actual.pages())
                    .as("%s %s", scenario.terms(), actual)
                    .isCloseTo(expected, within(30 + expected / 50));
            long bytes = rounds.get(i).bytes();
            assertThat(actual.bytes())
                    .as("%s %s", scenario.terms(), actual)
                    .isCloseTo(bytes, within(WireCost.byDefault().bytesOf(30) + bytes / 50));
        }
    }

    @Test
    void entersItsPhasesInOrderOnBothSides() {
        try (TwoHosts hosts = new TwoHosts(Scenario.small(1), TwoHosts.Plants.none())) {
            hosts.begin();
            hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofSeconds(20));
            assertThat(phases(hosts, Side.SOURCE))
                    .containsExactly(Phase.RESERVE, Phase.PRECOPY, Phase.SWITCHOVER, Phase.COMMIT, Phase.RELEASE);
            assertThat(phases(hosts, Side.TARGET))
                    .containsExactly(
                            Phase.RESERVE, Phase.PRECOPY, Phase.SWITCHOVER, Phase.COMMIT, Phase.RESUME, Phase.RELEASE);
            assertThat(hosts.reports).extracting(MigrationReport::outcome).containsOnly(Outcome.COMMITTED);
        }
    }

    @Test
    void repeatsARunToTheLastEvent() {
        assertThat(fingerprint(3)).isEqualTo(fingerprint(3)).isNotEqualTo(fingerprint(4));
    }

    private static long fingerprint(long seed) {
        try (TwoHosts hosts = new TwoHosts(Scenario.small(seed), TwoHosts.Plants.none())) {
            hosts.begin();
            hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofSeconds(20));
            return hosts.world.fingerprint() * 31 + hosts.history.hashCode();
        }
    }

    private static List<Phase> phases(TwoHosts hosts, Side side) {
        return hosts.events(PhaseEntered.class).stream()
                .filter(event -> event.side() == side)
                .map(PhaseEntered::phase)
                .toList();
    }

    private static Scenario scenario(Pattern pattern, long seed) {
        Scenario small = Scenario.small(seed);
        return new Scenario(
                small.memory(),
                MemorySize.ofMebibytes(8),
                pattern,
                EventRate.parse("2500/s"),
                small.link(),
                small.terms(),
                seed);
    }
}
