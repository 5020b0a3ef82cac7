package io.godwit.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.drill.Drill;
import io.godwit.drill.play.Played;
import io.godwit.history.Entry;
import io.godwit.history.FleetEvent;
import io.godwit.history.MigrationEvent;
import io.godwit.verdict.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A hybrid that would take a minute is told to switch after some seconds: its guest goes on at the target, and what
/// was not sent follows it. Nothing else can be told so.
class PostcopyTest {

    private static final String DRILL = """
            drill: v1
            name: switched
            topology:
              sites:
                a: {racks: {r1: 1, r2: 1, r3: 1}, host: lab, datastores: [array-a]}
              links: {default: {latency: 0.2ms, bandwidth: 100Mbit}}
            permit: 5s
            vms:
              web: {count: 3, vcpus: 1, memory: 1GiB, protect: restart}
            workload:
              web: {ledger: {writes: 10/s}, memory: {working-set: 16MiB, dirty: 1MiB/s}}
            steady: {all: running, hold: 1s, within: 2m}
            timeline:
              - {id: move, at: 1s, do: migrate, target: vm web-1, mode: hybrid}
              - {id: plain, at: 1s, do: migrate, target: vm web-2}
              - {id: switch, at: 5s, do: postcopy, target: vm web-1}
              - {id: again, at: 7s, do: postcopy, target: vm web-1}
              - {id: other, at: 8s, do: postcopy, target: vm web-2}
              - {id: idle, at: 8s, do: postcopy, target: vm web-3}
            heal: {at: 12s, settle: 3m}
            expect:
              always: [one-running-copy, epochs-increase, acknowledged-is-kept, memory-is-conserved]
              objectives:
                web: {lost-writes: 0}
              must-happen: [move, plain, switch]
            run: {seed: %d}
            """;

    private static final long SECOND_NS = 1_000_000_000L;

    @Test
    void letsTheGuestGoOnBeforeItsPages() {
        for (int seed = 1; seed <= 3; seed++) {
            Played played =
                    ShippedDrill.theatre(true).rehearse(drill(DRILL, seed)).played();
            long beganNs = ((Played.Baseline.Reached) played.baseline()).atNs();
            assertThat(at(played, MigrationEvent.Committed.class, "web-1") - beganNs)
                    .as("when the guest went on at its target")
                    .isBetween(5 * SECOND_NS, 6 * SECOND_NS);
            assertThat(at(played, MigrationEvent.Pulled.class, "web-1") - beganNs)
                    .as("when all of its gibibyte was there, at half of 100 Mbit/s or more")
                    .isBetween(60 * SECOND_NS, 180 * SECOND_NS);
            assertThat(played.steps())
                    .extracting(step -> step.evidence().isPresent())
                    .containsExactly(true, true, true, false, false, false);
            lostNothing(played);
        }
    }

    @Test
    void aDrainWaitsForPagesThatAreStillFetchedFromItsHost() {
        String drains = DRILL.substring(0, DRILL.indexOf("timeline:")) + """
                timeline:
                  - {id: drain, at: 1s, do: drain, target: any host}
                heal: {at: 12s, settle: 6m}
                migration: {mode: post-copy}
                expect:
                  objectives: {web: {lost-writes: 0}}
                  must-happen: [drain]
                run: {seed: %d}
                """;
        Played played = ShippedDrill.theatre(false).rehearse(drill(drains, 1)).played();
        long drainedNs = played.history().stream()
                .filter(entry -> entry.event() instanceof FleetEvent.DrainFinished)
                .findFirst()
                .orElseThrow()
                .atNs();
        List<Long> pulledNs = played.history().stream()
                .filter(entry -> entry.event() instanceof MigrationEvent.Pulled)
                .map(Entry::atNs)
                .toList();
        assertThat(pulledNs).isNotEmpty().allMatch(atNs -> atNs <= drainedNs);
        lostNothing(played);
    }

    /// Its host was cut off as it was to go on, and lost its permit. The array answers when the host is back, as
    /// another incarnation with a permit of its own; by then the guest is another host's.
    @Test
    void aGuestDoesNotGoOnWhereItsHostHasLostItsPermitMeanwhile() {
        Drill cell = ShippedDrill.read("crash-matrix", 128).stream()
                .filter(it -> it.title().contains("phase=resume,victim=target,mode=hybrid,how=partition"))
                .findFirst()
                .orElseThrow();
        assertThat(ShippedDrill.report(cell).verdict().outcome()).isEqualTo(Outcome.PASSED);
    }

    private static long at(Played played, Class<? extends MigrationEvent> what, String vm) {
        return played.history().stream()
                .filter(entry -> what.isInstance(entry.event()))
                .filter(entry -> ((MigrationEvent) entry.event()).vm().value().equals(vm))
                .findFirst()
                .orElseThrow()
                .atNs();
    }

    private static void lostNothing(Played played) {
        played.ledgers().forEach((vm, ledger) -> {
            assertThat(ledger.acknowledged()).isPositive();
            assertThat(ledger.loss(played.audits().get(vm).getFirst()).writes()).isZero();
        });
    }

    private static Drill drill(String text, int seed) {
        return ShippedDrill.of(text.formatted(seed));
    }
}
