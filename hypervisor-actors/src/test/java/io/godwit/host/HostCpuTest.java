package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.identity.HostId;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostCpuTest {

    private static final long RUN_NS = 10_000_000_000L;

    private final Lab lab = new Lab();

    @AfterEach
    void close() {
        lab.close();
    }

    private static VmSpec vm(int number) {
        return Specs.vm("vm-" + number, 1);
    }

    private static VmSpec pinned(int number, int core) {
        CpuShare share = CpuShare.byDefault();
        var cores = new TreeSet<>(List.of(core));
        return vm(number)
                .with(new CpuShare(
                        share.weight(), share.reservationNanoCores(), share.capNanoCores(), Optional.of(cores)));
    }

    private HostCpu look(ActorRef<HypervisorCommand> host) {
        var answer =
                lab.ask(host, new Lifecycle.InspectHost(3, HostTopic.CPU, lab.replyTo()), Lifecycle.Inspected.class);
        assertThat(answer.question()).isEqualTo(3);
        return (HostCpu) answer.insight();
    }

    @Test
    void tellsOfEachCoreWhoHasItAndWhoWaits() {
        lab.workloads = Loads::greedy;
        for (String scheduler : new String[] {"credit", "eevdf"}) {
            ActorRef<HypervisorCommand> host = QuantumHostTest.host(lab, scheduler, "h-" + scheduler);
            for (int number = 0; number < 6; number++) {
                lab.start(host, pinned(number, number % 2), 1);
            }
            lab.run(Duration.ofNanos(RUN_NS));
            HostCpu cpu = look(host);
            assertThat(cpu.isWhole()).isTrue();
            assertThat(cpu.machine().scheduler()).isEqualTo(scheduler);
            assertThat(cpu.machine().decisions()).isPositive();
            assertThat(cpu.cores()).hasSize(4);
            for (HostCpu.Core core : cpu.cores().subList(0, 2)) {
                assertThat(core.runs()).isPresent();
                assertThat(core.waiting()).hasSize(2).doesNotContain(core.runs().orElseThrow());
                assertThat(core.busyNs()).isBetween(RUN_NS, RUN_NS + 50_000_000L);
                // Two of three always wait; what they have waited for is counted when they run.
                assertThat(core.waitedNs()).isBetween(2 * RUN_NS - 500_000_000L, 2 * RUN_NS + 100_000_000L);
                assertThat(core.switches()).isPositive();
                assertThat(core.wakeUps()).isEqualTo(3);
            }
            for (HostCpu.Core core : cpu.cores().subList(2, 4)) {
                assertThat(core.runs()).isEmpty();
                assertThat(core.busyNs()).isZero();
            }
            assertThat(cpu.vms()).hasSize(6).allSatisfy(vm -> {
                assertThat(vm.home()).contains(0);
                assertThat(vm.share().affinity()).isPresent();
                assertThat(vm.cpu().queueing()).isPresent();
            });
            assertThat(cpu.cores().stream().mapToLong(HostCpu.Core::switches).sum())
                    .isEqualTo(cpu.vms().stream()
                            .mapToLong(vm -> vm.cpu().queueing().orElseThrow().switches())
                            .sum());
        }
    }

    @Test
    void aFluidHasVmsAndNoCoresToTellOf() {
        ActorRef<HypervisorCommand> host = lab.hypervisor("fluid");
        lab.start(host, vm(1), 1);
        HostCpu cpu = look(host);
        assertThat(cpu.machine().hasQueues()).isFalse();
        assertThat(cpu.cores()).isEmpty();
        assertThat(cpu.vms()).hasSize(1);
        assertThat(cpu.isWhole()).isTrue();
    }

    @Test
    void comesInPartsThatMakeTheWhole() {
        ActorRef<HypervisorCommand> host = QuantumHostTest.host(lab, "credit", "parts");
        for (int number = 0; number < 3; number++) {
            lab.start(host, vm(number), 1);
        }
        HostCpu whole = look(host);
        List<HostCpu> parts = whole.parts(3);
        assertThat(parts).hasSize(3).noneMatch(HostCpu::isWhole);
        assertThat(parts.stream().reduce(HostCpu::with)).contains(whole);
        assertThat(new HostCpu(new HostId("h9"), whole.machine(), List.of(), List.of()).parts(3))
                .hasSize(1);
    }
}
