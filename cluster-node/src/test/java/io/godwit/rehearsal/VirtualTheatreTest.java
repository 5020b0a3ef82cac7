package io.godwit.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.drill.InvariantName;
import io.godwit.drill.file.Pairwise;
import io.godwit.drill.play.Played;
import io.godwit.history.ArrayEvent;
import io.godwit.identity.VmId;
import io.godwit.invariant.Ending;
import io.godwit.invariant.Invariants;
import io.godwit.invariant.Premises;
import io.godwit.rehearsal.VirtualTheatre.Rehearsed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The shipped drills in virtual time, judged by the clients' ledgers and the arrays' own order of writes.
class VirtualTheatreTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host-loss",
                "rolling-maintenance",
                "split",
                "paused-controller",
                "control-plane-loss",
                "crash-matrix"
            })
    void losesNoAcknowledgedWriteAndRunsNoTwin(String name) {
        for (var seed = 1; seed <= 2; seed++) {
            for (var drill : Pairwise.sample(ShippedDrill.read(name, seed))) {
                var played = ShippedDrill.theatre(false).rehearse(drill).played();
                assertThat(played.baseline()).as(drill.title()).isInstanceOf(Played.Baseline.Reached.class);
                assertThat(played.endedNs() - played.healedNs().orElseThrow())
                        .as("%s with seed %d is well again in time", drill.title(), seed)
                        .isLessThan(drill.heal().settle().toNanos());
                assertThat(lostWrites(played))
                        .as(drill.title() + " with seed " + seed)
                        .isEmpty();
                assertThat(writesOfOldEpochs(played))
                        .as(drill.title() + " with seed " + seed)
                        .isEmpty();
            }
        }
    }

    @Test
    void playsTheSameDrillTheSameWayTwice() {
        var drill = ShippedDrill.read("host-loss", 7).getFirst();

        Rehearsed first = ShippedDrill.theatre(true).rehearse(drill);
        Rehearsed second = ShippedDrill.theatre(true).rehearse(drill);

        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(second.played().history()).isEqualTo(first.played().history());
    }

    @Test
    void invariantsThatWatchSeeWhatTheHistoryHolds() {
        var drill = ShippedDrill.read("split", 3).getFirst();
        var rehearsed = ShippedDrill.theatre(false).rehearse(drill);
        var played = rehearsed.played();
        var ending =
                new Ending(played.last(), new TreeMap<>(), played.healedNs(), played.healedIndex(), played.endedNs());

        rehearsed.watched().end(ending);

        assertThat(counts(rehearsed.watched()))
                .isEqualTo(counts(Invariants.judged(played.history(), Premises.of(drill, true), ending)));
    }

    @Test
    void playsAnotherSeedAnotherWay() {
        assertThat(ShippedDrill.theatre(false)
                        .rehearse(ShippedDrill.read("host-loss", 1).getFirst())
                        .fingerprint())
                .isNotEqualTo(ShippedDrill.theatre(false)
                        .rehearse(ShippedDrill.read("host-loss", 2).getFirst())
                        .fingerprint());
    }

    private static Map<InvariantName, Long> counts(Invariants invariants) {
        var counts = new TreeMap<InvariantName, Long>();
        invariants.tallies().forEach(tally -> counts.put(tally.name(), tally.checked()));
        return counts;
    }

    private static Map<VmId, Long> lostWrites(Played played) {
        var lost = new TreeMap<VmId, Long>();
        played.ledgers().forEach((vm, ledger) -> {
            assertThat(ledger.acknowledged()).as("writes of " + vm).isPositive();
            assertThat(played.audits()).containsKey(vm);
            var missing = ledger.loss(played.audits().get(vm).getFirst()).writes();
            if (missing > 0) {
                lost.put(vm, missing);
            }
        });
        assertThat(played.ledgers()).isNotEmpty();
        return lost;
    }

    private static List<ArrayEvent.WriteAccepted> writesOfOldEpochs(Played played) {
        var newest = new TreeMap<VmId, Long>();
        return played.history().stream()
                .map(entry -> entry.event())
                .filter(ArrayEvent.WriteAccepted.class::isInstance)
                .map(ArrayEvent.WriteAccepted.class::cast)
                .filter(write -> newest.merge(write.vm(), write.epoch(), Math::max) > write.epoch())
                .toList();
    }
}
