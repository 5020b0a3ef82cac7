package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.MigrationEvent.Aid;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.HypervisorCommand;
import io.godwit.host.Transfer;
import io.godwit.memory.PageBatch;
import io.godwit.migration.precopy.Help;
import io.godwit.migration.precopy.HelpWish;
import io.godwit.migration.precopy.Terms;
import io.godwit.migration.switchover.Standing;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

/// Kills, stops, cuts, delays and cancels at any moment of a migration: at most one side ever runs, exactly one owns in
/// the end, memory is right, and everything ends. Three planted bugs show that the checks bite.
class MigrationSimulationTest {

    private static final long SEEDS = 360;

    private static final List<Mode> MODES =
            List.of(Mode.PRE_COPY, Mode.POST_COPY, Mode.HYBRID, Mode.PRE_COPY, Mode.POST_COPY, Mode.SUSPEND_AND_COPY);

    /// A planted bug must be found within so many seeds.
    private static final long SEEDS_TO_FIND_A_BUG = 120;

    @Test
    void keepsOneRunningCopyAndEndsWhateverStrikes() {
        Map<String, Integer> outcomes = new TreeMap<>();
        Map<String, Integer> faults = new TreeMap<>();
        Map<Aid, Long> helped = new TreeMap<>();
        for (long seed : seeds()) {
            Mode mode = MODES.get((int) (seed % MODES.size()));
            Simulation.Result result =
                    Simulation.run(helped(Scenario.small(seed).by(mode)), TwoHosts.Plants.none());
            result.reports()
                    .forEach(report -> report.help().forEach(use -> helped.merge(use.aid(), use.pages(), Long::sum)));
            assertThat(result.isWell()).as(mode + " " + result).isTrue();
            result.reports().forEach(report -> outcomes.merge(report.side() + " " + report.outcome(), 1, Integer::sum));
            result.struck()
                    .forEach(fault -> faults.merge(fault.what().getClass().getSimpleName(), 1, Integer::sum));
        }
        if (Long.getLong("godwit.seed") == null) {
            assertThat(outcomes)
                    .containsKeys(
                            "SOURCE COMMITTED", "SOURCE ABORTED", "TARGET COMMITTED", "TARGET ABORTED", "TARGET LOST");
            assertThat(helped.get(Aid.SKIP_HELD_PAGES))
                    .as("pages that a target had")
                    .isPositive();
            assertThat(faults).as("faults that struck").hasSize(Fault.What.class.getPermittedSubclasses().length);
        }
    }

    /// Every other migration has all the help that goes together, and a guest of the same image on both hosts.
    private static Simulation.Setting helped(Scenario scenario) {
        if (scenario.seed() % 2 == 0) {
            return new Simulation.Setting(scenario, 0);
        }
        Terms terms = scenario.terms();
        List<Aid> aids = Arrays.stream(Aid.values())
                .filter(aid -> aid != Aid.AUTO_CONVERGE)
                .toList();
        Help help = HelpWish.of(Optional.of(aids)).over(Help.none());
        Scenario helped = scenario.with(new Terms(terms.mode(), terms.stop(), terms.most(), help));
        return new Simulation.Setting(helped.of(Scenario.FILLED), 1);
    }

    @Test
    void findsASourceThatResumesWithoutAnAbort() {
        assertThat(found(seed -> new TwoHosts.Plants(AbortsByItself::new, Map.of()), "it runs on"))
                .isPresent();
    }

    @Test
    void findsATargetThatResumesBeforeItsCommit() {
        assertThat(found(seed -> new TwoHosts.Plants(CommitsByItself::new, Map.of()), "it runs on"))
                .isPresent();
    }

    @Test
    void findsADigestThatIsNotCompared() {
        assertThat(found(seed -> plantedAtTarget(seed, true), "not its twin's")).isPresent();
    }

    @Test
    void abortsWhenACopyIsDamagedOnItsWay() {
        Simulation.Result result = Simulation.run(Scenario.small(1), List.of(), plantedAtTarget(1, false));
        assertThat(result.isWell()).as(result::toString).isTrue();
        assertThat(result.reports())
                .hasSize(2)
                .allSatisfy(report -> assertThat(report.outcome()).isEqualTo(Outcome.ABORTED))
                .anySatisfy(report -> assertThat(report.why()).contains("digest"));
    }

    /// A guest that came first runs on what was damaged until the end of the pull, and no longer.
    @Test
    void losesAGuestWhosePagesCameWrong() {
        Simulation.Result result =
                Simulation.run(Scenario.small(1).by(Mode.POST_COPY), List.of(), plantedAtTarget(1, false));
        assertThat(result.reports())
                .filteredOn(report -> report.side() == Side.TARGET)
                .singleElement()
                .satisfies(report -> assertThat(report.outcome()).isEqualTo(Outcome.LOST))
                .satisfies(report -> assertThat(report.why()).contains("digest"));
    }

    @Test
    void findsAGuestThatRunsWithoutItsPages() {
        Simulation.Result result = Simulation.run(
                Scenario.small(1).by(Mode.POST_COPY),
                List.of(),
                new TwoHosts.Plants(
                        UnaryOperator.identity(),
                        Map.of(TwoHosts.TARGET, it -> Behaviors.intercept(ForgetfulHost::new, it))));
        assertThat(result.violations()).contains("pages stay owed");
    }

    private static TwoHosts.Plants plantedAtTarget(long seed, boolean digestNotCompared) {
        return new TwoHosts.Plants(
                UnaryOperator.identity(),
                Map.of(
                        TwoHosts.TARGET,
                        hypervisor -> Behaviors.intercept(
                                () -> new DamagingHost(Scenario.small(seed), digestNotCompared), hypervisor)));
    }

    private static List<Long> seeds() {
        Long only = Long.getLong("godwit.seed");
        return only != null
                ? List.of(only)
                : LongStream.rangeClosed(1, Long.getLong("godwit.seeds", SEEDS))
                        .boxed()
                        .toList();
    }

    private static Optional<Simulation.Result> found(LongFunction<TwoHosts.Plants> plants, String violation) {
        return LongStream.rangeClosed(1, SEEDS_TO_FIND_A_BUG)
                .mapToObj(seed -> Simulation.run(seed, plants.apply(seed)))
                .filter(result -> result.violations().stream().anyMatch(it -> it.contains(violation)))
                .findFirst();
    }

    /// Answers for the registry, to everything or to nothing.
    private record AbortsByItself(CommitPort real) implements CommitPort {

        @Override
        public void ping(long request, ActorRef<LeaderAnswered> replyTo) {
            real.ping(request, replyTo);
        }

        @Override
        public void commit(Move move, Cargo cargo, ActorRef<Standing> replyTo) {
            real.commit(move, cargo, replyTo);
        }

        @Override
        public void whole(Move move, ActorRef<Standing> replyTo) {
            real.whole(move, replyTo);
        }

        @Override
        public void abort(Move move, String why, ActorRef<Standing> replyTo) {
            replyTo.tell(new Standing.Aborted(move.epoch() + 1));
        }

        @Override
        public void look(Move move, ActorRef<Standing> replyTo) {
            real.look(move, replyTo);
        }
    }

    private record CommitsByItself(CommitPort real) implements CommitPort {

        @Override
        public void ping(long request, ActorRef<LeaderAnswered> replyTo) {
            real.ping(request, replyTo);
        }

        @Override
        public void commit(Move move, Cargo cargo, ActorRef<Standing> replyTo) {
            replyTo.tell(new Standing.Committed(move.epoch() + 1));
            real.commit(move, cargo, replyTo);
        }

        @Override
        public void whole(Move move, ActorRef<Standing> replyTo) {
            real.whole(move, replyTo);
        }

        @Override
        public void abort(Move move, String why, ActorRef<Standing> replyTo) {
            real.abort(move, why, replyTo);
        }

        @Override
        public void look(Move move, ActorRef<Standing> replyTo) {
            real.look(move, replyTo);
        }
    }

    /// A target's host that doesn't know that pages are elsewhere.
    private static final class ForgetfulHost extends BehaviorInterceptor<HypervisorCommand, HypervisorCommand> {

        ForgetfulHost() {
            super(HypervisorCommand.class);
        }

        @Override
        public Behavior<HypervisorCommand> aroundReceive(
                TypedActorContext<HypervisorCommand> context,
                HypervisorCommand command,
                ReceiveTarget<HypervisorCommand> host) {
            return host.apply(
                    context,
                    command instanceof Transfer.InstallState it
                            ? new Transfer.InstallState(it.vm(), it.state(), it.replyTo())
                            : command);
        }
    }

    /// A target's host that writes a page wrong; and says, if told so, that the copy has the digest that it should
    /// have.
    private static final class DamagingHost extends BehaviorInterceptor<HypervisorCommand, HypervisorCommand> {

        private final Scenario scenario;
        private final boolean lies;
        private long rightDigest;

        DamagingHost(Scenario scenario, boolean lies) {
            super(HypervisorCommand.class);
            this.scenario = scenario;
            this.lies = lies;
        }

        @Override
        public Behavior<HypervisorCommand> aroundReceive(
                TypedActorContext<HypervisorCommand> context,
                HypervisorCommand command,
                ReceiveTarget<HypervisorCommand> host) {
            return switch (command) {
                case Transfer.WritePages(var vm, var batch, var replyTo) ->
                    host.apply(context, new Transfer.WritePages(vm, damaged(batch), replyTo));
                case Transfer.InstallState install -> {
                    rightDigest = scenario.twinDigest(install.state().memoryWrites());
                    yield host.apply(context, install);
                }
                case Transfer.Digest digest
                when lies -> {
                    digest.replyTo().tell(new Transfer.Digested(digest.vm(), rightDigest));
                    yield Behaviors.same();
                }
                default -> host.apply(context, command);
            };
        }

        private static PageBatch damaged(PageBatch batch) {
            long[] contents = batch.contents().clone();
            if (batch.size() > 0 && batch.page(0) > 1000) {
                contents[0]++;
            }
            return new PageBatch(batch.pages(), contents);
        }
    }
}
