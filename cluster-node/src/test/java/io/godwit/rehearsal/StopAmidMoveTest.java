package io.godwit.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A VM that is stopped while it moves stays where it is, and no host gets it in a new epoch until it is started.
class StopAmidMoveTest {

    private static final String DRILL = """
            drill: v1
            name: stop-amid-move
            topology:
              sites:
                a: {racks: {r1: 1, r2: 1, r3: 1}, host: lab, datastores: [array-a]}
              links: {default: {latency: 0.2ms, bandwidth: 1Gbit}}
            permit: 5s
            migration: {stop: fixed-rounds, max-rounds: 1}
            vms:
              app: {count: 1, vcpus: 1, memory: 128MiB, disk: %s}
            workload:
              app: {ledger: {writes: 40/s}, memory: {working-set: 32MiB, dirty: 8MiB/s}}
            steady: {all: running, hold: 1s, within: 60s}
            timeline:
              - {id: move, at: 2s, do: migrate, target: vm app-1, mode: %s}
              - {id: stop, when: migration of app-1 enters %s, do: stop, target: vm app-1}
              %s
            heal: {at: 12s, settle: 12s}
            expect:
              objectives: {app: {lost-writes: 0}}
              eventually: {within: settle, leftovers: none}
              must-happen: [move, stop]
            run: {seed: 11}
            """;

    private static final String START = "- {id: start, after: stop + 4s, do: start, target: vm app-1}";

    private static String drill(String disk, String mode, String phase, String further) {
        return DRILL.formatted(disk, mode, phase, further);
    }

    @Test
    void itStaysStoppedAndStartsWhereItsDiskIs() {
        for (String disk : List.of("local", "array-a")) {
            for (String mode : List.of("pre-copy", "suspend-and-copy", "post-copy", "hybrid")) {
                for (String phase : List.of("reserve", "precopy", "switchover")) {
                    DrillReport report = ShippedDrill.report(ShippedDrill.of(drill(disk, mode, phase, START)));
                    assertThat(report.verdict().outcome())
                            .as(
                                    "%s, %s, %s: %s",
                                    disk, mode, phase, report.verdict().sentence())
                            .isEqualTo(Outcome.PASSED);
                }
            }
        }
    }

    @Test
    void nobodyStartsItUnasked() {
        for (String mode : List.of("pre-copy", "post-copy")) {
            var played = ShippedDrill.theatre(false)
                    .rehearse(ShippedDrill.of(drill("array-a", mode, "switchover", "")))
                    .played();
            assertThat(played.last().orElseThrow().vms()).singleElement().satisfies(vm -> {
                assertThat(vm.desired()).isEqualTo(Desired.STOPPED);
                assertThat(vm.owner()).isEmpty();
                assertThat(vm.migration()).isEmpty();
            });
        }
    }
}
