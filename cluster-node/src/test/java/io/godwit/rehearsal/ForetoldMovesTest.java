package io.godwit.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.verdict.MigrationRow;
import io.godwit.verdict.MigrationRow.Compared;
import org.junit.jupiter.api.Test;

/// In a whole fleet, with a registry of three and arrays, moves come to what was expected when they began: two that
/// come to one host at once, and one in each other mode.
class ForetoldMovesTest {

    private static final int SEEDS = 3;

    /// The first question of a node may go to a voter that does not lead, which passes it on; the commit knows better.
    private static final long TO_THE_LEADER_NS = 500_000;

    private static final String DRILL = """
            drill: v1
            name: foretold
            topology:
              sites:
                a: {racks: {r1: 2, r2: 2}, host: lab, datastores: [array-a]}
              links: {default: {latency: 0.2ms, bandwidth: 1Gbit}}
            permit: 5s
            vms:
              web: {count: 2, vcpus: 1, memory: 256MiB, disk: array-a, spread: host}
              pod: {count: 1, vcpus: 1, memory: 128MiB, disk: array-a, kind: container}
            workload:
              web: {ledger: {writes: 5/s}, memory: {working-set: 32MiB, dirty: 4MiB/s}}
              pod: {ledger: {writes: 5/s}, memory: {working-set: 32MiB, dirty: 4MiB/s}}
            steady: {all: running, hold: 1s, within: 60s}
            timeline:
              - {id: both-1,  at: 2s,  do: migrate, target: vm web-1 to host a-r2-2}
              - {id: both-2,  at: 2s,  do: migrate, target: vm web-2 to host a-r2-2}
              - {id: post,    at: 9s,  do: migrate, target: vm web-1 to host a-r1-1, mode: post-copy}
              - {id: hybrid,  at: 15s, do: migrate, target: vm web-2 to host a-r1-2, mode: hybrid}
              - {id: suspend, at: 21s, do: migrate, target: vm web-1 to host a-r2-2, mode: suspend-and-copy}
              - {id: freeze,  at: 27s, do: migrate, target: vm pod-1, mode: freeze-and-copy}
            heal: {at: 32s, settle: 15s}
            expect:
              objectives: {web: {lost-writes: 0}, pod: {lost-writes: 0}}
              eventually: {within: settle, leftovers: none}
            run: {seed: SEED}
            """;

    private static final String ALONG = """
            drill: v1
            name: along
            topology:
              sites:
                a: {racks: {r1: 2, r2: 2}, host: lab, datastores: [array-a]}
              links: {default: {latency: 0.2ms, bandwidth: 10Gbit}}
            permit: 5s
            vms:
              web: {count: 1, vcpus: 1, memory: 256MiB, disk: local}
            workload:
              web: {ledger: {writes: 2000/s}, memory: {working-set: 32MiB, dirty: 8MiB/s}}
            steady: {all: running, hold: 10s, within: 60s}
            timeline:
              - {id: live, at: 2s,  do: migrate, target: vm web-1}
              - {id: stop, at: 9s,  do: stop,    target: vm web-1}
              - {id: cold, at: 12s, do: migrate, target: vm web-1, mode: cold}
              - {id: run,  at: 20s, do: start,   target: vm web-1}
            heal: {at: 24s, settle: 15s}
            expect:
              eventually: {within: settle, leftovers: none}
            run: {seed: 3}
            """;

    /// Its disk is its host's own, and reads half as fast as the link.
    @Test
    void aDiskThatGoesAlongTakesWhatWasExpectedToo() {
        var drill = ShippedDrill.of(ALONG);
        var report = ShippedDrill.judge(drill, ShippedDrill.theatre(false).rehearse(drill));
        assertThat(report.migrations()).extracting(MigrationRow::mode).containsExactly(Mode.PRE_COPY, Mode.COLD);
        for (MigrationRow row : report.migrations()) {
            String what = row.toString();
            var disk = row.disk().orElseThrow().prediction().orElseThrow();
            assertClose(disk.bytes(), 0.05, 0, what);
            assertClose(disk.durationNs(), 0.1, 0, what);
            row.prediction().ifPresent(it -> {
                assertClose(it.bytes(), 0.01, 0, what);
                assertClose(it.durationNs(), 0.05, 0, what);
                assertClose(it.downtimeNs(), 0.1, TO_THE_LEADER_NS, what);
            });
        }
    }

    private static final String HELPED = """
            drill: v1
            name: helped
            topology:
              sites:
                a: {racks: {r1: 2, r2: 2}, host: lab, datastores: [array-a]}
              links: {default: {latency: 0.2ms, bandwidth: 1Gbit}}
            permit: 5s
            vms:
              web: {count: 1, vcpus: 1, memory: 256MiB, disk: array-a}
            workload:
              web: {memory: {working-set: 32MiB, dirty: 8MiB/s, zero: 40%}}
            steady: {all: running, hold: 5s, within: 60s}
            timeline:
              - {id: pre,     at: 2s,  do: migrate, target: vm web-1, help: [skip-zero-pages]}
              - {id: suspend, at: 9s,  do: migrate, target: vm web-1, help: [skip-zero-pages], mode: suspend-and-copy}
              - {id: post,    at: 15s, do: migrate, target: vm web-1, help: [skip-zero-pages], mode: post-copy}
              - {id: deltas,  at: 22s, do: migrate, target: vm web-1, help: [skip-zero-pages, deltas]}
            heal: {at: 32s, settle: 15s}
            expect:
              eventually: {within: settle, leftovers: none}
            run: {seed: 3}
            """;

    @Test
    void comeToWhatWasExpectedWhenTheyBegan() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            var drill = ShippedDrill.of(DRILL.replace("SEED", Integer.toString(seed)));
            var report = ShippedDrill.judge(drill, ShippedDrill.theatre(false).rehearse(drill));
            for (MigrationRow row : report.migrations()) {
                String what = "seed " + seed + ": " + row;
                var foretold = row.prediction().orElseThrow();
                assertThat(foretold.rounds().actual())
                        .as(what)
                        .hasValue(foretold.rounds().predicted());
                assertClose(foretold.bytes(), 0.01, 0, what);
                assertClose(foretold.durationNs(), 0.01, 0, what);
                assertClose(foretold.downtimeNs(), 0.02, TO_THE_LEADER_NS, what);
            }
            assertThat(report.migrations())
                    .as("seed %d", seed)
                    .extracting(MigrationRow::mode)
                    .containsExactlyInAnyOrder(
                            Mode.PRE_COPY,
                            Mode.PRE_COPY,
                            Mode.POST_COPY,
                            Mode.HYBRID,
                            Mode.SUSPEND_AND_COPY,
                            Mode.FREEZE_AND_COPY);
        }
    }

    /// A guest whose writes leave zeroes now and then, in each mode with helps.
    @Test
    void comeToWhatWasExpectedWithHelpsToo() {
        var drill = ShippedDrill.of(HELPED);
        var report = ShippedDrill.judge(drill, ShippedDrill.theatre(false).rehearse(drill));
        assertThat(report.migrations()).hasSize(4);
        for (MigrationRow row : report.migrations()) {
            String what = row.toString();
            var foretold = row.prediction().orElseThrow();
            assertThat(row.help().getFirst().pages()).as(what).isPositive();
            assertClose(foretold.bytes(), 0.05, 0, what);
            assertClose(foretold.durationNs(), 0.05, 0, what);
            assertClose(foretold.downtimeNs(), 0.1, TO_THE_LEADER_NS, what);
        }
    }

    private static void assertClose(Compared it, double part, long ns, String what) {
        long came = it.actual().orElseThrow();
        assertThat((double) it.predicted()).as(what).isCloseTo((double) came, within(part * came + ns));
    }
}
