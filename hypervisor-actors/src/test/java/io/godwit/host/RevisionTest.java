package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.HostId;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.vm.CpuShare;
import io.godwit.vm.SpecChange;
import io.godwit.vm.SpecChange.Cap;
import io.godwit.vm.SpecChange.Pinning;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What can be changed about a VM that runs, on a host of 4 cores and 1 GiB.
class RevisionTest {

    private static final HostId H1 = new HostId("h1");
    private static final VmSpec WEB = Specs.vm("web-1", 2);
    private static final long CORE = 1_000_000_000L;

    private final Lab lab = new Lab();
    private final ActorRef<HypervisorCommand> h1 = lab.hypervisor("h1");

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aRunningGuestGetsMoreAndDoesNotStandStill() {
        lab.workloads = Loads::greedy;
        lab.start(h1, WEB, 1);
        assertThat(lab.describe(h1, WEB).cpu().grantNanoCores()).isEqualTo(2 * CORE);

        assertThat(revise(WEB, size(4, 512))).isEqualTo(new Lifecycle.Revised(WEB.id(), 1));

        VmDescription now = lab.describe(h1, WEB);
        assertThat(now.cpu().grantNanoCores()).isEqualTo(4 * CORE);
        assertThat(now.memory().size()).isEqualTo(MemorySize.ofMebibytes(512));
        assertThat(lab.describe(h1).memoryUnreserved()).isEqualTo(MemorySize.ofMebibytes(512));
        assertThat(lab.guestEvents().getLast())
                .isEqualTo(new GuestEvent.Revised(
                        WEB.id(), H1, 1, 4, MemorySize.ofMebibytes(512).bytes()));
    }

    @Test
    void aLoadFromOutsideStaysWhatItWasWhateverTheVcpus() {
        VmSpec wide = SpecChange.size(Optional.of(4), Optional.empty()).of(WEB);

        assertThat(wide.vcpus()).isEqualTo(4);
        assertThat(wide.workload().vcpus()).contains(2);
        assertThat(SpecChange.size(Optional.of(2), Optional.empty()).of(wide)).isEqualTo(WEB);
        assertThat(WEB.isOfOneMakeWith(wide)).isTrue();
        assertThat(wide.isOfOneMakeWith(WEB)).isTrue();
        assertThat(WEB.isOfOneMakeWith(WEB.with(4, WEB.memory())))
                .as("twice the load")
                .isFalse();
        assertThat(WEB.isOfOneMakeWith(WEB.with(VmKind.PARA))).isFalse();
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheMissingAmountAndNothingIsChanged() {
        lab.start(h1, WEB, 1);
        lab.start(h1, Specs.vm("db-1", 1, MemorySize.ofMebibytes(900), VmSpec.LOCAL_DISK), 1);
        HostDescription before = lab.describe(h1);

        assertThat(revise(WEB, size(4, 128)))
                .isEqualTo(new Lifecycle.Rejected(WEB.id(), new Refusal.MemoryShort(MemorySize.ofMebibytes(4))));
        assertThat(revise(WEB, size(5, 64)))
                .isEqualTo(new Lifecycle.Rejected(WEB.id(), new Refusal.TooManyVcpus(5, 4)));
        assertThat(revise(WEB, SpecChange.pinned(new Pinning.Cores(new TreeSet<>(List.of(2, 4))))))
                .isEqualTo(new Lifecycle.Rejected(WEB.id(), new Refusal.NoSuchCore(4, 4)));

        HostDescription after = lab.describe(h1);
        assertThat(after.memoryUnreserved()).isEqualTo(before.memoryUnreserved());
        assertThat(after.vms())
                .extracting(VmDescription::spec)
                .containsExactlyElementsOf(
                        before.vms().stream().map(VmDescription::spec).toList());
        assertThat(lab.guestEvents()).noneMatch(GuestEvent.Revised.class::isInstance);
    }

    @Test
    void aReservationThatCannotBeKeptBesideTheOthersIsRefused() {
        lab.start(h1, WEB, 1);
        lab.start(h1, Specs.vm("db-1", 4).with(new CpuShare(1, 3 * CORE, Optional.empty(), Optional.empty())), 1);

        assertThat(revise(WEB, share(Optional.of(Share.ALL), Optional.empty())))
                .isEqualTo(new Lifecycle.Rejected(WEB.id(), new Refusal.CpuShort(CORE)));
        assertThat(revise(WEB, share(Optional.of(Share.ofPercent(50)), Optional.of(new Cap.At(Share.ofPercent(25))))))
                .isInstanceOfSatisfying(Lifecycle.Rejected.class, rejected -> assertThat(rejected.why())
                        .isInstanceOf(Refusal.CpuContradiction.class));
        assertThat(revise(WEB, share(Optional.of(Share.ofPercent(50)), Optional.empty())))
                .isEqualTo(new Lifecycle.Revised(WEB.id(), 1));
    }

    @Test
    void aPinnedGuestGetsNoMoreThanItsCores() {
        lab.workloads = Loads::greedy;
        lab.start(h1, WEB, 1);
        VmSpec other = Specs.vm("db-1", 2);
        lab.start(h1, other, 1);

        revise(WEB, SpecChange.pinned(new Pinning.Cores(new TreeSet<>(List.of(3)))));
        assertThat(lab.guestEvents().getLast())
                .isEqualTo(
                        new GuestEvent.Revised(WEB.id(), H1, 1, 2, WEB.memory().bytes(), Optional.of(List.of(3))));
        assertThat(lab.describe(h1, WEB).cpu().grantNanoCores()).isEqualTo(CORE);
        revise(other, SpecChange.pinned(new Pinning.Cores(new TreeSet<>(List.of(3)))));
        assertThat(lab.describe(h1, WEB).cpu().grantNanoCores()).isEqualTo(CORE / 2);
        revise(other, SpecChange.pinned(new Pinning.Anywhere()));
        assertThat(lab.describe(h1, other).cpu().grantNanoCores()).isEqualTo(2 * CORE);
    }

    @Test
    void anUnawareGuestGivesNoVcpuBackAndOthersDo() {
        for (VmKind kind : VmKind.values()) {
            VmSpec vm = Specs.vm(kind + "-1", 2).with(kind);
            lab.start(h1, vm, 1);
            Object answer = revise(vm, size(1, 64));
            assertThat(answer instanceof Lifecycle.Revised).as("%s", kind).isEqualTo(kind != VmKind.FULL);
            if (answer instanceof Lifecycle.Rejected(var _, var why)) {
                assertThat(why.sentence()).endsWith("gives no vCPU back while it runs; it takes a reboot (--reboot)");
            }
            lab.ask(h1, new Lifecycle.StopVm(vm.id(), Why.REQUESTED, lab.replyTo()));
        }
    }

    @Test
    void memoryShrinksToWhatIsInUseAndNoFurther() {
        lab.workloads = Loads::restless; // writes to its first 1,000 pages of 4 KiB
        lab.start(h1, WEB, 1);
        lab.run(Duration.ofSeconds(20));

        assertThat(revise(WEB, size(2, 2)))
                .isEqualTo(new Lifecycle.Rejected(
                        WEB.id(),
                        new Refusal.MemoryInUse(MemorySize.ofKibibytes(4000), MemorySize.ofKibibytes(4000 - 2048))));
        assertThat(revise(WEB, size(2, 4))).isEqualTo(new Lifecycle.Revised(WEB.id(), 1));
        assertThat(lab.describe(h1).memoryUnreserved()).isEqualTo(MemorySize.ofMebibytes(1020));
        long digest = lab.digest(h1, WEB);
        lab.ask(h1, new Lifecycle.PauseVm(WEB.id(), Why.REQUESTED, lab.replyTo()));
        assertThat(revise(WEB, size(2, 64))).isEqualTo(new Lifecycle.Revised(WEB.id(), 1));
        assertThat(lab.digest(h1, WEB)).as("other writes, as it ran on").isNotEqualTo(digest);
    }

    @Test
    void neitherAStrangerNorAVmThatIsBeingMovedIsChanged() {
        VmSpec app = Specs.vm("app-1", 2, MemorySize.ofMebibytes(64), Specs.ARRAY);
        assertThat(revise(app, size(4, 64))).isEqualTo(new Lifecycle.Illegal(app.id(), "ReviseVm", "absent"));
        lab.start(h1, app, 1);
        lab.ask(h1, new Transfer.OpenDirtyLog(app.id(), lab.replyTo()));
        assertThat(revise(app, size(4, 64))).isEqualTo(new Lifecycle.Illegal(app.id(), "ReviseVm", "running"));
        lab.ask(h1, new Transfer.CloseDirtyLog(app.id(), lab.replyTo()));
        assertThat(revise(app, size(4, 64))).isEqualTo(new Lifecycle.Revised(app.id(), 1));
    }

    private Object revise(VmSpec vm, SpecChange change) {
        VmSpec now = lab.describe(h1).vms().stream()
                .map(VmDescription::spec)
                .filter(spec -> spec.id().equals(vm.id()))
                .findFirst()
                .orElse(vm);
        return lab.ask(h1, new Lifecycle.ReviseVm(vm.id(), change.of(now), lab.replyTo()));
    }

    private static SpecChange size(int vcpus, long mebibytes) {
        return SpecChange.size(Optional.of(vcpus), Optional.of(MemorySize.ofMebibytes(mebibytes)));
    }

    private static SpecChange share(Optional<Share> reservation, Optional<Cap> cap) {
        return new SpecChange(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                reservation,
                cap,
                Optional.empty(),
                Optional.empty());
    }
}
