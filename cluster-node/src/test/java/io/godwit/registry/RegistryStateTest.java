package io.godwit.registry;

import static io.godwit.registry.Specimens.H1;
import static io.godwit.registry.Specimens.H2;
import static io.godwit.registry.Specimens.H3;
import static io.godwit.registry.Specimens.M1;
import static io.godwit.registry.Specimens.WEB;
import static io.godwit.registry.Specimens.join;
import static io.godwit.registry.Specimens.node;
import static io.godwit.registry.Specimens.vm;
import static io.godwit.registry.Specimens.web;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.FleetEvent.Evidence;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.registry.RegistryAnswer.Conflict;
import io.godwit.registry.RegistryAnswer.Done;
import io.godwit.registry.RegistryAnswer.Joined;
import io.godwit.registry.RegistryAnswer.Refused;
import io.godwit.registry.RegistryAnswer.VmIs;
import io.godwit.registry.RegistryCommand.AbortMigration;
import io.godwit.registry.RegistryCommand.Assign;
import io.godwit.registry.RegistryCommand.BeginMigration;
import io.godwit.registry.RegistryCommand.CommitMigration;
import io.godwit.registry.RegistryCommand.ConfirmStart;
import io.godwit.registry.RegistryCommand.Cordon;
import io.godwit.registry.RegistryCommand.CreateVm;
import io.godwit.registry.RegistryCommand.DeclareLost;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryCommand.DestroyVm;
import io.godwit.registry.RegistryCommand.EndPull;
import io.godwit.registry.RegistryCommand.ReportStopped;
import io.godwit.registry.RegistryCommand.SetDesired;
import io.godwit.registry.VmRecord.Owner;
import io.godwit.vm.Isolation;
import io.godwit.vm.Protection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryStateTest {

    private final RegistryState state = new RegistryState();
    private long index;
    private long number;

    @BeforeEach
    void threeHostsInTermOne() {
        state.beginTerm(++index, 1);
        for (int n = 1; n <= 3; n++) {
            apply(join(n, "boot-1"));
        }
    }

    @Test
    void aStartIsAnAssignmentThatItsHostConfirms() {
        VmRecord running = runOn1();

        assertThat(running.epoch()).isEqualTo(1);
        assertThat(running.owner()).contains(new Owner(H1, 1, true));
        assertThat(state.view(new RegistryQuery.VmsOf(H1)).vms()).containsExactly(running);
        assertThat(state.view(new RegistryQuery.VmsOf(H2)).vms()).isEmpty();
    }

    @Test
    void aRunningVmIsNotAssignedElsewhere() {
        runOn1();

        assertThat(apply(new Assign(WEB, 1, H2, 1)))
                .isInstanceOfSatisfying(
                        Conflict.class, conflict -> assertThat(conflict.why()).isEqualTo("it may still run on h1"));
    }

    @Test
    void anAssignmentNobodyTookUpIsTakenBackAndItsLateConfirmationIsTold() {
        apply(new CreateVm(web()));
        apply(new Assign(WEB, 0, H1, 1));

        assertThat(vmIs(new Assign(WEB, 1, H2, 1)).epoch()).isEqualTo(2);
        assertThat(apply(new ConfirmStart(WEB, 1, H1, 1))).isInstanceOf(Conflict.class);
    }

    @Test
    void decisionsOfAnotherTermAreRefused() {
        apply(new CreateVm(web()));
        state.beginTerm(++index, 2);

        assertThat(apply(new Assign(WEB, 0, H1, 1))).isEqualTo(new Refused("decided in term 1, but this is term 2"));
        assertThat(apply(new DeclareLost(node(1), 1, Evidence.OPERATOR, 1))).isInstanceOf(Refused.class);
        assertThat(vmIs(new Assign(WEB, 0, H1, 2)).epoch()).isEqualTo(1);
    }

    @Test
    void theRepeatOfAnAssignmentByAnotherCommandFindsItDone() {
        apply(new CreateVm(web()));
        VmRecord first = vmIs(new Assign(WEB, 0, H1, 1));

        assertThat(vmIs(new Assign(WEB, 0, H1, 1))).isEqualTo(first);
    }

    @Test
    void aCommittedMigrationCannotBeAborted() {
        migrateTo2();
        VmRecord moved = vmIs(new CommitMigration(WEB, 1, M1, H2, 1));

        assertThat(moved.epoch()).isEqualTo(2);
        assertThat(moved.owner()).contains(new Owner(H2, 1, true));
        assertThat(apply(new AbortMigration(WEB, 1, M1, "late"))).isEqualTo(new Conflict(moved, "m1 was committed"));
        assertThat(vmIs(new CommitMigration(WEB, 1, M1, H2, 1))).isEqualTo(moved);
    }

    @Test
    void anAbortedMigrationCannotBeCommittedAndLeavesTheSourceTheNextEpoch() {
        migrateTo2();
        VmRecord kept = vmIs(new AbortMigration(WEB, 1, M1, "the target is slow"));

        assertThat(kept.epoch()).isEqualTo(2);
        assertThat(kept.owner()).contains(new Owner(H1, 1, true));
        assertThat(apply(new CommitMigration(WEB, 1, M1, H2, 1))).isEqualTo(new Conflict(kept, "m1 was aborted"));
        assertThat(apply(new BeginMigration(WEB, 2, M1, H1, H2))).isEqualTo(new Conflict(kept, "m1 has ended"));
    }

    @Test
    void whatACommitOwesIsNotedUntilThePullHasEnded() {
        migrateTo2();
        VmRecord moved = vmIs(new CommitMigration(WEB, 1, M1, H2, 1, true));

        assertThat(moved.debt()).contains(new VmRecord.Debt(H1, 1, false));
        assertThat(vmIs(new CommitMigration(WEB, 1, M1, H2, 1, true))).isEqualTo(moved);
        assertThat(apply(new BeginMigration(WEB, 2, new MigrationId("m2"), H2, H3)))
                .isEqualTo(new Conflict(moved, "it lacks pages, which are at h1"));
        VmRecord whole = vmIs(new EndPull(WEB, 1, M1));
        assertThat(whole.debt()).isEmpty();
        assertThat(whole.epoch()).isEqualTo(2);
        assertThat(vmIs(new EndPull(WEB, 1, M1))).isEqualTo(whole);
        assertThat(apply(new EndPull(WEB, 1, new MigrationId("m2")))).isInstanceOf(Conflict.class);
    }

    @Test
    void whatIsOwedIsLostWithItsSourceAndForgottenWithItsGuest() {
        migrateTo2();
        vmIs(new CommitMigration(WEB, 1, M1, H2, 1, true));
        apply(new DeclareLost(node(1), 1, Evidence.PROCESS_ENDED, 1));

        VmRecord orphan = state.view(new RegistryQuery.OneVm(WEB)).vms().getFirst();
        assertThat(orphan.debt()).contains(new VmRecord.Debt(H1, 1, true));
        assertThat(orphan.owner()).contains(new Owner(H2, 1, true));
        assertThat(vmIs(new ReportStopped(WEB, 2, H2, 1, "its memory is gone")).debt())
                .isEmpty();
        assertThat(vmIs(new Assign(WEB, 2, H3, 1)).debt()).isEmpty();
    }

    @Test
    void aCommitThatOwesIsRefusedWhenItsSourceIsGone() {
        migrateTo2();
        apply(new DeclareLost(node(1), 1, Evidence.PROCESS_ENDED, 1));

        assertThat(apply(new CommitMigration(WEB, 1, M1, H2, 1, true)))
                .isEqualTo(new Refused("what it lacks was lost with its source"));
    }

    @Test
    void aCommitByALostTargetIsRefused() {
        migrateTo2();
        apply(new DeclareLost(node(2), 1, Evidence.PERMIT_EXPIRED, 1));

        assertThat(apply(new CommitMigration(WEB, 1, M1, H2, 1))).isEqualTo(new Refused("incarnation 1 of h2 is lost"));
    }

    @Test
    void aCommitByAnOldIncarnationOfTheTargetIsRefused() {
        migrateTo2();
        apply(join(2, "boot-2"));

        assertThat(apply(new CommitMigration(WEB, 1, M1, H2, 1))).isInstanceOf(Refused.class);
    }

    @Test
    void aPreparedTargetsCommitAndRecoverysAssignmentRaceOnOneEpoch() {
        migrateTo2();
        apply(new DeclareLost(node(1), 1, Evidence.PROCESS_ENDED, 1));
        VmRecord moved = vmIs(new CommitMigration(WEB, 1, M1, H2, 1));

        assertThat(apply(new Assign(WEB, 1, H3, 1)))
                .isInstanceOfSatisfying(Conflict.class, conflict -> assertThat(conflict.actual())
                        .isEqualTo(moved));
    }

    @Test
    void recoverysAssignmentEndsTheMigrationThatLostTheRace() {
        migrateTo2();
        apply(new DeclareLost(node(1), 1, Evidence.PROCESS_ENDED, 1));
        VmRecord assigned = vmIs(new Assign(WEB, 1, H3, 1));

        assertThat(apply(new CommitMigration(WEB, 1, M1, H2, 1))).isEqualTo(new Conflict(assigned, "m1 was aborted"));
    }

    @Test
    void anExpiredPermitFreesOnlyGuestsThatNeedOne() {
        assertThat(ownerAfter(Evidence.PERMIT_EXPIRED, Protection.RESTART, Isolation.STOP))
                .isFalse();
        assertThat(ownerAfter(Evidence.PERMIT_EXPIRED, Protection.RESTART, Isolation.FREEZE))
                .isFalse();
        assertThat(ownerAfter(Evidence.PERMIT_EXPIRED, Protection.RESTART, Isolation.RUN))
                .isTrue();
        assertThat(ownerAfter(Evidence.PERMIT_EXPIRED, Protection.NONE, Isolation.RUN))
                .isTrue();
        assertThat(ownerAfter(Evidence.PROCESS_ENDED, Protection.RESTART, Isolation.RUN))
                .isFalse();
        assertThat(ownerAfter(Evidence.OPERATOR, Protection.NONE, Isolation.RUN))
                .isFalse();
    }

    /// Whether the owner stays when its node is lost by this evidence.
    private boolean ownerAfter(Evidence evidence, Protection protection, Isolation isolation) {
        VmId vm = new VmId(evidence + "-" + protection + "-" + isolation);
        long incarnation = ((Joined) apply(join(1, "boot of " + vm))).incarnation();
        apply(new CreateVm(vm(vm.value(), protection, isolation)));
        apply(new Assign(vm, 0, H1, 1));
        apply(new ConfirmStart(vm, 1, H1, incarnation));
        apply(new DeclareLost(node(1), incarnation, evidence, 1));
        VmRecord after = one(vm);
        assertThat(after.epoch()).isEqualTo(1);
        assertThat(after.desired())
                .isEqualTo(
                        after.owner().isEmpty() && protection == Protection.NONE ? Desired.STOPPED : Desired.RUNNING);
        return after.owner().isPresent();
    }

    @Test
    void aHostThatComesBackKeepsTheGuestThatNobodyElseWasGiven() {
        apply(new CreateVm(vm("web-1", Protection.RESTART, Isolation.RUN)));
        apply(new Assign(WEB, 0, H1, 1));
        apply(new ConfirmStart(WEB, 1, H1, 1));
        apply(new DeclareLost(node(1), 1, Evidence.PERMIT_EXPIRED, 1));

        assertThat(apply(new ConfirmStart(WEB, 1, H1, 1))).isInstanceOf(Refused.class);
        assertThat(apply(join(1, "boot-1"))).isEqualTo(new Joined(node(1), 2));
        assertThat(vmIs(new ConfirmStart(WEB, 1, H1, 2)).owner()).contains(new Owner(H1, 2, true));
    }

    @Test
    void aNewProcessOfANodeHasLostTheGuestsOfItsPredecessor() {
        runOn1();

        assertThat(apply(join(1, "boot-1"))).isEqualTo(new Joined(node(1), 1));
        assertThat(apply(join(1, "boot-2"))).isEqualTo(new Joined(node(1), 2));
        assertThat(one(WEB).owner()).isEmpty();
        assertThat(vmIs(new Assign(WEB, 1, H1, 1)).owner()).contains(new Owner(H1, 2, false));
    }

    @Test
    void aLateDeclarationOfAnOldIncarnationChangesNothing() {
        apply(join(1, "boot-2"));

        assertThat(apply(new DeclareLost(node(1), 1, Evidence.PROCESS_ENDED, 1)))
                .isEqualTo(new Done());
        assertThat(state.view(new RegistryQuery.Everything()).nodes().getFirst())
                .isEqualTo(new NodeRecord(node(1), 2, "boot-2", false));
        assertThat(apply(new DeclareLost(node(1), 3, Evidence.OPERATOR, 1))).isInstanceOf(Refused.class);
    }

    @Test
    void aDestroyedVmDoesNotComeBack() {
        runOn1();
        apply(new DestroyVm(WEB));

        assertThat(apply(new CreateVm(web())))
                .isEqualTo(new Refused("web-1 was destroyed, and its name is not used again"));
        assertThat(apply(new Assign(WEB, 1, H2, 1))).isEqualTo(new Refused("web-1 was destroyed"));
        assertThat(apply(new DestroyVm(WEB))).isEqualTo(new Done());
        assertThat(state.view(new RegistryQuery.VmsOf(H1)).vms()).isEmpty();
    }

    @Test
    void aVmStoppedOnPurposeIsNotStarted() {
        runOn1();
        apply(new SetDesired(WEB, Desired.STOPPED));
        apply(new ReportStopped(WEB, 1, H1, 1, "as asked"));

        assertThat(apply(new Assign(WEB, 1, H1, 1))).isEqualTo(new Refused("web-1 was stopped on purpose"));
        apply(new SetDesired(WEB, Desired.RUNNING));
        assertThat(vmIs(new Assign(WEB, 1, H1, 1)).epoch()).isEqualTo(2);
    }

    @Test
    void aReportOfAnotherIncarnationStopsNothing() {
        VmRecord running = runOn1();

        assertThat(apply(new ReportStopped(WEB, 1, H2, 1, "?"))).isInstanceOf(Conflict.class);
        assertThat(apply(new ReportStopped(WEB, 1, H1, 7, "?"))).isInstanceOf(Conflict.class);
        assertThat(one(WEB)).isEqualTo(running);
    }

    @Test
    void cordonedHostsGetNothingNewAndStayCordonedWhenTheirNodeComesBack() {
        apply(new CreateVm(web()));
        apply(new Cordon(H1, true, Priority.NORMAL));
        apply(join(1, "boot-2"));

        assertThat(apply(new Assign(WEB, 0, H1, 1))).isEqualTo(new Refused("host h1 is cordoned"));
        apply(new Cordon(H1, false, Priority.NORMAL));
        assertThat(vmIs(new Assign(WEB, 0, H1, 1)).epoch()).isEqualTo(1);
    }

    @Test
    void aHostBelongsToOneNode() {
        assertThat(apply(new RegistryCommand.JoinNode(
                        node(2), "boot-1", join(1, "boot-1").hosts())))
                .isEqualTo(new Refused("host h1 is carried by node n1, not n2"));
    }

    private VmRecord runOn1() {
        apply(new CreateVm(web()));
        apply(new Assign(WEB, 0, H1, 1));
        return vmIs(new ConfirmStart(WEB, 1, H1, 1));
    }

    private void migrateTo2() {
        runOn1();
        vmIs(new BeginMigration(WEB, 1, M1, H1, H2));
    }

    private VmRecord one(VmId vm) {
        return state.view(new RegistryQuery.OneVm(vm)).vms().getFirst();
    }

    private VmRecord vmIs(RegistryCommand command) {
        return ((VmIs) apply(command)).vm();
    }

    private RegistryAnswer apply(RegistryCommand command) {
        return state.apply(++index, new CommandId("test", ++number), command);
    }
}
