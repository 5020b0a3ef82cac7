package io.godwit.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.drill.Drill;
import io.godwit.drill.play.Played;
import io.godwit.history.FleetEvent;
import io.godwit.identity.HostId;
import io.godwit.registry.VmRecord;
import io.godwit.time.Seed;
import io.godwit.verdict.Outcome;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// A VM that was stopped and a container that restarts are moved while the node of some host, or of the controller, is
/// killed at a drawn instant: none is lost, none runs twice, and each runs in the end.
class MovesWithoutMemoryTest {

    private static final int SEEDS = 12;
    private static final HostId TARGET = new HostId("a-r1-2");

    private static final String DRILL = """
            drill: v1
            name: without-memory
            topology:
              sites:
                a: {racks: {r1: {hosts: 3, hypervisor: HYPERVISOR}, r2: {hosts: 2}}, host: lab, datastores: [array-a]}
              links: {default: {latency: 0.2ms, bandwidth: 1Gbit}}
            permit: 5s
            vms:
              app: {count: 1, memory: 256MiB, KIND protect: restart}
              crowd: {count: 4, memory: 128MiB, KIND protect: restart}
            workload:
              app: {ledger: {writes: 20/s}, cpu: {constant: 30%}}
              crowd: {ledger: {writes: 5/s}}
            steady: {all: running, hold: 1s, within: 60s}
            timeline:
            STEPS  - {id: fault, at: FAULT, do: kill, target: VICTIM, back: 6s}
            heal: {at: 14s, settle: 30s}
            expect:
              objectives: {app: {lost-writes: 0}, crowd: {lost-writes: 0}}
              eventually: {within: settle, protected: running, leftovers: none}
            run: {seed: SEED}
            """;

    private static final List<String> VICTIMS =
            List.of("host a-r1-1", "host a-r1-2", "host a-r1-3", "node of controller");

    @Test
    void aColdMoveIsThereOrIsNotWhoeverIsKilled() {
        assertKept(new Cast("lab", "", 1_900, 2_500), """
                  - {id: stop, at: 2s, do: stop, target: vm app-1}
                  - {id: move, at: 3s, do: migrate, target: vm app-1 to host a-r1-2, mode: cold}
                  - {id: start, at: 4s, do: start, target: vm app-1}
                  - {id: again, at: 12s, do: start, target: vm app-1}
                """);
    }

    @Test
    void aContainerThatRestartsElsewhereIsStartedOnceWhoeverIsKilled() {
        Cast containers = new Cast("docker", "kind: container,", 1_950, 900);
        assertKept(containers, "  - {id: move, at: 2s, do: migrate, target: vm app-1 to host a-r1-2}\n");
    }

    /// @param fromMs the fault comes from here on
    /// @param withinMs it comes within so much after that
    private record Cast(String hypervisor, String kind, int fromMs, int withinMs) {

        String fault(RandomGenerator random) {
            return fromMs + random.nextInt(withinMs) + "ms";
        }
    }

    private static void assertKept(Cast cast, String steps) {
        int moved = 0;
        int elsewhere = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            RandomGenerator random = Seed.of(seed).child("fault").generator();
            String text = DRILL.replace("HYPERVISOR", cast.hypervisor())
                    .replace("KIND", cast.kind())
                    .replace("STEPS", steps)
                    .replace("FAULT", cast.fault(random))
                    .replace("VICTIM", VICTIMS.get(random.nextInt(VICTIMS.size())))
                    .replace("SEED", Integer.toString(seed));
            Drill drill = drill(text);
            var rehearsed = ShippedDrill.theatre(seed % 5 == 0).rehearse(drill);
            Played played = rehearsed.played();
            var verdict = ShippedDrill.judge(drill, rehearsed).verdict();
            assertThat(verdict.outcome()).as("seed %d: %s", seed, verdict).isIn(Outcome.PASSED, Outcome.INCONCLUSIVE);
            VmRecord app = played.last().orElseThrow().vms().getFirst();
            assertThat(app.owner())
                    .as("seed %d: app-1 runs", seed)
                    .hasValueSatisfying(owner -> assertThat(owner.running()).isTrue());
            boolean wasBound = played.history().stream().anyMatch(entry -> entry.event() instanceof FleetEvent.Bound);
            moved += wasBound && app.isOwnedBy(TARGET) ? 1 : 0;
            elsewhere += app.isOwnedBy(TARGET) ? 0 : 1;
        }
        assertThat(moved).as("moves that led where they were to").isGreaterThan(SEEDS / 3);
        assertThat(elsewhere).as("moves that a fault led elsewhere").isPositive();
    }

    private static Drill drill(String text) {
        return ShippedDrill.of(text);
    }
}
