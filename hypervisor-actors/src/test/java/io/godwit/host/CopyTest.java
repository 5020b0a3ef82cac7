package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.device.Disk;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.unit.MemorySize;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CopyTest {

    private static final CopyId COPY = new CopyId("web-1.1");
    private static final Duration A_WHILE = Duration.ofMillis(300);

    private final Lab lab = new Lab();
    private final VmSpec source = Specs.vm("web-1", 1, MemorySize.ofMebibytes(256), VmSpec.LOCAL_DISK);
    private final VmSpec clone = source.with(new VmId("web-9"));

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aCloneHasTheMemoryOfItsSourceAtTheInstantAndGoesItsOwnWay() {
        var hypervisor = lab.hypervisor("h");
        lab.start(hypervisor, source, 3);
        lab.run(A_WHILE);
        var copied = (Lifecycle.Copied) copy(hypervisor, List.of(clone));
        assertThat(copied.stunNs()).isPositive().isLessThan(Duration.ofMillis(5).toNanos());
        long taken = takenDigest();
        assertThat(lab.describe(hypervisor, clone).phase()).isEqualTo(VmDescription.Phase.CAPTURED);
        assertThat(lab.digest(hypervisor, source)).as("the source went on").isNotEqualTo(taken);
        lab.ask(hypervisor, new Lifecycle.ResumeVm(clone.id(), 1, Why.COPY, lab.replyTo()));
        assertThat(lab.describe(hypervisor, clone).phase()).isEqualTo(VmDescription.Phase.RUNNING);
        assertThat(lab.describe(hypervisor, clone).epoch()).isEqualTo(1);
        lab.run(A_WHILE);
        assertThat(lab.digest(hypervisor, clone)).isNotEqualTo(taken).isNotEqualTo(lab.digest(hypervisor, source));
    }

    @Test
    void takingACopyChangesNeitherTheGuestsMemoryNorWhatItDoesNext() {
        var copied = lab.hypervisor("copied");
        var twin = lab.hypervisor("twin");
        lab.start(twin, source, 1);
        pause(twin);
        long ranNs = captured(twin).state().ranNs();
        lab.start(copied, source, 1);
        lab.run(A_WHILE);
        copy(copied, List.of(clone));
        lab.run(A_WHILE);
        pause(copied);
        Transfer.StateCaptured one = captured(copied);
        lab.ask(twin, new Lifecycle.ResumeVm(source.id(), 1, Why.REQUESTED, lab.replyTo()), Duration.ZERO);
        lab.run(Duration.ofNanos(one.state().ranNs() - ranNs));
        pause(twin);
        Transfer.StateCaptured other = captured(twin);
        assertThat(one.state().memoryWrites()).isPositive();
        assertThat(other.state()).isEqualTo(one.state());
        assertThat(other.digest()).isEqualTo(one.digest());
    }

    @Test
    void withoutRoomForAllClonesNothingIsTakenAndTheGuestRunsOn() {
        var hypervisor = lab.hypervisor("h", Specs.host(4, MemorySize.ofMebibytes(600)));
        lab.start(hypervisor, source, 1);
        var failed = (Lifecycle.CopyFailed) copy(hypervisor, List.of(clone, source.with(new VmId("web-10"))));
        assertThat(failed.why()).startsWith("there is no room for web-10 beside it: the host is short of memory by");
        assertThat(lab.describe(hypervisor).vms()).hasSize(1);
        assertThat(lab.describe(hypervisor, source).phase()).isEqualTo(VmDescription.Phase.RUNNING);
    }

    @Test
    void aDiskThatDoesNotAnswerHoldsTheGuestUpForTwoSecondsAtMost() {
        ActorRef<Disk.Command> array = lab.datastores.get(Specs.ARRAY);
        lab.datastores.put(
                Specs.ARRAY,
                lab.node.spawn(
                        Behaviors.receiveMessage(command -> {
                            if (!(command instanceof Disk.Freeze)) {
                                array.tell(command);
                            }
                            return Behaviors.same();
                        }),
                        "deaf"));
        var hypervisor = lab.hypervisor("h");
        VmSpec shared = Specs.vm("web-1", 1, MemorySize.ofMebibytes(256), Specs.ARRAY);
        lab.start(hypervisor, shared, 1);
        lab.ask(hypervisor, order(shared, List.of(shared.with(new VmId("web-9")))), CopyDesk.PATIENCE.plusMillis(10));
        var failed = (Lifecycle.CopyFailed) lab.answers.getLast();
        assertThat(failed.why()).isEqualTo("its disk did not answer within 2 s");
        assertThat(lab.describe(hypervisor).vms()).hasSize(1);
        assertThat(lab.describe(hypervisor, shared).phase()).isEqualTo(VmDescription.Phase.RUNNING);
    }

    @Test
    void aGuestThatIsStoppedWhileItIsCopiedLeavesNoClone() {
        var hypervisor = lab.hypervisor("h");
        lab.start(hypervisor, source, 1);
        hypervisor.tell(order(source, List.of(clone)));
        hypervisor.tell(new Lifecycle.StopVm(source.id(), Why.REQUESTED, lab.replyTo()));
        lab.run(Duration.ofSeconds(3));
        assertThat(lab.describe(hypervisor).vms()).isEmpty();
        assertThat(lab.answers).anyMatch(answer -> answer instanceof Lifecycle.CopyFailed);
    }

    @Test
    void aCopyOfAnOldEpochIsRefused() {
        var hypervisor = lab.hypervisor("h");
        lab.start(hypervisor, source, 2);
        var late = new Lifecycle.CopyVm(source.id(), 1, COPY, new Lifecycle.Taking.Nothing(), 1, lab.replyTo());
        assertThat(lab.ask(hypervisor, late)).isInstanceOf(Lifecycle.Illegal.class);
    }

    @Test
    void aVmGoesBackToItsSnapshotInANewEpoch() {
        var hypervisor = lab.hypervisor("h");
        VmSpec shared = Specs.vm("web-1", 1, MemorySize.ofMebibytes(64), Specs.ARRAY);
        lab.start(hypervisor, shared, 1);
        assertThat(lab.ask(hypervisor, order(shared, List.of()), A_WHILE)).isInstanceOf(Lifecycle.Copied.class);
        lab.ask(hypervisor, new Lifecycle.StopVm(shared.id(), Why.REBOOT, lab.replyTo()));
        var basis = Optional.of(new Lifecycle.Origin(new Disk.Basis(1, COPY), false));
        assertThat(lab.ask(hypervisor, new Lifecycle.StartVm(shared, 2, 1, true, basis, lab.replyTo())))
                .isEqualTo(new Lifecycle.Started(shared.id(), 2));
        lab.ask(hypervisor, new Lifecycle.StopVm(shared.id(), Why.REBOOT, lab.replyTo()));
        var gone = Optional.of(new Lifecycle.Origin(new Disk.Basis(2, new CopyId("never")), false));
        assertThat(lab.ask(hypervisor, new Lifecycle.StartVm(shared, 3, 1, true, gone, lab.replyTo())))
                .isEqualTo(new Lifecycle.Rejected(shared.id(), new Refusal.CopyGone(new CopyId("never"))));
        assertThat(lab.describe(hypervisor).vms()).isEmpty();
    }

    private Object copy(ActorRef<HypervisorCommand> hypervisor, List<VmSpec> clones) {
        return lab.ask(hypervisor, order(source, clones), Duration.ofMillis(20));
    }

    private Lifecycle.CopyVm order(VmSpec of, List<VmSpec> clones) {
        return new Lifecycle.CopyVm(of.id(), epochOf(of), COPY, new Lifecycle.Taking.Clones(clones), 1, lab.replyTo());
    }

    private long epochOf(VmSpec vm) {
        return lab.guestEvents().stream()
                .filter(event -> event.vm().equals(vm.id()))
                .mapToLong(GuestEvent::epoch)
                .max()
                .orElse(1);
    }

    private void pause(ActorRef<HypervisorCommand> hypervisor) {
        lab.ask(hypervisor, new Lifecycle.PauseVm(source.id(), Why.REQUESTED, lab.replyTo()));
    }

    private Transfer.StateCaptured captured(ActorRef<HypervisorCommand> hypervisor) {
        return (Transfer.StateCaptured) lab.ask(hypervisor, new Transfer.CaptureState(source.id(), lab.replyTo()));
    }

    private long takenDigest() {
        return lab.guestEvents().stream()
                .filter(GuestEvent.Copied.class::isInstance)
                .map(GuestEvent.Copied.class::cast)
                .findFirst()
                .orElseThrow()
                .digest();
    }
}
