package io.godwit.registry;

import static io.godwit.registry.Specimens.H1;
import static io.godwit.registry.Specimens.H2;
import static io.godwit.registry.Specimens.M1;
import static io.godwit.registry.Specimens.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.registry.RegistryCommand.JoinNode;
import io.godwit.virtualization.Abilities;
import io.godwit.virtualization.CpuFeature;
import io.godwit.virtualization.CpuFeature.Baseline;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A guest finds what its processor has when it boots, and keeps that while it runs, wherever it runs.
class FoundFeaturesTest {

    private final RegistryState state = new RegistryState();
    private long index;

    @Test
    void aGuestKeepsWhatItFoundUntilItBootsAgain() {
        state.beginTerm(++index, 1);
        apply(join(1, Baseline.X86_64_V2));
        apply(join(2, Baseline.NONE));
        apply(new RegistryCommand.CreateVm(Specimens.web()));
        assertThat(found()).isEmpty();
        apply(new RegistryCommand.Assign(WEB, 0, H1, 1));
        apply(new RegistryCommand.ConfirmStart(WEB, 1, H1, 1));
        assertThat(found()).contains(CpuFeature.SSE4_2).doesNotContain(CpuFeature.AVX2);
        List<CpuFeature> first = found();
        apply(new RegistryCommand.BeginMigration(WEB, 1, M1, H1, H2));
        apply(new RegistryCommand.CommitMigration(WEB, 1, M1, H2, 1));
        assertThat(vm().isOwnedBy(H2)).isTrue();
        assertThat(found()).isEqualTo(first);
        apply(new RegistryCommand.RebootVm(WEB, 2));
        apply(new RegistryCommand.ConfirmReboot(WEB, 2, H2, 1));
        assertThat(vm().epoch()).isEqualTo(3);
        assertThat(found()).contains(CpuFeature.AVX512F);
    }

    private static JoinNode join(int number, Baseline baseline) {
        JoinNode join = Specimens.join(number, "boot");
        HostRecord host = join.hosts().getFirst();
        HostRecord masked = new HostRecord(
                host.host(),
                host.node(),
                host.site(),
                host.rack(),
                host.cores(),
                host.memory(),
                host.reservable(),
                host.datastores(),
                Abilities.bare().within(baseline),
                false);
        return new JoinNode(join.node(), join.boot(), List.of(masked));
    }

    private List<CpuFeature> found() {
        return vm().found();
    }

    private VmRecord vm() {
        return state.view(new RegistryQuery.OneVm(WEB)).vms().getFirst();
    }

    private void apply(RegistryCommand command) {
        RegistryAnswer answer = state.apply(++index, new CommandId("test", index), command);
        assertThat(answer)
                .as("%s", command)
                .isNotInstanceOfAny(RegistryAnswer.Conflict.class, RegistryAnswer.Refused.class);
    }
}
