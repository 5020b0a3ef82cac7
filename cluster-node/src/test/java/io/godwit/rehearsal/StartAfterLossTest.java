package io.godwit.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.drill.play.Played;
import io.godwit.history.FaultEvent;
import io.godwit.history.GuestEvent;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.VmRecord;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// VMs that were stopped are to start just after the host that leads was lost: its successor has heard nobody yet.
class StartAfterLossTest {

    private static final List<Integer> SINCE_THE_KILL_MS = List.of(200, 2_500, 4_000, 9_500);

    private static final String DRILL = """
            drill: v1
            name: start-after-loss
            topology:
              sites:
                a: {racks: {r1: {hosts: 3}}, host: lab, datastores: [array-a]}
              links: {default: {latency: 0.2ms, bandwidth: 1Gbit}}
            permit: 5s
            vms:
              app: {count: 3, memory: 256MiB, DISK}
            workload:
              app: {ledger: {writes: 20/s}, cpu: {constant: 30%}}
            steady: {all: running, hold: 1s, within: 60s}
            timeline:
              - {id: stop, at: 1s, do: stop, target: 3 vms of app}
              - {id: fault, at: 3s, do: kill, target: node of controller, back: 7s}
              - {id: first, at: START, do: start, target: vm app-1}
              - {id: second, at: START, do: start, target: vm app-2}
              - {id: third, at: START, do: start, target: vm app-3}
            heal: {at: 14s, settle: 20s}
            expect:
              eventually: {within: settle, leftovers: none}
            run: {seed: 1}
            """;

    @Test
    void aDiskOfAnArrayIsStartedFromWhereverThereIsRoomSoonerOrLater() {
        for (int sinceMs : SINCE_THE_KILL_MS) {
            Played played = play("disk: array-a", sinceMs);
            assertThat(refusals(played))
                    .as("refused %d ms after the kill", sinceMs)
                    .isEmpty();
            assertThat(played.last().orElseThrow().vms())
                    .as("%d ms after the kill", sinceMs)
                    .allSatisfy(vm -> assertThat(vm.owner()).isPresent());
        }
    }

    /// Who wants to start it while its host is only silent wants it with its disk, and is given no empty one when the
    /// host comes back without it.
    @Test
    void aDiskOfTheLostHostIsWaitedForUntilItIsKnownToBeGone() {
        int stopped = 0;
        int started = 0;
        int emptied = 0;
        for (int sinceMs : SINCE_THE_KILL_MS) {
            Played played = play("disk: local", sinceMs);
            assertThat(refusals(played))
                    .as("refused %d ms after the kill", sinceMs)
                    .isEmpty();
            for (VmRecord vm : played.last().orElseThrow().vms()) {
                assertThat(vm.owner().isPresent())
                        .as("%s, %d ms after the kill", vm, sinceMs)
                        .isEqualTo(vm.desired() == Desired.RUNNING);
                stopped += vm.desired() == Desired.STOPPED ? 1 : 0;
                started += count(played, GuestEvent.Started.class, vm) > 1 ? 1 : 0;
                long lost = count(played, GuestEvent.DiskLost.class, vm);
                assertThat(lost)
                        .as("%s had been stopped for longer than its host was away", vm.id())
                        .isLessThanOrEqualTo(sinceMs > 7_000 ? 1 : 0);
                emptied += lost > 0 ? 1 : 0;
            }
        }
        assertThat(stopped)
                .as("VMs whose disk was lost while they waited for it")
                .isPositive();
        assertThat(emptied)
                .as("VMs that began with an empty disk, as they were told to after it was lost")
                .isPositive();
        assertThat(started).as("VMs that started again").isGreaterThan(2 * SINCE_THE_KILL_MS.size());
    }

    private static long count(Played played, Class<? extends GuestEvent> kind, VmRecord vm) {
        return played.history().stream()
                .filter(entry -> kind.isInstance(entry.event())
                        && kind.cast(entry.event()).vm().equals(vm.id()))
                .count();
    }

    private static List<String> refusals(Played played) {
        return played.history().stream()
                .flatMap(entry -> entry.event() instanceof FaultEvent.Failed(var step, var why)
                        ? Stream.of(step + ": " + why)
                        : Stream.empty())
                .toList();
    }

    private static Played play(String disk, int sinceMs) {
        String text = DRILL.replace("DISK", disk).replace("START", 3_000 + sinceMs + "ms");
        return ShippedDrill.theatre(false).rehearse(ShippedDrill.of(text)).played();
    }
}
