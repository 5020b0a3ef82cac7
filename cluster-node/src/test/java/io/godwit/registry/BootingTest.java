package io.godwit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.guest.WorkloadSpec;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.registry.RegistryAnswer.Conflict;
import io.godwit.registry.RegistryCommand.Assign;
import io.godwit.registry.RegistryCommand.ConfirmReboot;
import io.godwit.registry.RegistryCommand.ConfirmStart;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryCommand.RebootVm;
import io.godwit.registry.RegistryCommand.ReportStopped;
import io.godwit.registry.RegistryCommand.ReportUp;
import io.godwit.registry.VmRecord.Owner;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Abilities;
import io.godwit.vm.CpuShare;
import io.godwit.vm.Isolation;
import io.godwit.vm.Protection;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BootingTest {

    private static final NodeId NODE = new NodeId("n1");
    private static final HostId HOST = new HostId("h1");
    private static final VmId WEB = new VmId("web-1");
    private static final VmId SAFE = new VmId("safe-1");

    private final RegistryState registry = new RegistryState();
    private long index = 1;

    @BeforeEach
    void twoVmsAreAssigned() {
        registry.beginTerm(1, 1);
        MemorySize memory = MemorySize.ofGibibytes(8);
        var host =
                new HostRecord(HOST, NODE, "a", "r1", 8, memory, memory, List.of("array-a"), Abilities.bare(), false);
        run(new RegistryCommand.JoinNode(NODE, "1", List.of(host)));
        run(new RegistryCommand.CreateVm(spec(WEB, VmSpec.Care.none())));
        var care = new VmSpec.Care(Protection.RESTART, Isolation.STOP, 1, List.of(), Optional.empty());
        run(new RegistryCommand.CreateVm(spec(SAFE, care)));
        run(new Assign(WEB, 0, HOST, 1));
        run(new Assign(SAFE, 0, HOST, 1));
    }

    @Test
    void aGuestBootsFromTheConfirmationUntilItsHostSaysThatItHasBegun() {
        run(new ConfirmStart(WEB, 1, HOST, 1, true));
        assertThat(vm(WEB).owner()).contains(new Owner(HOST, 1, true, true));
        run(new ReportUp(WEB, 1, HOST, 1));
        assertThat(vm(WEB).owner()).contains(new Owner(HOST, 1, true, false));
        run(new ConfirmStart(WEB, 1, HOST, 1, true));
        assertThat(vm(WEB).owner().orElseThrow().booting())
                .as("a late confirmation changes nothing")
                .isFalse();
    }

    @Test
    void theWordOfAnotherEpochOrHostIsRefused() {
        run(new ConfirmStart(WEB, 1, HOST, 1, true));
        assertThat(run(new ReportUp(WEB, 2, HOST, 1))).isInstanceOf(Conflict.class);
        assertThat(run(new ReportUp(WEB, 1, HOST, 2))).isInstanceOf(Conflict.class);
        assertThat(run(new ReportUp(WEB, 1, new HostId("h2"), 1))).isInstanceOf(Conflict.class);
        assertThat(vm(WEB).owner().orElseThrow().booting()).isTrue();
    }

    @Test
    void aRebootBootsAgain() {
        run(new ConfirmStart(WEB, 1, HOST, 1, true));
        run(new ReportUp(WEB, 1, HOST, 1));
        run(new RebootVm(WEB, 1));
        run(new ConfirmReboot(WEB, 1, HOST, 1, true));
        assertThat(vm(WEB).owner()).contains(new Owner(HOST, 1, true, true));
        run(new ReportUp(WEB, 2, HOST, 1));
        assertThat(vm(WEB).owner()).contains(new Owner(HOST, 1, true));
    }

    @Test
    void aGuestThatEndedByItselfIsStartedAgainOnlyIfItsPolicySaysSo() {
        for (VmId id : List.of(WEB, SAFE)) {
            run(new ConfirmStart(id, 1, HOST, 1));
            run(new ReportStopped(id, 1, HOST, 1, "it is not on h1", true));
            assertThat(vm(id).owner()).isEmpty();
        }
        assertThat(vm(WEB).desired()).isEqualTo(Desired.STOPPED);
        assertThat(vm(SAFE).desired()).isEqualTo(Desired.RUNNING);
    }

    @Test
    void oneThatItsHostCouldNotStartIsTriedElsewhere() {
        run(new ConfirmStart(WEB, 1, HOST, 1));
        run(new ReportStopped(WEB, 1, HOST, 1, "it is not on h1"));
        assertThat(vm(WEB).desired()).isEqualTo(Desired.RUNNING);
        assertThat(run(new Assign(WEB, 1, HOST, 1))).isInstanceOf(RegistryAnswer.VmIs.class);
    }

    private RegistryAnswer run(RegistryCommand command) {
        index++;
        return registry.apply(index, new CommandId("test", index), command);
    }

    private VmRecord vm(VmId id) {
        return registry.view(new RegistryQuery.OneVm(id)).vms().getFirst();
    }

    private static VmSpec spec(VmId id, VmSpec.Care care) {
        return new VmSpec(
                id,
                id.value(),
                1,
                MemorySize.ofGibibytes(1),
                VmKind.FULL,
                CpuShare.byDefault(),
                "blank",
                "array-a",
                care,
                WorkloadSpec.idle());
    }
}
