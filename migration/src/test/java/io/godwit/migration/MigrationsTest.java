package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.GuestEvent.Why;
import io.godwit.history.MigrationEvent;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.PhaseEntered;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.Lifecycle;
import io.godwit.identity.MigrationId;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.WireMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

/// What the dispatcher of a node does with messages, orders and holds.
class MigrationsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void answersWhatIsForNobodyByNameAndCountsIt() {
        try (TwoHosts hosts = new TwoHosts(Scenario.small(1), TwoHosts.Plants.none())) {
            Move unknown = move("m-9", 7);
            assertThat(answersTo(hosts, new MigrationWire.Alive(unknown, 0)))
                    .containsExactly(new MigrationWire.Ended(unknown, Side.TARGET, Optional.empty()));
            assertThat(answersTo(hosts, new MigrationWire.Credit(unknown, 0, 1)))
                    .containsExactly(new MigrationWire.Ended(unknown, Side.SOURCE, Optional.empty()));
            hosts.begin();
            hosts.runUntil(() -> !hosts.events(PhaseEntered.class).isEmpty(), LONG);
            hosts.world.runUntil(hosts.world.timeline().now() + 50_000_000);
            Move old = move(TwoHosts.MOVE.migration().value(), 6);
            assertThat(answersTo(hosts, new MigrationWire.Alive(old, 0)))
                    .containsExactly(new MigrationWire.Ended(old, Side.TARGET, Optional.empty()));
            hosts.runUntil(() -> hosts.reports.size() == 2, LONG);
            assertThat(answersTo(hosts, new MigrationWire.Alive(TwoHosts.MOVE, 0)))
                    .containsExactly(
                            new MigrationWire.Ended(TwoHosts.MOVE, Side.TARGET, Optional.of(Outcome.COMMITTED)));
            assertThat(answersTo(hosts, new MigrationWire.Ended(unknown, Side.SOURCE, Optional.empty())))
                    .isEmpty();
            assertThat(refused(hosts)).isEqualTo(new Migrations.RefusedMessages(1, 2, 1));
        }
    }

    @Test
    void startsAMigrationOnceHoweverOftenItIsOrdered() {
        try (TwoHosts hosts = new TwoHosts(Scenario.small(1), TwoHosts.Plants.none())) {
            hosts.begin();
            hosts.begin();
            hosts.runUntil(() -> hosts.reports.size() == 2, LONG);
            hosts.begin();
            hosts.world.runUntil(hosts.world.timeline().now() + LONG.toNanos());
            assertThat(hosts.reports).hasSize(2);
        }
    }

    /// 32 MiB at 1 Gbit/s take 270 ms.
    @Test
    void saysHowFarAMigrationIsAndCountsABrokenRound() {
        try (TwoHosts hosts = new TwoHosts(Scenario.small(1), TwoHosts.Plants.none())) {
            hosts.begin();
            hosts.runUntil(() -> !hosts.events(PhaseEntered.class).isEmpty(), LONG);
            hosts.world.runUntil(hosts.world.timeline().now() + 100_000_000);
            ActorRef<Object> asker = hosts.source.asker();
            hosts.source.migrations().tell(new Migrations.TellProgress(new MigrationId("m-9"), asker.narrow()));
            hosts.source.migrations().tell(new Migrations.TellProgress(TwoHosts.MOVE.migration(), asker.narrow()));
            hosts.world.runUntil(hosts.world.timeline().now() + 1_000_000);
            Progress progress = hosts.source.answers().stream()
                    .filter(Progress.class::isInstance)
                    .map(Progress.class::cast)
                    .reduce((_, _) -> {
                        throw new AssertionError("an answer for a migration that there is not");
                    })
                    .orElseThrow();
            assertThat(progress.phase()).contains(Phase.PRECOPY);
            assertThat(progress.round()).isEqualTo(1);
            assertThat(progress.bytes()).isBetween(10_000_000L, 13_000_000L);
            assertThat(progress.remainingPages()).isBetween(4_900L, 5_800L);
            assertThat(progress.bitsPerSecond())
                    .as("the link's rate, less the batch that is under way: 8.4 of 100 ms at most")
                    .isBetween(910_000_000L, 1_000_000_000L);
            assertThat(progress.downtimeNs()).isEmpty();
            hosts.cancel("enough");
            hosts.runUntil(() -> hosts.reports.size() == 2, LONG);
            MigrationReport source = hosts.reports.stream()
                    .filter(report -> report.side() == Side.SOURCE)
                    .findFirst()
                    .orElseThrow();
            assertThat(source.rounds()).hasSize(1);
            assertThat(source.bytes()).isBetween(progress.bytes(), progress.bytes() + 2_000_000);
        }
    }

    /// 32 MiB at 1 Gbit/s take 270 ms.
    @Test
    void saysHowManyPagesStillFollowAGuest() {
        try (TwoHosts hosts = new TwoHosts(Scenario.small(1).by(Mode.POST_COPY), TwoHosts.Plants.none())) {
            hosts.begin();
            hosts.runUntil(() -> !hosts.events(MigrationEvent.Committed.class).isEmpty(), LONG);
            List<Long> remaining = new ArrayList<>();
            for (int look = 0; look < 3; look++) {
                hosts.world.runUntil(hosts.world.timeline().now() + 60_000_000);
                ActorRef<Object> asker = hosts.source.asker();
                hosts.source.migrations().tell(new Migrations.TellProgress(TwoHosts.MOVE.migration(), asker.narrow()));
                hosts.world.runUntil(hosts.world.timeline().now() + 1_000_000);
                Progress progress = (Progress) hosts.source.answers().getLast();
                assertThat(progress.phase()).contains(Phase.POSTCOPY);
                assertThat(progress.bytes() / 4104 + progress.remainingPages())
                        .as("pages that were sent and pages that are not there")
                        .isBetween(8192L, 8192L + 1100);
                remaining.add(progress.remainingPages());
            }
            assertThat(remaining.get(0)).isGreaterThan(remaining.get(1));
            assertThat(remaining.get(1)).isGreaterThan(remaining.get(2)).isPositive();
        }
    }

    @Test
    void tellsAfterwardsHowAMigrationEnded() {
        try (TwoHosts hosts = new TwoHosts(Scenario.small(1), TwoHosts.Plants.none())) {
            hosts.begin();
            hosts.runUntil(() -> hosts.reports.size() == 2, LONG);
            hosts.world.runUntil(hosts.world.timeline().now() + 5_000_000_000L);
            PastMigration source = past(hosts, hosts.source);
            PastMigration target = past(hosts, hosts.target);
            MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
            assertThat(source.side()).isEqualTo(Side.SOURCE);
            assertThat(source.mode()).contains(Mode.PRE_COPY);
            assertThat(source.outcome()).isEqualTo(Outcome.COMMITTED);
            assertThat(source.rounds()).isEqualTo(report.rounds().size());
            assertThat(source.bytes()).isEqualTo(report.bytes());
            assertThat(source.downtime()).isPresent().isEqualTo(target.downtime());
            assertThat(source.tookNs()).isBetween(270_000_000L, LONG.toNanos());
            assertThat(hosts.world.timeline().now() - source.endedNs()).isBetween(5_000_000_000L, 6_000_000_000L);
            assertThat(target.side()).isEqualTo(Side.TARGET);
            assertThat(target.rounds()).isZero();
        }
    }

    @Test
    void holdsEachSideAtEachPhaseUntilItMayProceed() {
        try (TwoHosts hosts = new TwoHosts(Scenario.small(1), TwoHosts.Plants.holding())) {
            hosts.begin();
            List<String> phases = new ArrayList<>();
            while (hosts.reports.size() < 2 && phases.size() < 20) {
                int before = hosts.events(PhaseEntered.class).size();
                hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofMillis(900));
                hosts.events(PhaseEntered.class).stream().skip(phases.size()).forEach(event -> {
                    phases.add(event.side() + " " + event.phase());
                    hosts.proceed(event.side());
                });
                assertThat(hosts.events(PhaseEntered.class).size() - before).isLessThanOrEqualTo(2);
            }
            assertThat(phases)
                    .hasSize(5 + Phase.values().length - 2)
                    .contains("SOURCE COMMIT", "TARGET RESUME")
                    .noneMatch(phase -> phase.endsWith(Phase.POSTCOPY.name()));
            assertThat(hosts.reports).extracting(MigrationReport::outcome).containsOnly(Outcome.COMMITTED);
        }
    }

    @Test
    void endsWhenTheGuestWasStoppedBeforeItWasToStand() {
        assertThat(afterAStop(_ -> {})).hasValueSatisfying(report -> {
            assertThat(report.outcome()).isEqualTo(Outcome.ABORTED);
            assertThat(report.why()).contains("absent");
        });
    }

    @Test
    void endsWhenAnotherDecidedOverAGuestThatWasStopped() {
        assertThat(afterAStop(hosts -> hosts.registry.supersede(TwoHosts.THIRD)))
                .hasValueSatisfying(report -> assertThat(report.outcome()).isEqualTo(Outcome.ABORTED));
    }

    /// What the source reports whose host stops the guest as it is about to stand.
    private static Optional<MigrationReport> afterAStop(Consumer<TwoHosts> also) {
        try (TwoHosts hosts = new TwoHosts(Scenario.small(1), TwoHosts.Plants.holding())) {
            hosts.begin();
            int seen = 0;
            for (int look = 0; look < 20 && !hosts.isReported(Side.SOURCE); look++) {
                hosts.runUntil(() -> hosts.isReported(Side.SOURCE), Duration.ofMillis(900));
                List<PhaseEntered> entered = hosts.events(PhaseEntered.class);
                for (PhaseEntered event : entered.subList(seen, entered.size())) {
                    if (event.side() == Side.SOURCE && event.phase() == Phase.SWITCHOVER) {
                        hosts.source
                                .hypervisor()
                                .tell(new Lifecycle.StopVm(
                                        TwoHosts.VM,
                                        Why.PERMIT_EXPIRED,
                                        hosts.source.asker().narrow()));
                        hosts.world.drainInstant();
                        also.accept(hosts);
                    }
                    hosts.proceed(event.side());
                }
                seen = entered.size();
            }
            return hosts.report(Side.SOURCE);
        }
    }

    private static Move move(String migration, long epoch) {
        return new Move(new MigrationId(migration), TwoHosts.VM, epoch, TwoHosts.SOURCE, TwoHosts.TARGET);
    }

    /// What the target's node answers to somebody on the source's node.
    private static List<WireMessage> answersTo(TwoHosts hosts, MigrationWire message) {
        List<WireMessage> answers = new ArrayList<>();
        ActorRef<Delivery> somebody = hosts.source
                .node()
                .spawn(
                        Behaviors.receiveMessage(delivery -> {
                            answers.add(delivery.message());
                            return Behaviors.same();
                        }),
                        "somebody-" + hosts.world.events());
        hosts.source.link().register("somebody", somebody);
        hosts.source
                .link()
                .send("somebody", new Endpoint(TwoHosts.nodeOf(TwoHosts.TARGET), MigrationWire.SERVICE), message);
        hosts.world.runUntil(hosts.world.timeline().now() + 1_000_000);
        return answers;
    }

    private static PastMigration past(TwoHosts hosts, TwoHosts.Party party) {
        party.migrations().tell(new Migrations.TellPast(party.asker().narrow()));
        hosts.world.drainInstant();
        return ((Migrations.Past) party.answers().getLast()).migrations().getLast();
    }

    private static Object refused(TwoHosts hosts) {
        hosts.target
                .migrations()
                .tell(new Migrations.CountRefusals(hosts.target.asker().narrow()));
        hosts.world.drainInstant();
        return hosts.target.answers().getLast();
    }
}
