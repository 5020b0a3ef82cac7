package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.device.Disk;
import io.godwit.device.Relocation;
import io.godwit.history.MigrationEvent;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.HypervisorCommand;
import io.godwit.host.Lifecycle;
import io.godwit.host.Transfer;
import io.godwit.migration.precopy.DiskForecast;
import io.godwit.migration.precopy.WireCost;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A guest on its host's own disk moves together with that, while a client writes to it.
class StorageMigrationTest {

    private static final long SEEDS = 200;

    private static final List<Phase> WITHOUT_GUEST =
            List.of(Phase.RESERVE, Phase.DISK, Phase.SWITCHOVER, Phase.COMMIT, Phase.RESUME, Phase.RELEASE);

    private static Scenario local(long seed, Mode mode) {
        return Scenario.small(seed).by(mode).serving(VmSpec.LOCAL_DISK);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RESTART", "COLD"})
    void theDiskGoesFirstAndIsWholeAtTheTargetOnly(Mode mode) {
        try (TwoHosts hosts = new TwoHosts(local(1, mode), TwoHosts.Plants.none())) {
            Session session = hosts.session.orElseThrow();
            hosts.move();
            session.windDown();
            hosts.runUntil(() -> session.client.outstanding() == 0, Duration.ofSeconds(5));

            MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
            assertThat(report.outcome()).as(report.why()).isEqualTo(Outcome.COMMITTED);
            assertThat(hosts.held(hosts.target))
                    .containsExactly(new Disk.Held(Session.CLIENT, session.client.sent(), List.of()));
            assertThat(hosts.held(hosts.source)).as("left at the source").isEmpty();
            DiskCopy disk = report.disk().orElseThrow();
            assertThat(disk.baseBytes()).as("the image's 24 MiB").isEqualTo(24L << 20);
            assertThat(disk.mirrored()).isPositive();
            assertThat(disk.bytes()).isGreaterThan(disk.baseBytes());
            long downtimeNs = report.downtime().orElseThrow().totalNs();
            assertThat(session.longestGap().toNanos())
                    .isBetween(downtimeNs - 5_000_000, downtimeNs + Session.RETRY.toNanos() + 10_000_000);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESTART", "COLD"})
    void theDiskOfAStoppedVmIsWholeAtTheTargetOnlyAndItsGuestGoesOnFromIt(Mode mode) {
        try (TwoHosts hosts = new TwoHosts(local(1, mode), TwoHosts.Plants.none())) {
            Session session = hosts.session.orElseThrow();
            hosts.move();
            MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
            assertThat(report.outcome()).as(report.why()).isEqualTo(Outcome.COMMITTED);
            assertThat(hosts.describe(hosts.target)).as("room is free").isInstanceOf(Lifecycle.Illegal.class);
            assertThat(hosts.held(hosts.source)).as("left at the source").isEmpty();
            assertThat(hosts.held(hosts.target)).isNotEmpty();
            assertThat(report.downtime()).isEmpty();
            assertThat(report.disk().orElseThrow().baseBytes()).isEqualTo(24L << 20);
            assertThat(report.disk().orElseThrow().mirrored()).isZero();

            hosts.startAgain();
            session.windDown();
            hosts.runUntil(() -> session.client.outstanding() == 0, Duration.ofSeconds(5));
            assertThat(hosts.held(hosts.target))
                    .containsExactly(new Disk.Held(Session.CLIENT, session.client.sent(), List.of()));
        }
    }

    @Test
    void aVmThatWasStoppedStaysWithItsDiskWhenItsMoveIsCancelled() {
        try (TwoHosts hosts = new TwoHosts(local(1, Mode.COLD), TwoHosts.Plants.none())) {
            hosts.begin();
            hosts.runUntil(
                    () -> !hosts.events(MigrationEvent.PhaseEntered.class).isEmpty(), Duration.ofSeconds(1));
            List<Disk.Held> before = hosts.held(hosts.source);
            hosts.cancel("a person cancels");
            hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofSeconds(30));
            assertThat(hosts.report(Side.SOURCE).orElseThrow().outcome()).isEqualTo(Outcome.ABORTED);
            assertThat(hosts.report(Side.SOURCE).orElseThrow().why()).isEqualTo("a person cancels");
            assertThat(hosts.held(hosts.source)).isEqualTo(before).isNotEmpty();
            assertThat(hosts.held(hosts.target)).isEmpty();
            assertThat(hosts.describe(hosts.target)).isInstanceOf(Lifecycle.Illegal.class);
        }
    }

    /// Its source had not heard that the move had come to nothing.
    @Test
    void aVmThatIsStartedAmidItsMoveKeepsItsDiskAndTheMoveEnds() {
        try (TwoHosts hosts = new TwoHosts(local(1, Mode.COLD), TwoHosts.Plants.none())) {
            Session session = hosts.session.orElseThrow();
            hosts.begin();
            hosts.runUntil(
                    () -> hosts.events(MigrationEvent.PhaseEntered.class).stream()
                            .anyMatch(it -> it.phase() == Phase.DISK),
                    Duration.ofSeconds(1));
            hosts.registry.abort(TwoHosts.MOVE);
            hosts.startAgain();
            assertThat(hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofSeconds(30)))
                    .isTrue();
            assertThat(hosts.reports)
                    .allSatisfy(report -> assertThat(report.outcome()).isEqualTo(Outcome.ABORTED));
            session.windDown();
            hosts.runUntil(() -> session.client.outstanding() == 0, Duration.ofSeconds(5));
            assertThat(hosts.held(hosts.source))
                    .containsExactly(new Disk.Held(Session.CLIENT, session.client.sent(), List.of()));
            assertThat(hosts.held(hosts.target)).isEmpty();
        }
    }

    /// The time on the wire is that of its bytes: 24 MiB and some blocks at 1 Gbit/s.
    @ParameterizedTest
    @EnumSource(names = {"PRE_COPY", "COLD"})
    void takesTheTimeOfItsBytes(Mode mode) {
        try (TwoHosts hosts = new TwoHosts(local(1, mode), TwoHosts.Plants.none())) {
            hosts.begin();
            hosts.runUntil(() -> hosts.isReported(Side.SOURCE), Duration.ofSeconds(30));
            MigrationEvent.DiskCopied copied =
                    hosts.events(MigrationEvent.DiskCopied.class).getFirst();
            long wireNs = hosts.scenario.link().bandwidth().nanosFor(copied.bytes());
            assertThat(copied.durationNs()).isBetween(wireNs, wireNs + 20_000_000);
        }
    }

    /// Its outcome is that on paper, to a tenth: some 2 MiB were written before, and the last block has a way to go.
    @Test
    void takesWhatWasForecast() {
        try (TwoHosts hosts = new TwoHosts(local(1, Mode.PRE_COPY), TwoHosts.Plants.none())) {
            long before = hosts.session.orElseThrow().client.sent();
            hosts.begin();
            hosts.runUntil(() -> hosts.isReported(Side.SOURCE), Duration.ofSeconds(30));
            DiskForecast forecast = DiskForecast.of(
                    new DiskForecast.GuestDisk(new MemorySize((24L << 20) + before * 4096), EventRate.parse("500/s")),
                    hosts.scenario.link().bandwidth(),
                    Optional.empty(),
                    WireCost.byDefault());
            MigrationEvent.DiskCopied copied =
                    hosts.events(MigrationEvent.DiskCopied.class).getFirst();
            assertThat((double) copied.durationNs() / forecast.durationNs()).isBetween(0.95, 1.1);
            assertThat((double) copied.bytes() / forecast.bytes()).isBetween(0.97, 1.03);
        }
    }

    @Test
    void losesNothingWhateverStrikes() {
        Map<String, Integer> outcomes = new TreeMap<>();
        List<Mode> modes = List.of(Mode.values());
        long mirrored = 0;
        for (long seed : seeds()) {
            Mode mode = modes.get((int) (seed % modes.size()));
            Simulation.Result result = Simulation.run(local(seed, mode), TwoHosts.Plants.none());
            assertThat(result.isWell()).as(mode + " " + result).isTrue();
            result.reports().forEach(report -> outcomes.merge(report.side() + " " + report.outcome(), 1, Integer::sum));
            mirrored += result.reports().stream()
                    .flatMap(report -> report.disk().stream())
                    .mapToLong(DiskCopy::mirrored)
                    .sum();
        }
        if (Long.getLong("godwit.seed") == null) {
            assertThat(outcomes)
                    .containsKeys("SOURCE COMMITTED", "SOURCE ABORTED", "TARGET COMMITTED", "TARGET ABORTED");
            assertThat(mirrored).as("writes that went to both disks").isGreaterThan(1_000);
        }
    }

    /// Without a guest the disk is all there is: each phase is one in which it may be lost.
    @ParameterizedTest
    @EnumSource(names = {"RESTART", "COLD"})
    void survivesEveryFaultInEveryPhaseWithoutAGuest(Mode mode) {
        List<String> unreached = new ArrayList<>();
        for (Phase phase : WITHOUT_GUEST) {
            for (Fault.What what : MigrationMatrixTest.FAULTS) {
                boolean struck = false;
                for (Side side : Side.values()) {
                    Fault.Strike strike = new Fault.Strike(Optional.of(phase), side, Duration.ofNanos(300_000));
                    Simulation.Result result = Simulation.run(
                            local(1, mode),
                            List.of(new Fault(strike, what, Duration.ofSeconds(6))),
                            TwoHosts.Plants.none());
                    assertThat(result.isWell())
                            .as(phase + " " + what + " " + result)
                            .isTrue();
                    struck |= !result.struck().isEmpty();
                }
                if (!struck) {
                    unreached.add(phase + " " + what);
                }
            }
        }
        assertThat(unreached).isEmpty();
    }

    @Test
    void survivesEveryFaultWhileTheDiskGoes() {
        List<String> unreached = new ArrayList<>();
        for (Fault.What what : MigrationMatrixTest.FAULTS) {
            boolean struck = false;
            for (Duration delay : List.of(Duration.ofNanos(300_000), Duration.ofMillis(20), Duration.ofMillis(200))) {
                Fault fault = new Fault(
                        new Fault.Strike(Optional.of(Phase.DISK), Side.SOURCE, delay), what, Duration.ofSeconds(6));
                Simulation.Result result = Simulation.run(
                        local(1 + delay.toNanos(), Mode.PRE_COPY), List.of(fault), TwoHosts.Plants.none());
                assertThat(result.isWell()).as(what + " " + result).isTrue();
                struck |= !result.struck().isEmpty();
            }
            if (!struck) {
                unreached.add(what.toString());
            }
        }
        assertThat(unreached).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"PRE_COPY", "COLD"})
    void abortsWhenABlockIsLostOnItsWay(Mode mode) {
        Simulation.Result result = Simulation.run(local(1, mode), List.of(), atTarget(LosesBlocks::new));
        assertThat(result.isWell()).as(result::toString).isTrue();
        assertThat(result.reports())
                .hasSize(2)
                .allSatisfy(report -> assertThat(report.outcome()).isEqualTo(Outcome.ABORTED))
                .anySatisfy(report -> assertThat(report.why()).contains("its disk's digest"));
    }

    @ParameterizedTest
    @EnumSource(names = {"PRE_COPY", "COLD"})
    void findsAnAcknowledgedWriteThatIsLost(Mode mode) {
        Simulation.Result result = Simulation.run(local(1, mode), List.of(), atTarget(ForgetsTheDisk::new));
        assertThat(result.violations()).anySatisfy(it -> assertThat(it).contains("were acknowledged"));
    }

    private static List<Long> seeds() {
        Long only = Long.getLong("godwit.seed");
        return only != null
                ? List.of(only)
                : LongStream.rangeClosed(1, SEEDS).boxed().toList();
    }

    private static TwoHosts.Plants atTarget(Supplier<BehaviorInterceptor<HypervisorCommand, HypervisorCommand>> bug) {
        return new TwoHosts.Plants(
                UnaryOperator.identity(), Map.of(TwoHosts.TARGET, it -> Behaviors.intercept(bug, it)));
    }

    private static final class LosesBlocks extends BehaviorInterceptor<HypervisorCommand, HypervisorCommand> {

        private int taken;

        LosesBlocks() {
            super(HypervisorCommand.class);
        }

        @Override
        public Behavior<HypervisorCommand> aroundReceive(
                TypedActorContext<HypervisorCommand> context,
                HypervisorCommand command,
                ReceiveTarget<HypervisorCommand> host) {
            return host.apply(
                    context,
                    command instanceof Transfer.MoveDisk(var vm, Relocation.Take take, var replyTo) && ++taken == 3
                            ? new Transfer.MoveDisk(
                                    vm, new Relocation.Take(take.migration(), List.of(), take.bytes()), replyTo)
                            : command);
        }
    }

    /// It proves the copy, and then loses it.
    private static final class ForgetsTheDisk extends BehaviorInterceptor<HypervisorCommand, HypervisorCommand> {

        ForgetsTheDisk() {
            super(HypervisorCommand.class);
        }

        @Override
        public Behavior<HypervisorCommand> aroundReceive(
                TypedActorContext<HypervisorCommand> context,
                HypervisorCommand command,
                ReceiveTarget<HypervisorCommand> host) {
            if (command instanceof Lifecycle.ResumeVm || command instanceof Transfer.KeepDisk) {
                host.apply(
                        context,
                        new Transfer.MoveDisk(
                                TwoHosts.VM,
                                new Relocation.Discard(TwoHosts.MOVE.migration()),
                                context.asJava().getSystem().ignoreRef()));
            }
            return host.apply(context, command);
        }
    }
}
