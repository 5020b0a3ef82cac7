package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.MigrationId;
import io.godwit.memory.PageCursor;
import io.godwit.memory.PageSet;
import io.godwit.unit.MemorySize;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransferTest {

    private static final MigrationId M = new MigrationId("m-1");
    private static final VmSpec APP = Specs.vm("app-1", 2, MemorySize.ofMebibytes(64), Specs.ARRAY);

    private final Lab lab = new Lab();
    private final ActorRef<HypervisorCommand> source = lab.hypervisor("h1");
    private final ActorRef<HypervisorCommand> target = lab.hypervisor("h2");

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aMovedGuestHoldsWhatItsTwinHoldsThatNeverMoved() {
        long unmoved = digestAfter(Duration.ofSeconds(6));
        boot(lab, source);
        lab.run(Duration.ofSeconds(2));
        move();
        lab.run(Duration.ofSeconds(4));
        assertThat(lab.digest(target, APP)).isEqualTo(unmoved);
        assertThat(lab.describe(source).vms()).isEmpty();
        assertThat(lab.describe(target, APP).epoch()).isEqualTo(2);
    }

    /// As a migration would, without letting time pass while pages are read.
    private void move() {
        reserve(target);
        PageCursor all = lab.ask(
                        source, new Transfer.OpenDirtyLog(APP.id(), lab.replyTo()), Transfer.DirtyLogOpened.class)
                .allPages();
        copy(all);
        lab.run(Duration.ZERO);
        lab.ask(source, new Lifecycle.PauseVm(APP.id(), Why.MIGRATION, lab.replyTo()), Lifecycle.Paused.class);
        copy(takeDirty().cursor());
        var captured =
                lab.ask(source, new Transfer.CaptureState(APP.id(), lab.replyTo()), Transfer.StateCaptured.class);
        lab.ask(target, new Transfer.InstallState(APP.id(), captured.state(), lab.replyTo()));
        assertThat(lab.digest(target, APP)).isEqualTo(captured.digest());
        lab.ask(target, new Lifecycle.ResumeVm(APP.id(), 2, Why.MIGRATION, lab.replyTo()), Duration.ofNanos(101_000));
        assertThat(lab.answers.getLast()).isEqualTo(new Lifecycle.Resumed(APP.id(), 2));
        lab.ask(source, new Transfer.ReleaseVm(APP.id(), lab.replyTo()), Transfer.Released.class);
    }

    @Test
    void theDirtyLogHasExactlyThePagesWrittenSinceItWasTaken() {
        boot(lab, source);
        lab.ask(source, new Transfer.OpenDirtyLog(APP.id(), lab.replyTo()), Transfer.DirtyLogOpened.class);
        assertThat(takeDirty().isEmpty()).isTrue();
        lab.run(Duration.ofMillis(2));
        long grant = lab.describe(source, APP).cpu().grantNanoCores();
        assertThat(grant).isPositive();
        assertThat(takeDirty().size()).isBetween(18L, 20L);
        assertThat(takeDirty().isEmpty()).isTrue();
    }

    @Test
    void aSecondReservationOfTheSameMigrationIsTheSame() {
        reserve(target);
        reserve(target);
        var other = new Transfer.ReserveVm(APP, new MigrationId("m-2"), lab.replyTo());
        assertThat(lab.ask(target, other))
                .isEqualTo(new Transfer.Refused(APP.id(), other.migration(), new Refusal.AlreadyHere()));
        lab.ask(target, new Transfer.ReleaseVm(APP.id(), lab.replyTo()));
        assertThat(lab.describe(target).memoryUnreserved()).isEqualTo(MemorySize.ofGibibytes(1));
    }

    @Test
    void aHostHasTheBaseOfADiskIfAnotherOfThatImageIsOnItsOwnDisk() {
        VmSpec local = Specs.vm("web-1", 1);
        assertThat(lab.ask(target, new Transfer.ReserveVm(local, M, lab.replyTo())))
                .isEqualTo(new Transfer.Reserved(local.id(), M, false));
        lab.start(source, Specs.vm("web-2", 1), 1);
        assertThat(lab.ask(source, new Transfer.ReserveVm(local, M, lab.replyTo())))
                .isEqualTo(new Transfer.Reserved(local.id(), M, true));
    }

    @Test
    void aRunningVmIsNotReleased() {
        boot(lab, source);
        assertThat(lab.ask(source, new Transfer.ReleaseVm(APP.id(), lab.replyTo())))
                .isEqualTo(new Lifecycle.Illegal(APP.id(), "ReleaseVm", "running"));
        assertThat(lab.ask(target, new Transfer.ReleaseVm(APP.id(), lab.replyTo())))
                .isEqualTo(new Transfer.Released(APP.id(), 0));
    }

    @Test
    void whoeverWaitsForAGuestThatIsStoppedMeanwhileIsToldSo() {
        boot(lab, source);
        lab.answers.clear();
        source.tell(new Transfer.Digest(APP.id(), lab.replyTo()));
        source.tell(new Lifecycle.StopVm(APP.id(), Why.REQUESTED, lab.replyTo()));
        lab.run(Duration.ZERO);
        assertThat(lab.answers)
                .containsExactly(
                        new Lifecycle.Illegal(APP.id(), "Digest", "stopping"), new Lifecycle.Stopped(APP.id(), 1));
    }

    private static long digestAfter(Duration work) {
        try (Lab own = new Lab()) {
            ActorRef<HypervisorCommand> host = own.hypervisor("h1");
            boot(own, host);
            own.run(work);
            return own.digest(host, APP);
        }
    }

    /// Up to the instant in which the guest begins.
    private static void boot(Lab lab, ActorRef<HypervisorCommand> host) {
        lab.ask(host, new Lifecycle.StartVm(APP, 1, 1, false, lab.replyTo()), Duration.ofNanos(101_000));
        assertThat(lab.answers.getLast()).isEqualTo(new Lifecycle.Started(APP.id(), 1));
    }

    private void reserve(ActorRef<HypervisorCommand> host) {
        assertThat(lab.ask(host, new Transfer.ReserveVm(APP, M, lab.replyTo()), Duration.ZERO))
                .isEqualTo(new Transfer.Reserved(APP.id(), M, false));
    }

    private PageSet takeDirty() {
        return lab.ask(source, new Transfer.TakeDirty(APP.id(), lab.replyTo()), Transfer.DirtyTaken.class)
                .dirty();
    }

    private void copy(PageCursor cursor) {
        boolean last = false;
        while (!last) {
            var read = lab.ask(
                    source,
                    new Transfer.ReadPages(APP.id(), cursor, 1000, false, lab.replyTo()),
                    Transfer.PagesRead.class);
            lab.ask(
                    target,
                    new Transfer.WritePages(APP.id(), read.batch(), lab.replyTo()),
                    Transfer.PagesWritten.class);
            last = read.last();
        }
    }
}
