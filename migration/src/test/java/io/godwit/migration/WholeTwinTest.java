package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.device.Disk;
import io.godwit.history.MigrationEvent;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.Transfer;
import io.godwit.vm.GuestState;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A guest that serves a client while it is moved, beside a twin in a world of its own that stays and serves the same
/// client: when both have done the same work, all that they are is equal.
class WholeTwinTest {

    private static final long WRITES = 1_500;
    private static final Duration LONG = Duration.ofSeconds(60);

    /// In these the guest goes on; in the others it starts again.
    private static final List<Mode> GOING_ON =
            Stream.of(Mode.values()).filter(Mode::movesMemory).toList();

    static Stream<Arguments> waysAndDisks() {
        return GOING_ON.stream()
                .flatMap(mode -> Stream.of(SharedDisk.NAME, VmSpec.LOCAL_DISK).map(disk -> Arguments.of(mode, disk)));
    }

    @ParameterizedTest
    @MethodSource("waysAndDisks")
    void isEqualInMemoryDiskProcessorAndLedger(Mode mode, String disk) {
        for (long seed = 1; seed <= 3; seed++) {
            Scenario scenario = Scenario.small(seed).by(mode).serving(disk);
            Portrait moved = moved(scenario);
            Portrait twin = twinOf(scenario, moved.state().workNs());
            assertThat(moved).as("seed %d", seed).isEqualTo(twin);
            assertThat(moved.disk()).containsExactly(new Disk.Held(Session.CLIENT, WRITES, List.of()));
            assertThat(moved.state().answered()).isEqualTo(moved.disk());
            assertThat(moved.state().memoryWrites()).isGreaterThan(10_000);
        }
    }

    /// It is what its twin's is that was stopped at the same instant and stayed, and so it is when both have started
    /// again and served their client to the end.
    @ParameterizedTest
    @EnumSource(names = {"RESTART", "COLD"})
    void aDiskThatGoesWithoutItsGuestIsItsTwins(Mode mode) {
        for (long seed = 1; seed <= 3; seed++) {
            Scenario scenario = Scenario.small(seed).by(mode).serving(VmSpec.LOCAL_DISK);
            try (TwoHosts moved = serving(scenario);
                    TwoHosts twin = serving(scenario)) {
                moved.begin();
                assertThat(moved.runUntil(() -> moved.reports.size() == 2, LONG))
                        .isTrue();
                assertThat(moved.registry.owner()).isEqualTo(TwoHosts.TARGET);
                twin.stop();
                twin.registry.abort(TwoHosts.MOVE);
                assertThat(moved.held(moved.target))
                        .as("seed %d", seed)
                        .isEqualTo(twin.held(twin.source))
                        .isNotEmpty();

                moved.startAgain();
                twin.startAgain();
                finish(moved);
                finish(twin);
                assertThat(moved.held(moved.target))
                        .isEqualTo(twin.held(twin.source))
                        .containsExactly(new Disk.Held(Session.CLIENT, WRITES, List.of()));
                GuestState state = moved.capture(moved.target).state();
                assertThat(state.answered()).isEqualTo(moved.held(moved.target));
            }
        }
    }

    /// All that a guest is.
    ///
    /// @param memory the digest of all its pages
    /// @param state its processor's: what it got done, and which writes it answered or has under way
    private record Portrait(long memory, GuestState state, List<Disk.Held> disk) {

        static Portrait of(TwoHosts hosts, TwoHosts.Party party, long stalledNs) {
            Transfer.StateCaptured captured = hosts.capture(party);
            GuestState state = captured.state();
            assertThat(state.pending()).isEmpty();
            return new Portrait(
                    captured.digest(),
                    new GuestState(
                            state.ranNs() - stalledNs,
                            state.workNs(),
                            state.memoryWrites(),
                            state.answered(),
                            state.pending()),
                    hosts.held(party));
        }
    }

    private static Portrait moved(Scenario scenario) {
        try (TwoHosts hosts = serving(scenario)) {
            hosts.begin();
            assertThat(hosts.runUntil(() -> hosts.reports.size() == 2, LONG)).isTrue();
            MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
            assertThat(report.outcome()).as(report.why()).isEqualTo(Outcome.COMMITTED);
            finish(hosts);
            long stalledNs = hosts.events(MigrationEvent.Pulled.class).stream()
                    .mapToLong(MigrationEvent.Pulled::stallNs)
                    .sum();
            return Portrait.of(hosts, hosts.target, stalledNs);
        }
    }

    /// A guest that never waits gets on by a nanosecond each nanosecond.
    private static Portrait twinOf(Scenario scenario, long workNs) {
        try (TwoHosts scout = serving(scenario);
                TwoHosts hosts = serving(scenario)) {
            long beganNs = scout.world.timeline().now()
                    - scout.capture(scout.source).state().workNs();
            hosts.world.runUntil(beganNs + workNs);
            assertThat(hosts.session.orElseThrow().isOver()).isTrue();
            return Portrait.of(hosts, hosts.source, 0);
        }
    }

    private static TwoHosts serving(Scenario scenario) {
        TwoHosts hosts = new TwoHosts(scenario, TwoHosts.Plants.none());
        hosts.session.orElseThrow().endAfter(WRITES);
        return hosts;
    }

    private static void finish(TwoHosts hosts) {
        Session session = hosts.session.orElseThrow();
        assertThat(hosts.runUntil(session::isOver, LONG)).isTrue();
        hosts.world.runUntil(
                hosts.world.timeline().now() + Duration.ofSeconds(2).toNanos() + 777_777);
    }
}
