package io.godwit.registry;

import static io.godwit.registry.Specimens.H1;
import static io.godwit.registry.Specimens.H2;
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
import io.godwit.registry.RegistryAnswer.Refused;
import io.godwit.registry.RegistryAnswer.VmIs;
import io.godwit.registry.RegistryCommand.AbortMigration;
import io.godwit.registry.RegistryCommand.Assign;
import io.godwit.registry.RegistryCommand.BeginMigration;
import io.godwit.registry.RegistryCommand.ConfirmReboot;
import io.godwit.registry.RegistryCommand.ConfirmStart;
import io.godwit.registry.RegistryCommand.CreateVm;
import io.godwit.registry.RegistryCommand.DeclareLost;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryCommand.RebootVm;
import io.godwit.registry.RegistryCommand.ReportStopped;
import io.godwit.registry.RegistryCommand.ReviseVm;
import io.godwit.registry.RegistryCommand.RuleGroup;
import io.godwit.registry.RegistryCommand.ScaleGroup;
import io.godwit.registry.RegistryCommand.SetDesired;
import io.godwit.registry.RegistryCommand.SettleRevision;
import io.godwit.registry.VmRecord.Owner;
import io.godwit.unit.MemorySize;
import io.godwit.vm.SpecChange;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How VMs become others, start again, and are multiplied.
class ChangeRulesTest {

    private static final VmSpec LARGER = resized(4);

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
    void aVmThatIsNowhereIsAnotherAtOnce() {
        apply(new CreateVm(web()));
        VmRecord revised = vmIs(new ReviseVm(WEB, 0, LARGER, false));

        assertThat(revised.spec()).isEqualTo(LARGER);
        assertThat(revised.changes().revision()).isEqualTo(1);
        assertThat(revised.changes().asked()).isEmpty();
    }

    @Test
    void aHostThatHasAVmIsAskedBeforeItIsAnother() {
        runOn1();
        VmRecord asked = vmIs(new ReviseVm(WEB, 0, LARGER, false));

        assertThat(asked.spec()).isEqualTo(web());
        assertThat(asked.changes().asked()).contains(LARGER);
        assertThat(asked.promised()).isEqualTo(LARGER);
        assertThat(apply(new SettleRevision(WEB, 1, H2, 1, Optional.empty()))).isInstanceOf(Conflict.class);
        VmRecord settled = vmIs(new SettleRevision(WEB, 1, H1, 1, Optional.empty()));
        assertThat(settled.spec()).isEqualTo(LARGER);
        assertThat(settled.changes().asked()).isEmpty();
        assertThat(vmIs(new SettleRevision(WEB, 1, H1, 1, Optional.empty()))).isEqualTo(settled);
        assertThat(apply(new SettleRevision(WEB, 1, H1, 1, Optional.of("no")))).isInstanceOf(Conflict.class);
    }

    @Test
    void whatAHostDeniesLeavesTheVmAsItWas() {
        runOn1();
        vmIs(new ReviseVm(WEB, 0, LARGER, false));
        VmRecord denied = vmIs(new SettleRevision(WEB, 1, H1, 1, Optional.of("short by 1GiB")));

        assertThat(denied.spec()).isEqualTo(web());
        assertThat(denied.changes().denied()).contains(new Changes.Denied(1, "short by 1GiB"));
        assertThat(apply(new SettleRevision(WEB, 1, H1, 1, Optional.empty()))).isInstanceOf(Conflict.class);
    }

    @Test
    void ofTwoRevisionsDecidedOnOneTheSecondIsTold() {
        runOn1();
        VmRecord asked = vmIs(new ReviseVm(WEB, 0, LARGER, false));

        assertThat(vmIs(new ReviseVm(WEB, 0, LARGER, false))).isEqualTo(asked);
        assertThat(apply(new ReviseVm(WEB, 0, resized(8), false)))
                .isEqualTo(new Conflict(asked, "decided on revision 0, but this is revision 1"));
        assertThat(apply(new ReviseVm(WEB, 1, web(), false)))
                .isEqualTo(new Conflict(asked, "it is being changed, revision 1"));
    }

    @Test
    void aVmIsNotChangedWhileItMovesNorMovedWhileItIsChanged() {
        migrateTo2();
        assertThat(apply(new ReviseVm(WEB, 0, LARGER, false))).isInstanceOf(Conflict.class);
        assertThat(apply(new RebootVm(WEB, 1))).isInstanceOf(Conflict.class);
        vmIs(new AbortMigration(WEB, 1, M1, "for this"));
        vmIs(new ReviseVm(WEB, 0, LARGER, false));

        assertThat(apply(new BeginMigration(WEB, 2, new MigrationId("m2"), H1, H2)))
                .isInstanceOfSatisfying(Conflict.class, conflict -> assertThat(conflict.why())
                        .isEqualTo("it is being changed, revision 1"));
        vmIs(new SettleRevision(WEB, 1, H1, 1, Optional.empty()));
        assertThat(vmIs(new BeginMigration(WEB, 2, new MigrationId("m2"), H1, H2))
                        .spec())
                .isEqualTo(LARGER);
    }

    @Test
    void aRevisionOfALostHostIsDeniedAndNothingIsChanged() {
        runOn1();
        vmIs(new ReviseVm(WEB, 0, LARGER, false));
        apply(new DeclareLost(node(1), 1, Evidence.PROCESS_ENDED, 1));

        assertThat(one(WEB).spec()).isEqualTo(web());
        assertThat(one(WEB).changes().denied()).contains(new Changes.Denied(1, "its host was lost"));
    }

    @Test
    void aVmKeepsItsKindForLife() {
        apply(new CreateVm(web()));

        assertThat(apply(new ReviseVm(WEB, 0, web().with(VmKind.CONTAINER), false)))
                .isEqualTo(new Refused("web-1 keeps its kind, image, disk, group and load for life"));
    }

    @Test
    void aRebootIsTheNextEpochOnItsHost() {
        runOn1();
        VmRecord asked = vmIs(new RebootVm(WEB, 1));

        assertThat(asked.epoch()).isEqualTo(1);
        assertThat(asked.changes().isToReboot()).isTrue();
        assertThat(vmIs(new RebootVm(WEB, 1))).isEqualTo(asked);
        VmRecord rebooted = vmIs(new ConfirmReboot(WEB, 1, H1, 1));
        assertThat(rebooted.epoch()).isEqualTo(2);
        assertThat(rebooted.owner()).contains(new Owner(H1, 1, true));
        assertThat(rebooted.changes().isToReboot()).isFalse();
        assertThat(vmIs(new ConfirmReboot(WEB, 1, H1, 1))).isEqualTo(rebooted);
        assertThat(vmIs(new RebootVm(WEB, 1)))
                .as("a repeat reboots nobody twice")
                .isEqualTo(rebooted);
    }

    @Test
    void aVmThatGetsNothingWhileItRunsGetsItByAReboot() {
        runOn1();
        VmRecord asked = vmIs(new ReviseVm(WEB, 0, LARGER, true));

        assertThat(asked.spec()).isEqualTo(LARGER);
        assertThat(asked.changes().isToReboot()).isTrue();
        assertThat(vmIs(new ConfirmReboot(WEB, 1, H1, 1)).spec()).isEqualTo(LARGER);
    }

    @Test
    void whatEndsAVmEndsItsRebootToo() {
        runOn1();
        apply(new RebootVm(WEB, 1));
        apply(new ReportStopped(WEB, 1, H1, 1, "its host lost power"));

        assertThat(apply(new ConfirmReboot(WEB, 1, H1, 1))).isInstanceOf(Conflict.class);
        VmRecord elsewhere = vmIs(new Assign(WEB, 1, H2, 1));
        assertThat(elsewhere.epoch()).isEqualTo(2);
        assertThat(elsewhere.changes().isToReboot()).isFalse();
    }

    @Test
    void aVmStoppedOnPurposeIsNotRebooted() {
        runOn1();
        apply(new RebootVm(WEB, 1));
        apply(new SetDesired(WEB, Desired.STOPPED));

        assertThat(apply(new ConfirmReboot(WEB, 1, H1, 1))).isEqualTo(new Refused("web-1 was stopped on purpose"));
        apply(new ReportStopped(WEB, 1, H1, 1, "as asked"));
        assertThat(apply(new RebootVm(WEB, 1)))
                .isInstanceOfSatisfying(
                        VmIs.class, is -> assertThat(is.vm().owner()).isEmpty());
    }

    @Test
    void aGroupGetsMoreOfItsMakeAndLosesTheNewestFirst() {
        runOn1();
        assertThat(apply(new ScaleGroup("web", 1, 3))).isEqualTo(new Done());
        assertThat(names()).containsExactly("web-1", "web-2", "web-3");
        assertThat(one(new VmId("web-3")).spec()).isEqualTo(web().with(new VmId("web-3")));
        assertThat(apply(new ScaleGroup("web", 1, 3))).as("a repeat").isEqualTo(new Done());
        assertThat(apply(new ScaleGroup("web", 1, 5))).isEqualTo(new Refused("group web has 3 VMs, not 1"));
        assertThat(apply(new ScaleGroup("web", 3, 1))).isEqualTo(new Done());
        assertThat(names()).containsExactly("web-1");
        assertThat(apply(new ScaleGroup("web", 1, 2))).isEqualTo(new Done());
        assertThat(names()).as("a name is not used again").containsExactly("web-1", "web-4");
        assertThat(apply(new ScaleGroup("web", 2, 0))).isInstanceOf(Refused.class);
        assertThat(apply(new ScaleGroup("db", 0, 2))).isInstanceOf(Refused.class);
    }

    @Test
    void aRuleOfAGroupOutlivesWhoMadeItAndEndsOnRequest() {
        GroupRule rule = new GroupRule("web", 2, 20, 600, 30_000_000_000L);
        apply(new RuleGroup("web", Optional.of(rule)));
        assertThat(RegistryState.of(state.image())
                        .view(new RegistryQuery.Everything())
                        .rules())
                .containsExactly(rule);
        apply(new RuleGroup("web", Optional.empty()));
        assertThat(state.view(new RegistryQuery.Everything()).rules()).isEmpty();
    }

    private List<String> names() {
        return state.view(new RegistryQuery.Everything()).vms().stream()
                .map(vm -> vm.id().value())
                .toList();
    }

    private static VmSpec resized(int vcpus) {
        return SpecChange.size(Optional.of(vcpus), Optional.of(MemorySize.ofGibibytes(2)))
                .of(web());
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
