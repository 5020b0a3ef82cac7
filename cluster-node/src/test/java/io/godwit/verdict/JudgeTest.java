package io.godwit.verdict;

import static io.godwit.invariant.Story.RUN;
import static io.godwit.invariant.Story.WEB_1;
import static io.godwit.invariant.Story.WEB_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.device.Disk.Held;
import io.godwit.drill.Objective;
import io.godwit.drill.play.Played;
import io.godwit.history.Entry;
import io.godwit.history.GuestEvent;
import io.godwit.history.LedgerEvent;
import io.godwit.history.MigrationEvent;
import io.godwit.history.RegistryEvent;
import io.godwit.identity.VmId;
import io.godwit.invariant.Story;
import io.godwit.link.NodeId;
import io.godwit.registry.RegistryView;
import io.godwit.time.Seed;
import io.godwit.verdict.DrillReport.Clock;
import io.godwit.verdict.DrillReport.Effect;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final long MS = Plays.MS;

    @Test
    void aDrillInWhichAllGoesWellPasses() {
        var report = judge(Plays.whole());

        assertThat(report.verdict().sentence()).startsWith("18 of 20 invariants held in ");
        assertThat(report.verdict().exitCode()).isZero();
        assertThat(report.objectives()).extracting(ObjectiveRow::standing).containsOnly(Standing.PASSED);
    }

    @Test
    void recoveryIsFromTheFaultToTheFirstAcknowledgedWriteOfANewerEpoch() {
        var report = judge(Plays.whole());
        var recovery = row(report, WEB_1).recoveries().getFirst();

        assertThat(recovery.rtoNs()).contains(3_051 * MS);
        assertThat(recovery.step()).isEqualTo("kill");
        assertThat(recovery.from()).isEqualTo(Story.H1);
        assertThat(recovery.to()).contains(Story.H3);
        assertThat(recovery.epochAfter()).contains(2L);
        assertThat(recovery.stages())
                .isEqualTo(new VmRow.Stages(
                        Optional.of(1_500 * MS),
                        Optional.of(1_501 * MS),
                        Optional.of(9 * MS),
                        Optional.of(11 * MS),
                        Optional.of(29 * MS),
                        Optional.of(MS)));
        assertThat(row(report, WEB_2).recoveries()).isEmpty();
    }

    @Test
    void theStagesOfARecoveryAddUpToIt() {
        for (var vm : judge(Plays.whole()).vms()) {
            for (var recovery : vm.recoveries()) {
                var stages = recovery.stages();
                long sum = List.of(
                                stages.detectNs(),
                                stages.fenceNs(),
                                stages.decideNs(),
                                stages.placeNs(),
                                stages.startNs(),
                                stages.firstWriteNs())
                        .stream()
                        .mapToLong(it -> it.orElse(0L))
                        .sum();
                assertThat(recovery.rtoNs()).contains(sum);
            }
        }
    }

    @Test
    void comparesTheDowntimeOfMigrationsWithWhatWasAskedFor() {
        var evidence = new Evidence(Plays.whole());
        var objectives = new Objectives(
                new VmRows(evidence).rows(), new Migrations(evidence).rows(), new Misbehaviours(evidence));
        var asked = List.<Objective>of(
                new Objective.DowntimeOfMigrations(100, Duration.ofMillis(18)),
                new Objective.DowntimeOfMigrations(95, Duration.ofMillis(17)));

        assertThat(objectives.rows(Map.of("web", asked)))
                .extracting(ObjectiveRow::standing)
                .containsExactly(Standing.PASSED, Standing.MISSED);
        assertThat(objectives.rows(Map.of("web", asked)).getFirst().sentence())
                .isEqualTo("web downtime-of-migrations is 18ms, within p100 18ms; worst is web-2 with 18ms");
        assertThat(objectives.rows(Map.of("run", asked)))
                .extracting(ObjectiveRow::standing)
                .containsOnly(Standing.MISSED);
    }

    @Test
    void comparesHowLongMigrationsTookWithWhatWasAskedFor() {
        var evidence = new Evidence(Plays.whole());
        var rows = new Migrations(evidence).rows();
        var objectives = new Objectives(new VmRows(evidence).rows(), rows, new Misbehaviours(evidence));
        long tookNs = rows.getFirst().tookNs().orElseThrow();
        var asked = List.<Objective>of(
                new Objective.TimeOfMigrations(100, Duration.ofNanos(tookNs)),
                new Objective.TimeOfMigrations(100, Duration.ofNanos(tookNs - 1)));

        assertThat(tookNs).isEqualTo(132_000_000);
        assertThat(objectives.rows(Map.of("web", asked)))
                .extracting(ObjectiveRow::standing)
                .containsExactly(Standing.PASSED, Standing.MISSED);
    }

    @Test
    void setsWhatWasPredictedOfAMigrationAgainstWhatCame() {
        var foretold = judge(Plays.whole()).migrations().getFirst().prediction().orElseThrow();

        assertThat(foretold.converges()).isTrue();
        assertThat(foretold.rounds()).isEqualTo(new MigrationRow.Compared(3, Optional.of(2L), Optional.of(-33.3)));
        assertThat(foretold.bytes())
                .isEqualTo(new MigrationRow.Compared(4_000_000, Optional.of(4_136_960L), Optional.of(3.4)));
        assertThat(foretold.durationNs())
                .isEqualTo(new MigrationRow.Compared(100 * MS, Optional.of(118 * MS), Optional.of(18.0)));
        assertThat(foretold.downtimeNs())
                .isEqualTo(new MigrationRow.Compared(15 * MS, Optional.of(18 * MS), Optional.of(20.0)));
        assertThat(foretold.parts().commitNs()).isEqualTo(3_500_000);
    }

    @Test
    void theOutageOfAMigrationIsTheGapBeforeTheFirstAnswerOfTheNewEpoch() {
        var report = judge(Plays.whole());
        var migration = report.migrations().getFirst();

        assertThat(migration.outcome()).contains(MigrationEvent.Outcome.COMMITTED);
        assertThat(migration.rounds()).hasSize(2);
        assertThat(migration.bytes()).isEqualTo(4_136_960);
        assertThat(migration.outageNs()).contains(100 * MS);
        assertThat(migration.downtimeNs()).contains(18 * MS);
        assertThat(migration.parts().orElseThrow().pagesNs()).contains(10 * MS);
        assertThat(migration.slowed())
                .containsExactly(new MigrationRow.Slowdown(MigrationEvent.Side.SOURCE, 100 * MS, 12_500_000, 12.5));
        assertThat(migration.inFlight()).contains(2L);
        assertThat(migration.missedFrames()).isEqualTo(1);
    }

    @Test
    void anObjectiveNamesTheWorstVm() {
        var rto = objective(judge(Plays.whole()), "web", "rto");

        assertThat(rto.measured()).contains(3_051 * MS);
        assertThat(rto.worst().orElseThrow().vm()).isEqualTo(WEB_1);
        assertThat(rto.measurements()).isEqualTo(1);
    }

    @Test
    void aVmThatNeverCameBackMissesItsRecoveryTime() {
        var played = Plays.with(Plays.whole(), change -> {
            var ledgers = new TreeMap<>(change.played().ledgers());
            ledgers.put(WEB_1, Plays.deadFromKill());
            return change.ledgers(ledgers, held(ledgers.get(WEB_1).acknowledged()));
        });
        var report = judge(played);

        assertThat(report.verdict().outcome()).isEqualTo(Outcome.MISSED);
        assertThat(objective(report, "web", "rto").measured()).isEmpty();
        assertThat(objective(report, "web", "rto").sentence()).contains("web-1 with no end");
        assertThat(report.verdict().recovery().sentence())
                .isEqualTo("web-1 acknowledged nothing after the faults had ended");
    }

    @Test
    void whatIsMissingOnTheDiskIsLostAndItsAgeIsTheRecoveryPoint() {
        var played = Plays.with(Plays.whole(), change -> {
            var audits = new TreeMap<>(change.played().audits());
            audits.put(WEB_1, List.of(new Held("probe-web-1", 120, List.of())));
            return change.ledgers(change.played().ledgers(), audits);
        });
        var report = judge(played);
        var lost = row(report, WEB_1).lost().orElseThrow();

        assertThat(lost.writes()).isPositive();
        assertThat(lost.rpoNs()).isEqualTo(15_000 * MS - 13_100 * MS);
        assertThat(objective(report, "web", "lost-writes").measured()).contains(lost.writes());
        assertThat(report.verdict().outcome())
                .as("a lost write on an array violates safety")
                .isEqualTo(Outcome.VIOLATED);
        assertThat(report.verdict().exitCode()).isEqualTo(3);
    }

    @Test
    void theDiskOfAVmThatWasDestroyedHoldsNothingAndNothingIsLostByThat() {
        var played = Plays.with(Plays.whole(), change -> {
            var audits = new TreeMap<>(change.played().audits());
            audits.put(WEB_2, List.of());
            var story = Story.whole()
                    .decided(41_000, new RegistryEvent.VmDestroyed(WEB_2))
                    .told(41_010, Story.N2, new GuestEvent.Stopped(WEB_2, Story.H2, 2, GuestEvent.Why.REQUESTED));
            var view = change.played().last().orElseThrow();
            var others =
                    view.vms().stream().filter(vm -> !vm.id().equals(WEB_2)).toList();
            return change.ledgers(change.played().ledgers(), audits)
                    .history(story.entries())
                    .last(Optional.of(new RegistryView(view.index(), 1, view.nodes(), List.of(), others)));
        });
        var report = judge(played);

        assertThat(row(report, WEB_2).lost()).isEmpty();
        assertThat(objective(report, "web", "lost-writes").measured()).contains(0L);
        assertThat(report.verdict().recovery().sentence()).doesNotContain("web-2", "unknown");

        var alsoLost = Plays.with(played, change -> {
            var audits = new TreeMap<>(change.played().audits());
            audits.put(WEB_1, List.of());
            return change.ledgers(change.played().ledgers(), audits);
        });
        assertThat(row(judge(alsoLost), WEB_1).lost().orElseThrow().writes()).isPositive();
        assertThat(judge(alsoLost).verdict().outcome()).isEqualTo(Outcome.VIOLATED);
    }

    @Test
    void whatCouldNotBeReadIsMissed() {
        var played = Plays.with(Plays.whole(), change -> {
            var audits = new TreeMap<>(change.played().audits());
            audits.remove(WEB_1);
            return change.ledgers(change.played().ledgers(), audits);
        });
        var report = judge(played);

        assertThat(objective(report, "web", "lost-writes").standing()).isEqualTo(Standing.MISSED);
        assertThat(objective(report, "web", "lost-writes").sentence()).contains("could not be read");
        assertThat(objective(report, "web", "rpo").standing()).isEqualTo(Standing.MISSED);
    }

    @Test
    void noDataIsAFailure() {
        var played = Plays.with(Plays.whole(), change -> change.ledgers(new TreeMap<>(), new TreeMap<>()));
        var report = judge(played);

        assertThat(report.objectives()).extracting(ObjectiveRow::standing).containsOnly(Standing.MISSED);
        assertThat(report.verdict().outcome()).isEqualTo(Outcome.MISSED);
        assertThat(report.verdict().exitCode()).isEqualTo(1);
    }

    @Test
    void aFaultThatWasNotFeltProvesNothing() {
        var played = Plays.with(
                Plays.whole(),
                change -> change.steps(List.of(change.played().steps().getFirst(), Plays.killed(Optional.empty()))));
        var report = judge(played);

        assertThat(report.steps().getLast().effect()).isEqualTo(Effect.NOT_FELT);
        assertThat(report.verdict().exitCode()).isEqualTo(2);
        assertThat(report.verdict().sentence()).isEqualTo("step kill (kill node a-r1-1) was not felt");
        assertThat(report.notCovered().faults()).contains("kill");
    }

    @Test
    void aRunThatWasStoppedProvesNothing() {
        var report = judge(Plays.with(Plays.whole(), change -> change.stopped("elapsed > 1m")));

        assertThat(report.verdict().exitCode()).isEqualTo(2);
    }

    @Test
    void withoutABaselineNothingWasTried() {
        var report = judge(Plays.with(
                Plays.whole(), change -> change.baseline(new Played.Baseline.NeverReached("web-1 never ran"))));

        assertThat(report.verdict().exitCode()).isEqualTo(4);
        assertThat(report.verdict().sentence()).isEqualTo("the baseline was never reached: web-1 never ran");
    }

    @Test
    void safetyBeatsAll() {
        var history = new ArrayList<>(Story.whole().entries());
        history.add(new Entry(23_000 * MS, Story.CONSOLE, 900, new LedgerEvent.Acknowledged(WEB_1, 9, 1, 1)));
        var report = judge(Plays.with(Plays.whole(), change -> change.history(history)
                .baseline(new Played.Baseline.NeverReached("no reason"))
                .stopped("no reason")));

        assertThat(report.verdict().exitCode()).isEqualTo(3);
        assertThat(report.verdict().sentence()).startsWith("one-running-copy was violated at 23s: the client of web-1");
    }

    @Test
    void aRegistryThatIsSilentInTheEndIsNoRecovery() {
        var report = judge(Plays.with(Plays.whole(), change -> change.last(Optional.empty())));

        assertThat(report.verdict().recovery().standing()).isEqualTo(Standing.MISSED);
    }

    @Test
    void theOrderBetweenNodesChangesNothingOnTheWallClock() {
        var usual = judge(Plays.whole(), Clock.WALL);
        for (long seed = 0; seed < 20; seed++) {
            var order = shuffled(Plays.whole().history(), seed);
            var report = judge(Plays.with(Plays.whole(), change -> change.history(order)), Clock.WALL);
            assertThat(report.invariants()).as("seed %d", seed).isEqualTo(usual.invariants());
            assertThat(report.verdict()).as("seed %d", seed).isEqualTo(usual.verdict());
            assertThat(report.vms()).as("seed %d", seed).isEqualTo(usual.vms());
            assertThat(report.objectives()).as("seed %d", seed).isEqualTo(usual.objectives());
        }
    }

    @Test
    void noVmEverRunsTwiceInTheCharts() {
        var charts = judge(Plays.whole()).charts();

        assertThat(charts.copies().highest()).isEqualTo(1);
        assertThat(charts.lanes()).hasSize(3);
        assertThat(charts.bands()).hasSize(1);
        assertThat(charts.lanes().getFirst().stays())
                .as("what ran until the host was killed is drawn until then")
                .filteredOn(stay -> stay.vm().equals(WEB_1))
                .extracting(Charts.Stay::toNs)
                .contains(charts.bands().getFirst().fromNs());
        long fromNs = Plays.BASELINE_NS + charts.fromNs();
        assertThat(charts.writes().groups().getFirst().acknowledged().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(Stream.of(WEB_1, WEB_2)
                        .map(vm -> Plays.whole().ledgers().get(vm))
                        .mapToLong(ledger -> ledger.acknowledgedBetween(fromNs, Plays.ENDED_NS))
                        .sum());
        assertThat(row(judge(Plays.whole()), RUN).recoveries()).hasSize(1);
    }

    @Test
    void chartsBeginALittleBeforeTheBaselineHoweverLongTheFleetTook() {
        var late = new Played.Baseline.Reached(14_000 * Plays.MS);
        var charts = judge(Plays.with(Plays.whole(), change -> change.baseline(late)))
                .charts();

        assertThat(charts.fromNs()).isEqualTo(-2_000 * Plays.MS);
        assertThat(charts.lanes().stream().flatMap(lane -> lane.stays().stream()))
                .isNotEmpty()
                .allSatisfy(stay -> assertThat(stay.fromNs()).isGreaterThanOrEqualTo(charts.fromNs()));
        assertThat(charts.copies().vms().stream().flatMap(vm -> vm.changes().stream()))
                .isNotEmpty()
                .allSatisfy(change -> assertThat(change.atNs()).isGreaterThanOrEqualTo(charts.fromNs()));
        assertThat(charts.writes().groups().getFirst().acknowledged()).hasSize(30);
    }

    private static SortedMap<VmId, List<Held>> held(long upTo) {
        var audits = new TreeMap<>(Plays.whole().audits());
        audits.put(WEB_1, List.of(new Held("probe-web-1", upTo, List.of())));
        return audits;
    }

    private static List<Entry> shuffled(List<Entry> history, long seed) {
        Map<NodeId, Deque<Entry>> byNode = new TreeMap<>();
        history.forEach(entry ->
                byNode.computeIfAbsent(entry.node(), _ -> new ArrayDeque<>()).add(entry));
        var random = Seed.of(seed).child("order").generator();
        var order = new ArrayList<Entry>();
        while (!byNode.isEmpty()) {
            var nodes = List.copyOf(byNode.keySet());
            var node = nodes.get(random.nextInt(nodes.size()));
            order.add(byNode.get(node).removeFirst());
            if (byNode.get(node).isEmpty()) {
                byNode.remove(node);
            }
        }
        return order;
    }

    private static DrillReport judge(Played played) {
        return judge(played, Clock.VIRTUAL);
    }

    private static DrillReport judge(Played played, Clock clock) {
        return Judge.judge(played, Plays.circumstances(clock));
    }

    private static VmRow row(DrillReport report, VmId vm) {
        return report.vms().stream()
                .filter(it -> it.vm().equals(vm))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectiveRow objective(DrillReport report, String group, String word) {
        return report.objectives().stream()
                .filter(it -> it.group().equals(group) && it.objective().equals(word))
                .findFirst()
                .orElseThrow();
    }
}
