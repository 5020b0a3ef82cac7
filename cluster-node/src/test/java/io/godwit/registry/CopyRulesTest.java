package io.godwit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.device.Disk.Basis;
import io.godwit.guest.WorkloadSpec;
import io.godwit.history.FleetEvent.Evidence;
import io.godwit.history.RegistryEvent;
import io.godwit.identity.CopyId;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.registry.RegistryAnswer.Conflict;
import io.godwit.registry.RegistryAnswer.Refused;
import io.godwit.registry.RegistryAnswer.VmIs;
import io.godwit.registry.RegistryCommand.Assign;
import io.godwit.registry.RegistryCommand.BeginCopy;
import io.godwit.registry.RegistryCommand.ConfirmReboot;
import io.godwit.registry.RegistryCommand.ConfirmStart;
import io.godwit.registry.RegistryCommand.CreateVm;
import io.godwit.registry.RegistryCommand.DeclareLost;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryCommand.EndColdCopy;
import io.godwit.registry.RegistryCommand.EndCopy;
import io.godwit.registry.RegistryCommand.JoinNode;
import io.godwit.registry.RegistryCommand.RebootVm;
import io.godwit.registry.RegistryCommand.ReportStopped;
import io.godwit.registry.RegistryCommand.RestoreVm;
import io.godwit.registry.RegistryCommand.SetDesired;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Abilities;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CopyRulesTest {

    private static final NodeId NODE = new NodeId("n1");
    private static final HostId HOST = new HostId("h1");
    private static final VmId WEB = new VmId("web-1");
    private static final VmId CLONE = new VmId("web-9");
    private static final CopyId FIRST = new CopyId("web-1.1");
    private static final Copies.Took TOOK = new Copies.Took(1_000, 2_000, 7, 0);

    private final RegistryState registry = new RegistryState();
    private long index = 1;

    @BeforeEach
    void aVmRuns() {
        registry.beginTerm(1, 1);
        var host = new HostRecord(
                HOST,
                NODE,
                "a",
                "r1",
                8,
                MemorySize.ofGibibytes(8),
                MemorySize.ofGibibytes(8),
                List.of("array-a"),
                Abilities.bare(),
                false);
        run(new JoinNode(NODE, "1", List.of(host)));
        run(new CreateVm(spec(WEB)));
        run(new Assign(WEB, 0, HOST, 1));
        run(new ConfirmStart(WEB, 1, HOST, 1));
    }

    @Test
    void clonesBeginWithTheEntryThatEndsTheCopyAndOnTheirSourcesHost() {
        begin(1);
        assertThat(vms()).extracting(VmRecord::id).containsExactly(WEB);
        assertThat(run(end(Optional.empty()))).isInstanceOf(VmIs.class);
        VmRecord clone = vm(CLONE);
        assertThat(clone.epoch()).isEqualTo(1);
        assertThat(clone.owner()).contains(new VmRecord.Owner(HOST, 1, true));
        assertThat(clone.copies().basis()).contains(new Basis(1, FIRST));
        assertThat(vm(WEB).copies().job()).isEmpty();
    }

    @Test
    void aCopyThatFailedBringsNoClone() {
        begin(1);
        run(end(Optional.of("no room")));
        assertThat(vms()).extracting(VmRecord::id).containsExactly(WEB);
        assertThat(vm(WEB).copies().last()).contains(new Copies.Ended(FIRST, Optional.of("no room"), TOOK));
    }

    @Test
    void theLossOfTheHostEndsTheCopyAndALateWordOfItBringsNothing() {
        begin(1);
        run(new DeclareLost(NODE, 1, Evidence.PROCESS_ENDED, 1));
        assertThat(vm(WEB).copies().job()).isEmpty();
        assertThat(run(end(Optional.empty()))).isInstanceOf(Conflict.class);
        assertThat(vms()).extracting(VmRecord::id).containsExactly(WEB);
    }

    @Test
    void aNameThatWasTakenMeanwhileFailsTheWholeCopy() {
        begin(1);
        run(new CreateVm(spec(CLONE)));
        run(end(Optional.empty()));
        assertThat(vm(CLONE).epoch()).isZero();
        assertThat(vm(WEB).copies().last().orElseThrow().failed()).contains("there is a VM named web-9 by now");
        assertThat(registry.decisions())
                .filteredOn(RegistryEvent.CopyEnded.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(RegistryEvent.CopyEnded.class, ended -> {
                    assertThat(ended.kind()).isEqualTo(RegistryEvent.CopyKind.CLONE);
                    assertThat(ended.as()).containsExactly("web-9");
                    assertThat(ended.failed()).contains("there is a VM named web-9 by now");
                });
        run(end(Optional.empty()));
        assertThat(registry.decisions()).as("a repeat ends nothing").isEmpty();
    }

    @Test
    void aVmGoesBackToItsSnapshotByARebootAndEachTimeByANewRevision() {
        snapshot(false);
        assertThat(run(new RestoreVm(WEB, 1, "before"))).isInstanceOf(VmIs.class);
        assertThat(registry.decisions()).contains(new RegistryEvent.VmRestored(WEB, "before", 1));
        assertThat(vm(WEB).copies().basis()).contains(new Basis(1, FIRST));
        assertThat(run(new ConfirmReboot(WEB, 1, HOST, 1))).isInstanceOf(VmIs.class);
        assertThat(vm(WEB).epoch()).isEqualTo(2);
        assertThat(run(new RestoreVm(WEB, 1, "before")))
                .as("decided on the old epoch")
                .isInstanceOf(Conflict.class);
        run(new RestoreVm(WEB, 2, "before"));
        assertThat(vm(WEB).copies().basis()).contains(new Basis(2, FIRST));
    }

    @Test
    void refusesASnapshotThatIsNotThereAndAnotherOfTheSameName() {
        snapshot(false);
        assertThat(run(new RestoreVm(WEB, 1, "nope"))).isEqualTo(new Refused("web-1 has no snapshot nope"));
        assertThat(run(new BeginCopy(WEB, 1, new Copies.AsSnapshot("before", false))))
                .isEqualTo(new Refused("web-1 has a snapshot before already: choose another name"));
    }

    @Test
    void aSnapshotOfTheRegistryKeepsAllOfIt() {
        snapshot(true);
        begin(1);
        RegistryState again = RegistryState.of(registry.image());
        assertThat(again.view(new RegistryQuery.Everything())).isEqualTo(registry.view(new RegistryQuery.Everything()));
    }

    @Test
    void aRestoredVmGoesOnFromMemoryUntilSomebodyWantsItToBoot() {
        snapshot(true);
        run(new RestoreVm(WEB, 1, "before"));
        assertThat(run(new ConfirmReboot(WEB, 1, HOST, 1))).isInstanceOf(VmIs.class);
        assertThat(vm(WEB).copies().recalls()).isTrue();
        run(new RebootVm(WEB, 2));
        assertThat(vm(WEB).copies().recalls()).as("a reboot is a boot").isFalse();
    }

    @Test
    void aVmThatWasStoppedOnPurposeBootsUnlessItGoesBackMeanwhile() {
        snapshot(true);
        run(new RestoreVm(WEB, 1, "before"));
        run(new ConfirmReboot(WEB, 1, HOST, 1));
        run(new SetDesired(WEB, Desired.STOPPED));
        assertThat(vm(WEB).copies().recalls()).isFalse();
        run(new ReportStopped(WEB, 2, HOST, 1, "stopped as asked"));
        run(new RestoreVm(WEB, 2, "before"));
        run(new SetDesired(WEB, Desired.RUNNING));
        assertThat(vm(WEB).copies().recalls()).isTrue();
    }

    @Test
    void wholeClonesWaitForAHostAndGoOnFromMemory() {
        run(new BeginCopy(WEB, 1, new Copies.AsWholes(List.of(spec(CLONE)), true)));
        assertThat(run(end(Optional.empty()))).isInstanceOf(VmIs.class);
        VmRecord clone = vm(CLONE);
        assertThat(clone.epoch()).isZero();
        assertThat(clone.owner()).isEmpty();
        assertThat(clone.copies().basis()).contains(new Basis(1, FIRST));
        assertThat(clone.copies().recalls()).isTrue();
        assertThat(run(end(Optional.empty()))).as("a repeat").isInstanceOf(VmIs.class);
        assertThat(vms()).hasSize(2);
    }

    @Test
    void aVmThatWasStoppedIsClonedAndKeptByItsDiskAlone() {
        stop();
        assertThat(run(new BeginCopy(WEB, 1, new Copies.AsSnapshot("before", true))))
                .isEqualTo(new Refused("web-1 does not run, and has no memory to be taken"));
        run(new BeginCopy(WEB, 1, new Copies.AsWholes(List.of(spec(CLONE)), false)));
        assertThat(run(new EndColdCopy(WEB, 1, FIRST, Optional.empty(), 7))).isInstanceOf(VmIs.class);
        assertThat(vm(CLONE).copies().basis()).contains(new Basis(1, FIRST));
        assertThat(vm(CLONE).copies().recalls()).isFalse();
        run(new BeginCopy(WEB, 1, new Copies.AsSnapshot("before", false)));
        run(new EndColdCopy(WEB, 1, new CopyId("web-1.2"), Optional.empty(), 7));
        assertThat(vm(WEB).copies().snapshot("before").orElseThrow().writes()).isEqualTo(7);
    }

    @Test
    void aVmThatStartsMeanwhileEndsTheCopyAndALateWordOfItBringsNothing() {
        stop();
        run(new BeginCopy(WEB, 1, new Copies.AsWholes(List.of(spec(CLONE)), false)));
        run(new SetDesired(WEB, Desired.RUNNING));
        run(new Assign(WEB, 1, HOST, 1));
        assertThat(vm(WEB).copies().job()).isEmpty();
        assertThat(run(new EndColdCopy(WEB, 1, FIRST, Optional.empty(), 7))).isInstanceOf(Conflict.class);
        assertThat(vms()).hasSize(1);
    }

    private void stop() {
        run(new SetDesired(WEB, Desired.STOPPED));
        run(new ReportStopped(WEB, 1, HOST, 1, "stopped as asked"));
    }

    private void snapshot(boolean memory) {
        run(new BeginCopy(WEB, 1, new Copies.AsSnapshot("before", memory)));
        run(end(Optional.empty()));
        Optional<MemorySize> kept = memory ? Optional.of(MemorySize.ofGibibytes(1)) : Optional.empty();
        assertThat(vm(WEB).copies().snapshot("before")).contains(new Copies.Snapshot("before", FIRST, 1, 7, kept));
    }

    private void begin(long epoch) {
        assertThat(run(new BeginCopy(WEB, epoch, new Copies.AsClones(List.of(spec(CLONE))))))
                .isInstanceOf(VmIs.class);
    }

    private EndCopy end(Optional<String> failed) {
        CopyId copy = vm(WEB).copies().job().map(Copies.Job::copy).orElse(FIRST);
        return new EndCopy(WEB, 1, copy, failed, TOOK, HOST, 1);
    }

    private RegistryAnswer run(RegistryCommand command) {
        index++;
        return registry.apply(index, new CommandId("test", index), command);
    }

    private List<VmRecord> vms() {
        return registry.view(new RegistryQuery.Everything()).vms();
    }

    private VmRecord vm(VmId id) {
        return vms().stream().filter(vm -> vm.id().equals(id)).findFirst().orElseThrow();
    }

    private static VmSpec spec(VmId id) {
        return new VmSpec(
                id,
                "web",
                1,
                MemorySize.ofGibibytes(1),
                VmKind.FULL,
                CpuShare.byDefault(),
                "blank",
                "array-a",
                VmSpec.Care.none(),
                WorkloadSpec.idle());
    }
}
