package io.godwit.cpu;

import static io.godwit.cpu.Machines.CORE;
import static io.godwit.cpu.Machines.CREDIT;
import static io.godwit.cpu.Machines.EEVDF;
import static io.godwit.cpu.Machines.MS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What holds of a machine over random histories: VMs come and go, are pinned, capped and resized, and change their
/// demand, under either scheduler, with and without costs, threads of cores, sockets and co-scheduling.
class QuantumHistoriesTest {

    private static final int SEEDS = 150;

    /// Of everybody who may wait for a core of which a tenth is promised to it: far more than any turn, far less than
    /// the history.
    private static final long LONGEST_WAIT_NS = 3_000 * MS;

    @Test
    void nothingIsBrokenInRandomHistories() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var history = new History(seed);
            for (int step = 0; step < 120; step++) {
                history.step();
                assertThat(history.invariants.broken())
                        .as("seed %d, step %d, %s", seed, step, history.drawn)
                        .isEmpty();
            }
        }
    }

    @Test
    void whatHappensDoesNotDependOnHowOftenOneLooks() {
        for (long seed = 0; seed < 60; seed++) {
            var often = new History(seed);
            var seldom = new History(seed);
            for (int step = 0; step < 40; step++) {
                often.step();
                often.machine.figures(often.slots.getFirst());
                long endNs = often.machine.nowNs();
                seldom.change();
                seldom.pass();
                assertThat(seldom.machine.nowNs()).isEqualTo(endNs);
            }
            for (int slot : often.slots) {
                assertThat(often.machine.figures(slot)).as("seed %d", seed).isEqualTo(seldom.machine.figures(slot));
                assertThat(often.machine.wakes(slot).meanNs())
                        .isEqualTo(seldom.machine.wakes(slot).meanNs());
            }
            assertThat(often.machine.decisions()).isEqualTo(seldom.machine.decisions());
        }
    }

    @Test
    void aCapHoldsOverAnyHistory() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var history = new History(seed);
            var capped = CpuEntitlement.ofVcpus(2).withCap(CORE / 4);
            int slot = history.machine.add(capped, Machines.load(99));
            history.machine.demand(slot, 2 * CORE);
            long startNs = history.machine.nowNs();
            for (int step = 0; step < 60; step++) {
                history.step();
                long ranNs = history.machine.figures(slot).ranNs();
                long mostNs = (history.machine.nowNs() - startNs) / 4;
                // A period of either scheduler's accounting for each vCPU, and the saved-up credit.
                assertThat(ranNs)
                        .as("seed %d, step %d, %s", seed, step, history.drawn)
                        .isLessThanOrEqualTo(mostNs + 2 * 90 * MS);
            }
        }
    }

    @Test
    void eachInvariantFindsItsPlantedBug() {
        assertThat(planted(machine -> {
                    var cpus = machine.parts().cpus();
                    cpus.at(1).running = cpus.at(0).running;
                }))
                .anyMatch(sentence -> sentence.contains("which is elsewhere"));
        assertThat(planted(machine -> {
                    var pinned = CpuEntitlement.ofVcpus(4).withAffinity(CoreSet.of(1));
                    machine.parts()
                            .vms()
                            .settle(0, pinned, machine.parts().vms().vcpus(0));
                }))
                .anyMatch(sentence -> sentence.contains("which may not be there"));
        assertThat(planted(machine -> machine.parts().cpus().idle.add(0)))
                .anyMatch(sentence -> sentence.contains("waits while CPU 0 is idle"));
        assertThat(planted(machine -> machine.parts().vcpus().at(0).sinceNs += MS))
                .anyMatch(sentence -> sentence.contains("ns old and spent"));
        assertThat(planted(machine -> machine.loop().queues().ran(0, 0, 100 * MS)))
                .anyMatch(sentence -> sentence.contains("has a credit of"));
        assertThat(planted(machine -> {
                    for (int vcpu : machine.parts().vms().vcpus(0)) {
                        machine.loop().queues().unqueue(vcpu); // forgotten in no queue
                    }
                    machine.advance(machine.nowNs() + 2 * LONGEST_WAIT_NS);
                }))
                .anyMatch(sentence -> sentence.contains("has waited for"));
    }

    private static List<String> planted(java.util.function.Consumer<QuantumMachine> bug) {
        var machine = Machines.machine(2, Machines.free(CREDIT));
        int slot = machine.add(CpuEntitlement.ofVcpus(4), Machines.load(1));
        var invariants = new MachineInvariants(machine, LONGEST_WAIT_NS);
        machine.demand(slot, 4 * CORE);
        machine.advance(95 * MS);
        assertThat(invariants.broken()).isEmpty();
        bug.accept(machine);
        return invariants.broken();
    }

    /// A machine and what happens to it, all from one seed.
    private static final class History {

        private final SplittableRandom random;
        private final QuantumMachine machine;
        private final MachineInvariants invariants;
        private final List<Integer> slots = new ArrayList<>();
        private final String drawn;
        private final int cores;

        History(long seed) {
            random = new SplittableRandom(seed);
            int sockets = 1 + random.nextInt(2);
            int coresPerSocket = 1 + random.nextInt(4);
            int threads = 1 + random.nextInt(2);
            cores = sockets * coresPerSocket;
            QuantumPolicy policy =
                    switch (random.nextInt(4)) {
                        case 0 -> CREDIT;
                        case 1 -> CREDIT.withSlice(Duration.ofMillis(5));
                        case 2 -> Machines.coScheduled(Duration.ofMillis(3));
                        default -> EEVDF;
                    };
            var settings = random.nextBoolean() ? Machines.free(policy) : Machines.costly(policy);
            drawn = sockets + " × " + coresPerSocket + " × " + threads + " under " + policy;
            machine = new QuantumMachine(Machines.topology(sockets, coresPerSocket, threads), settings, 0);
            invariants = new MachineInvariants(machine, LONGEST_WAIT_NS);
            add();
        }

        void step() {
            long startNs = machine.nowNs();
            change();
            long endNs = pass();
            assertThat(endNs).isGreaterThanOrEqualTo(startNs);
        }

        long pass() {
            machine.advance(machine.nowNs() + random.nextLong(40 * MS));
            return machine.nowNs();
        }

        void change() {
            int slot = slots.get(random.nextInt(slots.size()));
            switch (random.nextInt(12)) {
                case 0, 1 -> add();
                case 2 -> {
                    if (slots.size() > 1) {
                        machine.remove(slot);
                        slots.remove((Integer) slot);
                    }
                }
                case 3, 4 -> {
                    var to = entitlement();
                    if (machine.refusalOfChange(slot, to).isEmpty()) {
                        machine.change(slot, to);
                    }
                }
                case 5 -> machine.use(slot, load());
                case 6 -> machine.demand(slot, 0);
                default -> machine.demand(slot, random.nextLong(3 * CORE));
            }
        }

        private void add() {
            var vm = entitlement();
            if (slots.size() < 12 && machine.refusal(vm).isEmpty()) {
                slots.add(machine.add(vm, load()));
            }
        }

        private VcpuLoad load() {
            var load = Machines.load(random.nextLong()).withBurst(Duration.ofNanos(10_000 + random.nextLong(5 * MS)));
            return random.nextBoolean() ? load : load.withThreads(1 + random.nextInt(3));
        }

        private CpuEntitlement entitlement() {
            var vm = CpuEntitlement.ofVcpus(1 + random.nextInt(4)).withWeight(128 << random.nextInt(3));
            if (random.nextInt(4) == 0) {
                vm = vm.withCap(CORE / 5 + random.nextLong(CORE));
            }
            if (random.nextInt(4) == 0) {
                int first = random.nextInt(cores);
                vm = vm.withAffinity(CoreSet.range(first, first + random.nextInt(cores - first)));
            }
            return vm;
        }
    }
}
