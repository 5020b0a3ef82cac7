package io.godwit.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.registry.Priority;
import io.godwit.registry.RegistryCommand.BeginMigration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What waits to move, over random histories of a fleet whose registry is the real one.
class MovePlanTest {

    private static final int SEEDS = 60;
    private static final int STEPS = 400;
    private static final MoveLimits LIMITS = new MoveLimits(2, 1, 1);
    private static final HostId A1 = new HostId("a1");
    private static final HostId A2 = new HostId("a2");

    @Test
    void noLimitIsExceededAndNoMoveIsLost() {
        int begun = 0;
        int dropped = 0;
        int atLimit = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            MovingFleet fleet = MovingFleet.of(LIMITS, MovePlan.PATIENCE, seed);
            play(fleet, seed);
            begun += fleet.begunAfterWaiting();
            dropped += fleet.dropped();
            atLimit += fleet.looksAtALimit();
        }
        assertThat(begun).as("moves that began after they had waited").isGreaterThan(3 * SEEDS);
        assertThat(dropped).as("moves that were dropped").isGreaterThan(SEEDS);
        assertThat(atLimit).as("looks at a fleet that was at a limit").isGreaterThan(20 * SEEDS);
    }

    @Test
    void findsAPlanThatForgetsWhatItProposed() {
        assertThatThrownBy(() -> {
                    for (int seed = 0; seed < SEEDS; seed++) {
                        MovingFleet fleet = MovingFleet.of(LIMITS, MovePlan.PATIENCE, seed);
                        fleet.forgetProposals();
                        play(fleet, seed);
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("in flight");
    }

    /// Others of a higher priority come all the time, always as many as find a place.
    @Test
    void nobodyStarves() {
        assertThat(beginsWithin(MovePlan.PATIENCE)).isTrue();
        assertThat(beginsWithin(Duration.ofDays(365)))
                .as("a plan without patience lets it starve")
                .isFalse();
    }

    private static boolean beginsWithin(Duration patience) {
        MovingFleet fleet = MovingFleet.of(new MoveLimits(1, 1, 1), patience, 1);
        VmId low = fleet.vmsOn(A1).getFirst();
        fleet.flood(A1, A2);
        fleet.wish(low, Optional.of(A2), Priority.LOW);
        for (int second = 0; second < 2 * MovePlan.PATIENCE.toSeconds(); second++) {
            fleet.flood(A1, A2);
            fleet.second();
            if (fleet.isOn(low, A2)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void prioritiesComeFirstThenPeopleThenAgeThenDrains() {
        MovingFleet fleet = MovingFleet.of(new MoveLimits(1, 1, 1), MovePlan.PATIENCE, 3);
        List<VmId> vms = fleet.vmsOn(A1);
        fleet.wish(vms.get(0), Optional.of(A2), Priority.NORMAL);
        fleet.drain(A1, Priority.NORMAL);
        fleet.wish(vms.get(1), Optional.of(A2), Priority.LOW);
        fleet.wish(vms.get(2), Optional.of(A2), Priority.NORMAL);
        fleet.wish(vms.get(3), Optional.of(A2), Priority.HIGH);
        List<VmId> order = new ArrayList<>();
        while (order.size() < vms.size()) {
            fleet.second();
            fleet.begun().stream()
                    .map(BeginMigration::vm)
                    .filter(vm -> !order.contains(vm))
                    .forEach(order::add);
        }
        assertThat(order.subList(0, 3)).containsExactly(vms.get(0), vms.get(3), vms.get(2));
        assertThat(order).endsWith(vms.get(1));
    }

    private static void play(MovingFleet fleet, int seed) {
        for (int step = 0; step < STEPS; step++) {
            fleet.step();
            fleet.check("seed " + seed + ", step " + step);
        }
        fleet.settle();
        for (int second = 0; second < 2_000 && fleet.waiting() > 0; second++) {
            fleet.second();
            fleet.check("seed " + seed + ", second " + second + " of settling");
        }
        assertThat(fleet.waiting()).as("moves that still wait, seed " + seed).isZero();
        assertThat(fleet.lost())
                .as("moves that nobody heard of again, seed " + seed)
                .isZero();
    }
}
