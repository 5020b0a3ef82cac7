package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.cpu.CpuScheduling;
import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.HostId;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A hypervisor whose host schedules quantum by quantum.
class QuantumHostTest {

    private static final double CORE = 1e9;

    private final Lab lab = new Lab();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void sharesACrowdedHostByWeightAndTellsWhatBecameOfIt() {
        lab.workloads = Loads::greedy;
        for (String scheduler : new String[] {"credit", "eevdf"}) {
            ActorRef<HypervisorCommand> host = host(lab, scheduler, "h-" + scheduler);
            for (int i = 0; i < 8; i++) {
                lab.start(host, vm(scheduler + "-" + i, i % 2 == 0 ? 256 : 512), 1);
            }
            lab.run(Duration.ofSeconds(20));
            VmDescription.CpuFigures light =
                    lab.describe(host, vm(scheduler + "-0", 256)).cpu();
            VmDescription.CpuFigures heavy =
                    lab.describe(host, vm(scheduler + "-1", 512)).cpu();
            assertThat((double) heavy.ranNs() / light.ranNs()).as(scheduler).isCloseTo(2, within(0.1));
            assertThat(light.ranNs() + light.stealNs()).isCloseTo(20_000_000_000L, within(200_000_000L));
            assertThat(light.grantNanoCores() / CORE).isCloseTo(light.ranNs() / 20e9, within(0.02));
            VmDescription.Queueing queueing = light.queueing().orElseThrow();
            assertThat(queueing.readyNs()).isEqualTo(light.stealNs());
            assertThat(queueing.switches()).isPositive();
            assertThat(queueing.wakeUps().count()).isPositive();
            assertThat(lab.describe(host).cpu().grantNanoCores() / CORE).isCloseTo(4, within(0.1));
        }
    }

    @Test
    void fairShareHasNoAnswerToWhatQueuesDo() {
        ActorRef<HypervisorCommand> host = lab.hypervisor("fluid");
        lab.start(host, vm("web-1", 256), 1);
        assertThat(lab.describe(host, vm("web-1", 256)).cpu().queueing()).isEmpty();
    }

    @Test
    void aGuestThatIsAloneWritesAsMuchAsUnderFairShare() {
        VmSpec vm = vm("web-1", 256);
        assertThat(digestAfter(lab, host(lab, "credit", "quanta"), vm, 1))
                .isEqualTo(digestAfter(lab, lab.hypervisor("fluid"), vm, 1));
    }

    @Test
    void howOftenOneLooksChangesNothing() {
        VmSpec vm = vm("web-1", 256);
        try (Lab other = new Lab()) {
            assertThat(digestAfter(lab, crowded(lab), vm, 1)).isEqualTo(digestAfter(other, crowded(other), vm, 50));
        }
    }

    @Test
    void aRunningVmIsPinnedAndCapped() {
        lab.workloads = Loads::greedy;
        ActorRef<HypervisorCommand> host = host(lab, "eevdf", "pinning");
        VmSpec vm = Specs.vm("web-1", 2);
        lab.start(host, vm, 1);
        lab.run(Duration.ofSeconds(5));
        assertThat(lab.describe(host, vm).cpu().grantNanoCores() / CORE).isCloseTo(2, within(0.02));
        var one = new TreeSet<Integer>();
        one.add(3);
        CpuShare share = vm.cpu();
        VmSpec pinned = vm.with(
                new CpuShare(share.weight(), share.reservationNanoCores(), share.capNanoCores(), Optional.of(one)));
        lab.ask(host, new Lifecycle.ReviseVm(pinned.id(), pinned, lab.replyTo()));
        lab.run(Duration.ofSeconds(5));
        assertThat(lab.describe(host, pinned).cpu().grantNanoCores() / CORE).isCloseTo(1, within(0.05));
    }

    private static ActorRef<HypervisorCommand> crowded(Lab lab) {
        ActorRef<HypervisorCommand> host = host(lab, "credit", "h1");
        for (int i = 0; i < 9; i++) {
            lab.start(host, vm("other-" + i, 256), 1);
        }
        return host;
    }

    /// @param looks how often its host is described meanwhile
    private static long digestAfter(Lab lab, ActorRef<HypervisorCommand> host, VmSpec vm, int looks) {
        lab.start(host, vm, 1);
        for (int look = 0; look < looks; look++) {
            lab.run(Duration.ofNanos(2_000_000_000L / looks));
            lab.describe(host);
        }
        lab.ask(host, new Lifecycle.PauseVm(vm.id(), Why.REQUESTED, lab.replyTo()));
        return lab.digest(host, vm);
    }

    static ActorRef<HypervisorCommand> host(Lab lab, String scheduler, String name) {
        var read = (SchedulingFiles.Read) SchedulingFiles.named(Path.of("..", "config"), scheduler, "xeon-2021");
        CpuScheduling scheduling = read.scheduling();
        HostMake make = HostMake.bare(Lab.SMALL).with(scheduling);
        return lab.node.spawn(Hypervisor.create(new HostId(name), make, lab.ports()), name);
    }

    private static VmSpec vm(String name, int weight) {
        VmSpec vm = Specs.vm(name, 1);
        CpuShare share = vm.cpu();
        return vm.with(new CpuShare(weight, share.reservationNanoCores(), share.capNanoCores(), share.affinity()));
    }
}
