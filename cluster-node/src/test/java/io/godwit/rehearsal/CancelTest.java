package io.godwit.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.drill.Drill;
import io.godwit.drill.play.Played;
import io.godwit.history.Entry;
import io.godwit.history.MigrationEvent;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import org.junit.jupiter.api.Test;

/// A migration that would take a minute is cancelled after some seconds: the source hears of it, and copies no more.
class CancelTest {

    private static final String DRILL = """
            drill: v1
            name: cancelled
            topology:
              sites:
                a: {racks: {r1: 1, r2: 1, r3: 1}, host: lab, datastores: [array-a]}
              links: {default: {latency: 0.2ms, bandwidth: 100Mbit}}
            permit: 5s
            vms:
              web: {count: 2, vcpus: 1, memory: 1GiB, protect: restart}
            workload:
              web: {ledger: {writes: 10/s}, memory: {working-set: 16MiB, dirty: 1MiB/s}}
            steady: {all: running, hold: 1s, within: 2m}
            timeline:
              - {id: move, at: 1s, do: migrate, target: vm web-1}
              - {id: cancel, at: 5s, do: cancel, target: vm web-1}
              - {id: again, at: 7s, do: cancel, target: vm web-1}
              - {id: idle, at: 8s, do: cancel, target: vm web-2}
            heal: {at: 12s, settle: 60s}
            expect:
              always: [one-running-copy, epochs-increase, acknowledged-is-kept, memory-is-conserved]
              objectives:
                web: {lost-writes: 0}
              must-happen: [move, cancel]
            run: {seed: %d}
            """;

    private static final long CANCELLED_NS = 5_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    @Test
    void leavesTheVmWhereItIsAndEndsTheCopying() {
        for (int seed = 1; seed <= 5; seed++) {
            Played played = ShippedDrill.theatre(true).rehearse(drill(seed)).played();
            Entry ended = played.history().stream()
                    .filter(entry -> entry.event() instanceof MigrationEvent.Finished it && it.side() == Side.SOURCE)
                    .findFirst()
                    .orElseThrow();
            MigrationEvent.Finished source = (MigrationEvent.Finished) ended.event();
            assertThat(source.outcome()).isEqualTo(Outcome.ABORTED);
            assertThat(source.rounds()).as("rounds, the broken one included").isEqualTo(1);
            assertThat(source.bytes()).as("bytes of some 4 s at 100 Mbit/s").isBetween(40_000_000L, 60_000_000L);
            assertThat(ended.atNs() - ((Played.Baseline.Reached) played.baseline()).atNs())
                    .as("when the source ended it")
                    .isBetween(CANCELLED_NS, CANCELLED_NS + SECOND_NS);
            assertThat(played.steps())
                    .extracting(step -> step.evidence().isPresent())
                    .containsExactly(true, true, false, false);
            assertThat(played.last().orElseThrow().vms())
                    .allMatch(vm -> vm.migration().isEmpty());
            lostNothing(played);
        }
    }

    private static void lostNothing(Played played) {
        played.ledgers().forEach((vm, ledger) -> {
            assertThat(ledger.acknowledged()).isPositive();
            assertThat(ledger.loss(played.audits().get(vm).getFirst()).writes()).isZero();
        });
    }

    private static Drill drill(int seed) {
        return ShippedDrill.of(DRILL.formatted(seed));
    }
}
