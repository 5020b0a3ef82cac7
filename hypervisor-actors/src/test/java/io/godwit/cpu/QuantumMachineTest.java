package io.godwit.cpu;

import static io.godwit.cpu.Machines.CORE;
import static io.godwit.cpu.Machines.CREDIT;
import static io.godwit.cpu.Machines.EEVDF;
import static io.godwit.cpu.Machines.MS;
import static io.godwit.cpu.Machines.costly;
import static io.godwit.cpu.Machines.free;
import static io.godwit.cpu.Machines.load;
import static io.godwit.cpu.Machines.machine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.godwit.unit.MemorySize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuantumMachineTest {

    private static final long RUN_NS = 20_000 * MS;

    static List<QuantumPolicy> policies() {
        return List.of(CREDIT, CREDIT.withSlice(Duration.ofMillis(5)), EEVDF);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void twiceTheWeightGetsTwiceTheTime(QuantumPolicy policy) {
        for (int cores : new int[] {1, 4}) {
            var host = machine(cores, free(policy));
            List<Integer> slots = new ArrayList<>();
            for (int vm = 0; vm < 8 * cores; vm++) {
                slots.add(host.add(CpuEntitlement.ofVcpus(1).withWeight(256 << vm % 2), load(vm)));
                host.demand(slots.getLast(), CORE);
            }
            host.advance(RUN_NS);
            double light = ranNs(host, slots, 0);
            double heavy = ranNs(host, slots, 1);
            assertThat(heavy / light).isCloseTo(2, within(0.05));
            assertThat(heavy + light).isCloseTo((double) cores * RUN_NS, within(1e3));
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void aReservationIsKeptAgainstManyOthersOnItsCore(QuantumPolicy policy) {
        var host = machine(2, free(policy));
        int reserved = host.add(
                CpuEntitlement.ofVcpus(1).withReservation(CORE * 6 / 10).withAffinity(CoreSet.of(0)), load(0));
        host.demand(reserved, CORE);
        for (int vm = 1; vm <= 6; vm++) {
            host.demand(host.add(CpuEntitlement.ofVcpus(1).withAffinity(CoreSet.of(vm % 2)), load(vm)), CORE);
        }
        host.advance(RUN_NS);
        assertThat((double) host.figures(reserved).ranNs() / RUN_NS).isCloseTo(0.6, within(0.03));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void aGuestThatFitsIsNeverLateAndOneThatDoesNotIsLateByWhatItDidNotGet(QuantumPolicy policy) {
        var host = machine(1, free(policy));
        int alone = host.add(CpuEntitlement.ofVcpus(1), load(1));
        host.demand(alone, CORE / 2);
        host.advance(RUN_NS);
        assertThat(host.figures(alone).lateNs()).isZero();
        assertThat((double) host.figures(alone).doneNs() / RUN_NS).isCloseTo(0.5, within(0.01));
        int rival = host.add(CpuEntitlement.ofVcpus(1), load(2));
        host.demand(alone, CORE);
        host.demand(rival, CORE);
        host.advance(3 * RUN_NS);
        var figures = host.figures(rival);
        assertThat(figures.lateNs() + figures.doneNs()).isCloseTo(2 * RUN_NS, within(10 * MS));
        assertThat((double) figures.doneNs() / (2 * RUN_NS)).isCloseTo(0.5, within(0.02));
    }

    @Test
    void whoWakesWithCreditLeftOvertakesWhoComputes() {
        var host = machine(1, free(CREDIT));
        int computes = host.add(CpuEntitlement.ofVcpus(1), load(1));
        int answers = host.add(CpuEntitlement.ofVcpus(1), load(2).withBurst(Duration.ofNanos(200_000)));
        host.demand(computes, CORE);
        host.demand(answers, CORE / 100);
        host.advance(RUN_NS);
        // At most the rate limit, which protects who has just come.
        assertThat(host.wakes(answers).permilleNs(990)).isLessThan(MS + MS / 8);
        assertThat(host.figures(answers).lateNs()).isZero();
    }

    @Test
    void longerSlicesLoseLessToColdCachesAndLetSleepersWaitLonger() {
        double lostBefore = 1;
        for (int slice : new int[] {1, 5, 30}) {
            var host = machine(1, costly(CREDIT.withSlice(Duration.ofMillis(slice))));
            for (int vm = 0; vm < 8; vm++) {
                var vmLoad = load(vm).withWorkingSet(MemorySize.ofMebibytes(1));
                host.demand(host.add(CpuEntitlement.ofVcpus(1), vmLoad), CORE);
            }
            host.advance(RUN_NS);
            double lost = 0;
            for (int slot = 0; slot < 8; slot++) {
                lost += (double) host.figures(slot).stalledNs() / RUN_NS;
            }
            // Each slice brings in 1 MiB from the socket's cache at 10 GiB/s: 98 µs, and costs a switch of 2 µs.
            assertThat(lost).isCloseTo(0.1 / slice, within(0.02 / slice));
            assertThat(lost).isLessThan(lostBefore);
            lostBefore = lost;
        }
    }

    @Test
    void aBusySiblingAndRemoteMemorySlowAVcpuDown() {
        var threads = new QuantumMachine(Machines.topology(1, 1, 2), costly(CREDIT), 0);
        int first = threads.add(CpuEntitlement.ofVcpus(1), load(1));
        threads.demand(first, CORE);
        threads.advance(RUN_NS);
        double alone = threads.figures(first).doneNs();
        threads.demand(threads.add(CpuEntitlement.ofVcpus(1), load(2)), CORE);
        threads.advance(2 * RUN_NS);
        assertThat((threads.figures(first).doneNs() - alone) / alone).isCloseTo(0.65, within(0.01));

        var sockets = new QuantumMachine(Machines.topology(2, 1, 1), costly(CREDIT), 0);
        int moved = sockets.add(CpuEntitlement.ofVcpus(1).withAffinity(CoreSet.of(0)), load(1));
        sockets.demand(moved, CORE);
        sockets.advance(RUN_NS);
        double near = sockets.figures(moved).doneNs();
        sockets.change(moved, CpuEntitlement.ofVcpus(1).withAffinity(CoreSet.of(1)));
        sockets.advance(2 * RUN_NS);
        assertThat((sockets.figures(moved).doneNs() - near) / near).isCloseTo(0.8, within(0.01));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void anOversizedVmGetsLessDone(QuantumPolicy policy) {
        double before = Double.MAX_VALUE;
        for (int vcpus : new int[] {2, 8, 16}) {
            var host = new QuantumMachine(Machines.topology(2, 8, 1), costly(policy), 0);
            int slot = host.add(CpuEntitlement.ofVcpus(vcpus), load(1).withThreads(2));
            host.demand(slot, 2 * CORE);
            host.advance(RUN_NS / 4);
            double done = host.figures(slot).doneNs();
            assertThat(done).as("%d vCPUs", vcpus).isLessThan(before);
            before = done;
        }
    }

    @Test
    void coSchedulingKeepsVcpusOfAVmTogether() {
        var host = machine(2, free(Machines.coScheduled(Duration.ofMillis(3))));
        int wide = host.add(CpuEntitlement.ofVcpus(2), load(1));
        host.demand(wide, 2 * CORE);
        for (int vm = 2; vm < 5; vm++) {
            host.demand(host.add(CpuEntitlement.ofVcpus(1).withWeight(64 << vm), load(vm)), CORE);
        }
        host.advance(RUN_NS);
        assertThat(host.figures(wide).stoppedNs()).isPositive();
        var apart = machine(2, free(CREDIT));
        int same = apart.add(CpuEntitlement.ofVcpus(2), load(1));
        apart.demand(same, 2 * CORE);
        apart.advance(RUN_NS);
        assertThat(apart.figures(same).stoppedNs()).isZero();
    }

    @Test
    void aVmThatIsResizedKeepsWhatItDid() {
        var host = machine(4, free(EEVDF));
        int slot = host.add(CpuEntitlement.ofVcpus(4), load(1));
        host.demand(slot, 4 * CORE);
        host.advance(RUN_NS);
        host.change(slot, CpuEntitlement.ofVcpus(1));
        assertThat(host.figures(slot).ranNs()).isEqualTo(4 * RUN_NS);
        host.advance(2 * RUN_NS);
        assertThat(host.figures(slot).ranNs()).isEqualTo(5 * RUN_NS);
        assertThatThrownBy(() -> host.change(slot, CpuEntitlement.ofVcpus(1).withAffinity(CoreSet.of(9))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("NoSuchCore");
    }

    @Test
    void refusesAMachineThatIsTooLarge() {
        assertThatThrownBy(() -> new QuantumMachine(Machines.topology(8, 128, 2), free(CREDIT), 0))
                .hasMessageContaining("2048 logical CPUs")
                .hasMessageContaining("fair-share");
    }

    private static double ranNs(QuantumMachine host, List<Integer> slots, int parity) {
        double sum = 0;
        for (int i = parity; i < slots.size(); i += 2) {
            sum += host.figures(slots.get(i)).ranNs();
        }
        return sum;
    }
}
