package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.MigrationEvent.Side;
import io.godwit.migration.precopy.HandoverCost;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a move would find is said without one, and changes nothing.
class ArrivalTest {

    private static final Duration OPENS = Duration.ofMillis(3);

    private static final long LINK = 1_000_000_000;

    @Test
    void saysWhatRegistryAndDatastoreTakeAndThatTheWayIsFree() {
        try (TwoHosts hosts = new TwoHosts(Scenario.small(1), TwoHosts.Plants.opening(OPENS))) {
            assertThat(arrival(hosts, 4))
                    .isEqualTo(new Arrival(
                            4,
                            new HandoverCost(
                                    0, 0, TestPort.ONE_WAY.multipliedBy(2).toNanos(), OPENS.toNanos()),
                            new CardRoom(4, LINK, 0)));
            assertThat(wayOut(hosts, 5)).isEqualTo(new CardRoom(5, LINK, 0));
        }
    }

    @Test
    void anotherThatIsOnTheWayHasItsPart() {
        try (TwoHosts hosts = new TwoHosts(Scenario.small(1), TwoHosts.Plants.none())) {
            hosts.begin();
            hosts.world.runUntil(hosts.world.timeline().now() + 100_000_000);
            assertThat(arrival(hosts, 1).way()).isEqualTo(new CardRoom(1, LINK / 2, 1));
            assertThat(wayOut(hosts, 2)).isEqualTo(new CardRoom(2, LINK / 2, 1));
            assertThat(hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofSeconds(20)))
                    .isTrue();
            assertThat(wayOut(hosts, 3)).isEqualTo(new CardRoom(3, LINK, 0));
            assertThat(hosts.report(Side.SOURCE).orElseThrow().epoch()).hasValue(8);
        }
    }

    @Test
    void nothingIsSaidWhileTheRegistryIsSilent() {
        try (TwoHosts hosts = new TwoHosts(Scenario.small(1), TwoHosts.Plants.none())) {
            hosts.target.port().cut(true);
            assertThat(ask(hosts, hosts.target, arrivalAt(hosts, 1), ArrivalProbe.PATIENCE.plusSeconds(1)))
                    .isEmpty();
        }
    }

    private static Arrival arrival(TwoHosts hosts, long question) {
        return (Arrival) ask(hosts, hosts.target, arrivalAt(hosts, question), Duration.ofMillis(10))
                .getLast();
    }

    private static CardRoom wayOut(TwoHosts hosts, long question) {
        var way = new Migrations.TellWayOut(
                question,
                TwoHosts.SOURCE,
                TwoHosts.nodeOf(TwoHosts.TARGET),
                hosts.source.asker().narrow());
        return (CardRoom) ask(hosts, hosts.source, way, Duration.ofMillis(10)).getLast();
    }

    private static Migrations.TryArrival arrivalAt(TwoHosts hosts, long question) {
        return new Migrations.TryArrival(
                question,
                TwoHosts.TARGET,
                hosts.scenario.vm(),
                TwoHosts.nodeOf(TwoHosts.SOURCE),
                hosts.target.asker().narrow());
    }

    private static List<Object> ask(
            TwoHosts hosts, TwoHosts.Party party, Migrations.Command question, Duration within) {
        party.migrations().tell(question);
        hosts.world.runUntil(hosts.world.timeline().now() + within.toNanos());
        return party.answers();
    }
}
