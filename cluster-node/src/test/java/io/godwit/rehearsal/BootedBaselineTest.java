package io.godwit.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.drill.Drill;
import io.godwit.drill.play.Played;
import io.godwit.history.Entry;
import io.godwit.history.GuestEvent;
import io.godwit.identity.VmId;
import org.junit.jupiter.api.Test;

/// Guests of KVM boot for 11 s: a baseline is reached, and a group that comes after another starts, when they have.
class BootedBaselineTest {

    private static final long BOOT_NS = 11_000_000_000L;

    private static final String DRILL = """
            drill: v1
            name: booted
            topology:
              sites:
                a: {racks: {r1: 1, r2: 1}, host: lab, hypervisor: kvm, datastores: [array-a]}
              links: {default: {latency: 0.2ms, bandwidth: 10Gbit}}
            permit: 5s
            vms:
              db: {count: 1, vcpus: 1, memory: 256MiB, protect: restart}
              web: {count: 1, vcpus: 1, memory: 256MiB, protect: restart, after: [db]}
            steady: {all: running, hold: 1s, within: 2m}
            timeline:
              - {id: move, at: 5s, do: migrate, target: vm db-1}
              - {id: with-all, when: all running, do: migrate, target: vm web-1}
            heal: {at: 20s, settle: 60s}
            expect:
              always: [one-running-copy]
              must-happen: [move, with-all]
            run: {seed: %d}
            """;

    @Test
    void whatIsOrderedAfterItFindsGuestsThatHaveBegun() {
        for (int seed = 1; seed <= 2; seed++) {
            Played played = ShippedDrill.theatre(false).rehearse(drill(seed)).played();
            assertThat(played.steps())
                    .extracting(step -> step.evidence().isPresent())
                    .containsExactly(true, true);
            long db = startedNs(played, "db-1");
            long web = startedNs(played, "web-1");
            assertThat(web - db).as("web boots when db has booted").isGreaterThanOrEqualTo(BOOT_NS);
            assertThat(((Played.Baseline.Reached) played.baseline()).atNs())
                    .as("the baseline is held for 1 s")
                    .isGreaterThan(web + 1_000_000_000L);
        }
    }

    /// When its guest began.
    private static long startedNs(Played played, String vm) {
        return played.history().stream()
                .filter(entry -> entry.event() instanceof GuestEvent.Started started
                        && started.vm().equals(new VmId(vm)))
                .mapToLong(Entry::atNs)
                .findFirst()
                .orElseThrow();
    }

    private static Drill drill(int seed) {
        return ShippedDrill.of(DRILL.formatted(seed));
    }
}
