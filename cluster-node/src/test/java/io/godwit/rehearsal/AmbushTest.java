package io.godwit.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.verdict.DrillReport;
import io.godwit.verdict.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each node holds a migration for a step that strikes one: the others go on once it was taken.
class AmbushTest {

    private static final String DRILL = """
            drill: v1
            name: ambush
            topology:
              sites:
                a: {racks: {r1: 1, r2: 1, r3: 1, r4: 1}, host: lab, datastores: [array-a]}
              links: {default: {latency: 0.2ms, bandwidth: 10Gbit}}
              tolerate: {host-failures: 1}
            permit: 5s
            migration: {limits: {host: 2, link: 4, drain: 2}}
            vms:
              app:   {count: 8, vcpus: 1, memory: 256MiB, disk: local}
            workload:
              app: {ledger: {writes: 40/s}, memory: {working-set: 32MiB, dirty: 8MiB/s}}
            steady: {all: running, hold: 1s, within: 60s}
            timeline:
              - {id: drain-1, at: 2s, do: drain, target: host a-r1-1}
              - {id: drain-2, at: 2s, do: drain, target: host a-r2-1}
              - {id: crash, when: %s enters %s, do: crash, target: migration %s, how: pause, back: 8s}
              - {id: give-1, at: 30s, do: restore, target: host a-r1-1}
              - {id: give-2, at: 30s, do: restore, target: host a-r2-1}
            heal: {at: 35s, settle: 20s}
            expect:
              objectives: {app: {lost-writes: 0}}
              eventually: {within: settle, leftovers: none}
              must-happen: [drain-1, drain-2, crash]
            run: {seed: %d}
            """;

    private static DrillReport play(String whose, String phase, String victim, int seed) {
        return ShippedDrill.report(ShippedDrill.of(DRILL.formatted(whose, phase, victim, seed)));
    }

    @Test
    void whoeverWasHeldBesideTheOneThatIsStruckGoesOn() {
        for (String phase : List.of("reserve", "commit", "resume")) {
            for (String victim : List.of("source", "target")) {
                DrillReport report = play("first app migration", phase, victim, 11);
                assertThat(report.verdict().outcome())
                        .as("%s of %s: %s", phase, victim, report.verdict().sentence())
                        .isEqualTo(Outcome.PASSED);
            }
        }
    }
}
