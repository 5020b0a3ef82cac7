package io.godwit.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.verdict.Outcome;
import org.junit.jupiter.api.Test;

class WitnessTest {

    private static final String DRILL = """
            drill: v1
            name: witness
            topology:
              sites:
                a: {racks: {r1: 1, r2: 1}, host: lab, datastores: [array-a]}
                w: {racks: {r1: {hosts: 1, role: witness}}}
              links: {default: {latency: 0.2ms, bandwidth: 10Gbit}}
              voters: [a-r1-1, a-r2-1, w-r1-1]
              tolerate: {host-failures: 1}
            permit: 5s
            vms:
              web: {count: 1, vcpus: 1, memory: 256MiB, protect: restart}
            workload:
              web: {ledger: {writes: 5/s}}
            steady: {all: running, hold: 1s, within: 2m}
            timeline:
              - {id: loss, at: 2s, do: kill, target: host a-r1-1, back: 10s}
            heal: {at: 30s, settle: 60s}
            expect:
              objectives:
                web: {lost-writes: 0}
              eventually: {within: settle, protected: running}
            run: {seed: 1}
            """;

    @Test
    void votesWithoutHardwareOfItsOwnAndCarriesNothing() {
        assertThat(ShippedDrill.report(ShippedDrill.of(DRILL)).verdict().outcome())
                .isEqualTo(Outcome.PASSED);
    }
}
