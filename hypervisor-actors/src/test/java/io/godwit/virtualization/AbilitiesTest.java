package io.godwit.virtualization;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.guest.WorkloadSpec;
import io.godwit.identity.VmId;
import io.godwit.memory.MappingSize;
import io.godwit.unit.MemorySize;
import io.godwit.vm.CpuShare;
import io.godwit.vm.Kernel;
import io.godwit.vm.Mechanism;
import io.godwit.vm.MemoryPolicy;
import io.godwit.vm.Platform;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AbilitiesTest {

    @Test
    void refusesHardwareAssistedMechanismsByNameWhereTheHostLacksTheExtension() {
        Abilities kvm = of("kvm", HardwareAssist.NONE);
        assertThat(kvm.misfit(vm(VmKind.FULL)))
                .contains(new Misfit.HardwareLacking(Mechanism.SHADOW_PAGING, "VT-x or AMD-V"));
        assertThat(of("kvm", HardwareAssist.TRAPS).misfit(with(vm(VmKind.FULL), Mechanism.NESTED_PAGING)))
                .map(Misfit::sentence)
                .contains("the host lacks nested paging (EPT or NPT), which nested-paging needs");
    }

    @Test
    void takesTheBestMechanismThatTheHostHas() {
        VmSpec vm = vm(VmKind.FULL);
        assertThat(of("kvm", HardwareAssist.NESTED_PAGING).mechanismOf(vm)).isEqualTo(Mechanism.NESTED_PAGING);
        assertThat(of("kvm", HardwareAssist.TRAPS).mechanismOf(vm)).isEqualTo(Mechanism.SHADOW_PAGING);
        assertThat(of("virtualbox", HardwareAssist.NONE).misfit(vm)).isEmpty();
        assertThat(of("virtualbox", HardwareAssist.NONE).mechanismOf(vm)).isEqualTo(Mechanism.BINARY_TRANSLATION);
        assertThat(of("virtualbox", HardwareAssist.NESTED_PAGING).mechanismOf(with(vm, Mechanism.BINARY_TRANSLATION)))
                .isEqualTo(Mechanism.BINARY_TRANSLATION);
    }

    @Test
    void refusesAParavirtualizedGuestWhoseKernelSpeaksNoHypercalls() {
        Abilities xen = of("xen", HardwareAssist.NONE);
        VmSpec para = vm(VmKind.PARA);
        assertThat(xen.misfit(para)).isEmpty();
        for (Kernel silent : List.of(Kernel.WINDOWS, Kernel.UNMODIFIED_LINUX, Kernel.OTHER)) {
            VmSpec other = para.with(para.platform().with(silent));
            assertThat(xen.misfit(other)).contains(new Misfit.NoHypercalls(silent));
        }
        assertThat(xen.misfit(para.with(para.platform().with(Kernel.FREEBSD)))).isEmpty();
    }

    @Test
    void refusesAContainerOfAnotherKernelThanTheHosts() {
        Abilities docker = of("docker", HardwareAssist.NONE);
        VmSpec container = vm(VmKind.CONTAINER);
        assertThat(docker.misfit(container)).isEmpty();
        assertThat(docker.misfit(container.with(container.platform().with(Kernel.UNMODIFIED_LINUX))))
                .isEmpty();
        assertThat(docker.misfit(container.with(container.platform().with(Kernel.WINDOWS))))
                .map(Misfit::sentence)
                .contains("a container shares its host's kernel, which is linux, and its programs are for windows");
    }

    @Test
    void refusesKindsMechanismsAndSizesThatAProductDoesNotHave() {
        assertThat(of("docker", HardwareAssist.NESTED_PAGING).misfit(vm(VmKind.FULL)))
                .contains(new Misfit.NoSuchKind("docker", VmKind.FULL, List.of(VmKind.CONTAINER)));
        assertThat(of("kvm", HardwareAssist.NESTED_PAGING).misfit(with(vm(VmKind.FULL), Mechanism.BINARY_TRANSLATION)))
                .map(Misfit::sentence)
                .contains("kvm doesn't work by binary-translation, only by nested-paging, shadow-paging");
        assertThat(of("lab", HardwareAssist.NESTED_PAGING).misfit(with(vm(VmKind.CONTAINER), Mechanism.HYPERCALLS)))
                .contains(new Misfit.OfOtherKind(Mechanism.HYPERCALLS, VmKind.CONTAINER));
        assertThat(of("parallels", HardwareAssist.NESTED_PAGING)
                        .misfit(vm(VmKind.FULL).with(13, MemorySize.ofGibibytes(1))))
                .contains(new Misfit.TooManyVcpus("parallels", 13, 12));
    }

    @Test
    void theHypervisorForDrillsRunsEveryKindOnEveryHost() {
        for (HardwareAssist hardware : HardwareAssist.values()) {
            for (VmKind kind : VmKind.values()) {
                assertThat(of(Profile.DEFAULT, hardware).misfit(vm(kind))).isEqualTo(Optional.empty());
            }
        }
    }

    @Test
    void mapsAGibibyteOnlyByProcessorsThatCan() {
        VmSpec huge = vm(VmKind.FULL)
                .with(Platform.byDefault().with(MemoryPolicy.byDefault().withMapping(MappingSize.HUGE)));
        assertThat(of("kvm", HardwareAssist.NESTED_PAGING).misfit(huge)).isEmpty();
        Abilities older = Abilities.of(
                Profiles.shipped("kvm"), HardwareAssist.NESTED_PAGING, List.of(), MemorySize.ofKibibytes(4));
        assertThat(older.misfit(huge))
                .map(Misfit::sentence)
                .contains("its memory is to be mapped by 1GiB, and the host's processors map 2MiB at most");
        assertThat(of("kvm", HardwareAssist.NESTED_PAGING)
                        .within(CpuFeature.Baseline.X86_64_V2)
                        .misfit(huge))
                .as("how memory is mapped is not what a guest is shown")
                .isEmpty();
    }

    private static Abilities of(String profile, HardwareAssist hardware) {
        return Abilities.of(Profiles.shipped(profile), hardware, CpuFeature.all(), MemorySize.ofKibibytes(4));
    }

    private static VmSpec with(VmSpec vm, Mechanism mechanism) {
        return vm.with(vm.platform().with(mechanism));
    }

    private static VmSpec vm(VmKind kind) {
        return new VmSpec(
                new VmId("vm-1"),
                "vm",
                1,
                MemorySize.ofMebibytes(64),
                kind,
                CpuShare.byDefault(),
                "blank",
                VmSpec.LOCAL_DISK,
                VmSpec.Care.none(),
                WorkloadSpec.idle());
    }
}
