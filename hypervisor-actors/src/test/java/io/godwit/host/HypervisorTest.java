package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.godwit.device.Disk;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.HostId;
import io.godwit.unit.MemorySize;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HypervisorTest {

    private static final HostId H1 = new HostId("h1");
    private static final VmSpec WEB = Specs.vm("web-1", 2);
    private static final VmSpec APP = Specs.vm("app-1", 2, MemorySize.ofMebibytes(64), Specs.ARRAY);

    private final Lab lab = new Lab();
    private final ActorRef<HypervisorCommand> h1 = lab.hypervisor("h1");

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void startsAVmOnceItsDiskIsOpen() {
        h1.tell(new Lifecycle.StartVm(WEB, 1, 5, false, lab.replyTo()));
        lab.run(Duration.ofNanos(99_000));
        assertThat(lab.answers).isEmpty();
        assertThat(lab.describe(h1, WEB).phase()).isEqualTo(VmDescription.Phase.OPENING);
        lab.run(Duration.ofMillis(1));
        assertThat(lab.answers.getLast()).isEqualTo(new Lifecycle.Started(WEB.id(), 1));
        assertThat(lab.guestEvents()).containsExactly(new GuestEvent.Started(WEB.id(), H1, 1, 5, false));
    }

    @Test
    void refusesAVmThatDoesNotFitAndSaysByHowMuch() {
        VmSpec large = Specs.vm("db-1", 1, MemorySize.ofMebibytes(1030), VmSpec.LOCAL_DISK);
        assertThat(lab.start(h1, large, 1))
                .isEqualTo(new Lifecycle.Rejected(large.id(), new Refusal.MemoryShort(MemorySize.ofMebibytes(6))));
    }

    @Test
    void refusesASecondCopy() {
        lab.start(h1, WEB, 1);
        assertThat(lab.start(h1, WEB, 2)).isEqualTo(new Lifecycle.Rejected(WEB.id(), new Refusal.AlreadyHere()));
    }

    @Test
    void aStartBelowTheDisksFloorIsFencedAndLeavesNothing() {
        lab.datastores.get(Specs.ARRAY).tell(new Disk.Open(0, APP.id(), 9, lab.replyTo()));
        assertThat(lab.start(h1, APP, 8)).isEqualTo(new Lifecycle.Fenced(APP.id(), 8, 9));
        assertThat(lab.describe(h1).vms()).isEmpty();
        assertThat(lab.describe(h1).memoryUnreserved()).isEqualTo(MemorySize.ofGibibytes(1));
        assertThat(lab.guestEvents()).isEmpty();
        assertThat(lab.start(h1, APP, 9)).isEqualTo(new Lifecycle.Started(APP.id(), 9));
    }

    @Test
    void aPausedGuestStandsStillAndItsCpuIsFree() {
        lab.start(h1, WEB, 1);
        lab.run(Duration.ofMillis(1700));
        assertThat(lab.describe(h1, WEB).cpu().grantNanoCores()).isPositive();
        lab.ask(h1, new Lifecycle.PauseVm(WEB.id(), Why.REQUESTED, lab.replyTo()));
        long digest = lab.digest(h1, WEB);
        lab.run(Duration.ofSeconds(5));
        assertThat(lab.digest(h1, WEB)).isEqualTo(digest);
        VmDescription paused = lab.describe(h1, WEB);
        assertThat(paused.pausedFor()).contains(Why.REQUESTED);
        assertThat(paused.cpu().grantNanoCores()).isZero();
        lab.ask(h1, new Lifecycle.ResumeVm(WEB.id(), 1, Why.REQUESTED, lab.replyTo()));
        lab.run(Duration.ofSeconds(1));
        assertThat(lab.digest(h1, WEB)).isNotEqualTo(digest);
        assertThat(lab.guestEvents())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Started", "Paused", "Resumed");
    }

    @Test
    void pausesDoNotChangeWhatAGuestWritesByEqualWork() {
        long undisturbed = digestAfterWork(Duration.ofSeconds(3), Duration.ZERO);
        long paused = digestAfterWork(Duration.ofSeconds(3), Duration.ofMillis(777));
        assertThat(paused).isEqualTo(undisturbed);
        assertThat(digestAfterWork(Duration.ofSeconds(4), Duration.ZERO)).isNotEqualTo(undisturbed);
    }

    /// Lets a guest run alone, in four parts with a pause between them.
    private long digestAfterWork(Duration work, Duration pause) {
        try (Lab own = new Lab()) {
            ActorRef<HypervisorCommand> host = own.hypervisor("h");
            own.ask(host, new Lifecycle.StartVm(WEB, 1, 1, false, own.replyTo()), Duration.ofNanos(101_000));
            for (int part = 0; part < 4; part++) {
                own.run(work.dividedBy(4));
                own.ask(host, new Lifecycle.PauseVm(WEB.id(), Why.REQUESTED, own.replyTo()), pause);
                own.ask(host, new Lifecycle.ResumeVm(WEB.id(), 1, Why.REQUESTED, own.replyTo()), Duration.ZERO);
            }
            return own.digest(host, WEB);
        }
    }

    @Test
    void aResumeInANewEpochOpensTheDiskFirst() {
        lab.start(h1, APP, 1);
        lab.ask(h1, new Lifecycle.PauseVm(APP.id(), Why.MIGRATION, lab.replyTo()));
        assertThat(lab.ask(h1, new Lifecycle.ResumeVm(APP.id(), 2, Why.MIGRATION_ABORTED, lab.replyTo())))
                .isEqualTo(new Lifecycle.Resumed(APP.id(), 2));
        lab.datastores.get(Specs.ARRAY).tell(new Disk.Audit(0, APP.id(), lab.replyTo()));
        lab.run(Duration.ofMillis(1));
        assertThat(((Disk.Audited) lab.answers.getLast()).floor()).isEqualTo(2);
    }

    @Test
    void aResumeThatTheDiskFencesEndsTheGuest() {
        lab.start(h1, APP, 1);
        lab.ask(h1, new Lifecycle.PauseVm(APP.id(), Why.MIGRATION, lab.replyTo()));
        lab.datastores.get(Specs.ARRAY).tell(new Disk.Open(0, APP.id(), 5, lab.replyTo()));
        assertThat(lab.ask(h1, new Lifecycle.ResumeVm(APP.id(), 2, Why.MIGRATION_ABORTED, lab.replyTo())))
                .isEqualTo(new Lifecycle.Fenced(APP.id(), 2, 5));
        assertThat(lab.describe(h1).vms()).isEmpty();
        assertThat(lab.guestEvents().getLast()).isEqualTo(new GuestEvent.Stopped(APP.id(), H1, 1, Why.FENCED));
    }

    @Test
    void everyoneWhoWaitsForAVmIsAnsweredWhenItIsStoppedInstead() {
        h1.tell(new Lifecycle.StartVm(WEB, 1, 1, false, lab.replyTo()));
        h1.tell(new Lifecycle.StopVm(WEB.id(), Why.REQUESTED, lab.replyTo()));
        lab.run(Duration.ofMillis(1));
        Lifecycle.Stopped stopped = new Lifecycle.Stopped(WEB.id(), 1);
        assertThat(lab.answers).containsExactly(stopped, stopped);
        assertThat(lab.describe(h1).vms()).isEmpty();
    }

    @Test
    void aDestroyedVmLeavesNothingOnItsDisk() {
        lab.start(h1, WEB, 1);
        assertThat(lab.ask(h1, new Lifecycle.DestroyVm(WEB.id(), lab.replyTo())))
                .isEqualTo(new Lifecycle.Stopped(WEB.id(), 1));
        assertThat(lab.start(h1, WEB, 1)).isEqualTo(new Lifecycle.Started(WEB.id(), 1));
    }

    @Test
    void namesACommandThatMakesNoSenseAndThePhaseItMetInstead() {
        assertThat(lab.ask(h1, new Lifecycle.PauseVm(WEB.id(), Why.REQUESTED, lab.replyTo())))
                .isEqualTo(new Lifecycle.Illegal(WEB.id(), "PauseVm", "absent"));
        lab.start(h1, WEB, 3);
        assertThat(lab.ask(h1, new Lifecycle.ResumeVm(WEB.id(), 2, Why.REQUESTED, lab.replyTo())))
                .isEqualTo(new Lifecycle.Illegal(WEB.id(), "ResumeVm", "running"));
        assertThat(lab.ask(h1, new Transfer.CaptureState(WEB.id(), lab.replyTo())))
                .isEqualTo(new Lifecycle.Illegal(WEB.id(), "CaptureState", "running"));
        assertThat(lab.ask(h1, new Transfer.TakeDirty(WEB.id(), lab.replyTo())))
                .isEqualTo(new Lifecycle.Illegal(WEB.id(), "TakeDirty", "running without a dirty log"));
    }

    @Test
    void sharesACrowdedMachineByWeightAndAccountsTheSteal() {
        lab.workloads = Loads::greedy;
        for (int i = 1; i <= 4; i++) {
            lab.start(h1, Specs.vm("vm-" + i, 2), 1);
        }
        lab.run(Duration.ofSeconds(10));
        HostDescription host = lab.describe(h1);
        assertThat(host.cpu().grantNanoCores()).isEqualTo(4_000_000_000L);
        assertThat(host.cpu().demandNanoCores()).isEqualTo(8_000_000_000L);
        assertThat(host.powerWatts()).isEqualTo(200);
        VmDescription.CpuFigures cpu = host.vms().getFirst().cpu();
        assertThat(cpu.grantNanoCores()).isEqualTo(1_000_000_000L);
        assertThat(cpu.ranNs() + cpu.stealNs()).isCloseTo(20_000_000_000L, withPercentage(1));
        lab.ask(h1, new Lifecycle.StopVm(host.vms().getFirst().vm(), Why.REQUESTED, lab.replyTo()));
        assertThat(lab.describe(h1).vms().getFirst().cpu().grantNanoCores()).isEqualTo(1_333_333_333L);
    }

    @Test
    void aHostThatLosesPowerLosesAllThatIsOnIt() {
        ActorRef<Host.Command> host = lab.node.spawn(Host.create(H1, HostMake.bare(Lab.SMALL), lab.ports()), "host");
        host.tell(new Host.WatchPower(lab.replyTo()));
        lab.run(Duration.ZERO);
        ActorRef<HypervisorCommand> hypervisor = ((Host.Powered) lab.answers.getLast()).hypervisor();
        lab.start(hypervisor, WEB, 1);
        host.tell(new Host.PowerOff());
        host.tell(new Host.PowerOn());
        lab.run(Duration.ofMillis(1));
        assertThat(lab.guestEvents().getLast()).isEqualTo(new GuestEvent.Stopped(WEB.id(), H1, 1, Why.POWER_OFF));
        assertThat(lab.answers.get(lab.answers.size() - 2)).isEqualTo(new Host.Dark(H1));
        ActorRef<HypervisorCommand> next = ((Host.Powered) lab.answers.getLast()).hypervisor();
        assertThat(next).isNotEqualTo(hypervisor);
        assertThat(lab.describe(next).vms()).isEmpty();
        int before = lab.answers.size();
        lab.ask(hypervisor, new Lifecycle.DescribeHost(lab.replyTo()));
        assertThat(lab.answers).as("a dead machine doesn't answer").hasSize(before);
    }
}
