package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.Lifecycle;
import io.godwit.host.Transfer;
import io.godwit.host.Transfer.WatchStep;
import io.godwit.host.Transfer.WritesSeen;
import io.godwit.migration.precopy.GuestMemory;
import io.godwit.migration.precopy.Help;
import io.godwit.migration.precopy.MeasuredWrites;
import io.godwit.migration.precopy.MemoryContents;
import io.godwit.migration.precopy.Prediction;
import io.godwit.migration.precopy.Round;
import io.godwit.migration.precopy.Route;
import io.godwit.migration.precopy.Terms;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a host counts of its guest's writes says what the guest's migration takes.
class MeasuredPredictionTest {

    private static final long SECOND_NS = 1_000_000_000L;

    @Test
    void theMigrationOfAGuestThatRunsTakesWhatItsCountedWritesSay() {
        for (Pattern pattern : List.of(new Pattern.Random(), new Pattern.Sequential())) {
            for (long seed = 1; seed <= 5; seed++) {
                Scenario small = Scenario.small(seed);
                Scenario scenario = new Scenario(
                        small.memory(),
                        MemorySize.ofMebibytes(16),
                        pattern,
                        EventRate.parse("6000/s"),
                        small.link(),
                        Terms.within(Duration.ofMillis(20), 30),
                        seed);
                try (TwoHosts hosts = new TwoHosts(scenario, TwoHosts.Plants.none())) {
                    Prediction prediction = measured(hosts, scenario);
                    hosts.begin();
                    assertThat(hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofSeconds(60)))
                            .isTrue();
                    MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
                    assertThat(report.outcome()).isEqualTo(Outcome.COMMITTED);
                    String what = pattern + " " + seed + " " + report.rounds() + " " + prediction;
                    assertThat(prediction.converges()).as(what).isTrue();
                    assertThat(prediction.precopy().rounds().size()).as(what).isGreaterThanOrEqualTo(2);
                    long bytes =
                            report.rounds().stream().mapToLong(Round::bytes).sum();
                    long ns = report.rounds().stream()
                            .mapToLong(Round::durationNs)
                            .sum();
                    assertThat(prediction.bytes()).as(what).isCloseTo(bytes, withinPercentage(10));
                    assertThat(prediction.durationNs()).as(what).isCloseTo(ns, withinPercentage(10));
                }
            }
        }
    }

    /// Of an image of which a tenth is zero, in memory that was partly never used.
    @Test
    void theZeroPagesOfAGuestAreCountedInEachMode() {
        Help help = new Help(true, false, Optional.empty());
        for (Mode mode : List.of(Mode.PRE_COPY, Mode.SUSPEND_AND_COPY, Mode.POST_COPY)) {
            Scenario small = Scenario.small(1).of(Scenario.FILLED);
            Scenario scenario = small.with(new Terms(mode, small.terms().stop(), Optional.empty(), help));
            try (TwoHosts hosts = new TwoHosts(scenario, TwoHosts.Plants.none())) {
                Prediction prediction = measured(hosts, scenario);
                hosts.move();
                MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
                String what = mode + " " + report.rounds() + " " + report.help() + " " + prediction;
                assertThat(prediction.bytes()).as(what).isCloseTo(report.bytes(), withinPercentage(3));
                assertThat(prediction.help().getFirst().pages())
                        .as(what)
                        .isPositive()
                        .isCloseTo(report.help().getFirst().pages(), withinPercentage(3));
            }
        }
    }

    @Test
    void aWatchLeavesTheLogOfAMigrationAlone() {
        try (TwoHosts hosts = new TwoHosts(Scenario.small(1), TwoHosts.Plants.none())) {
            hosts.begin();
            hosts.world.runUntil(hosts.world.timeline().now() + 100_000_000);
            assertThat(ask(hosts, WatchStep.BEGIN)).isInstanceOf(WritesSeen.class);
            assertThat(ask(hosts, WatchStep.END)).isInstanceOf(WritesSeen.class);
            assertThat(ask(hosts, WatchStep.READ)).isInstanceOf(Lifecycle.Illegal.class);
            assertThat(hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofSeconds(60)))
                    .isTrue();
            assertThat(hosts.report(Side.SOURCE).orElseThrow().outcome()).isEqualTo(Outcome.COMMITTED);
            assertThat(ask(hosts, WatchStep.BEGIN)).isInstanceOf(Lifecycle.Illegal.class);
        }
    }

    private static Prediction measured(TwoHosts hosts, Scenario scenario) {
        WritesSeen begun = (WritesSeen) ask(hosts, WatchStep.BEGIN);
        hosts.world.runUntil(hosts.world.timeline().now() + SECOND_NS / 8);
        WritesSeen early = (WritesSeen) ask(hosts, WatchStep.READ);
        hosts.world.runUntil(hosts.world.timeline().now() + SECOND_NS - SECOND_NS / 8);
        WritesSeen half = (WritesSeen) ask(hosts, WatchStep.READ);
        hosts.world.runUntil(hosts.world.timeline().now() + SECOND_NS);
        WritesSeen whole = (WritesSeen) ask(hosts, WatchStep.END);
        long most = begun.touched() == whole.touched() ? whole.touched() : whole.pages();
        return Prediction.of(
                scenario.terms(),
                new GuestMemory(
                        whole.pages(),
                        MemoryContents.zero(
                                whole.zeroes().all(),
                                whole.zeroes().unused(),
                                Share.of(whole.zeroes().written(), whole.written())),
                        1,
                        MeasuredWrites.of(count(begun, early), count(begun, half), count(begun, whole), most)),
                Route.of(scenario.link()));
    }

    private static MeasuredWrites.Count count(WritesSeen begun, WritesSeen seen) {
        return new MeasuredWrites.Count(seen.written(), seen.atNs() - begun.atNs());
    }

    private static Object ask(TwoHosts hosts, WatchStep step) {
        TwoHosts.Party party = hosts.source;
        party.hypervisor()
                .tell(new Transfer.WatchWrites(TwoHosts.VM, step, party.asker().narrow()));
        hosts.world.drainInstant();
        return party.answers().getLast();
    }
}
