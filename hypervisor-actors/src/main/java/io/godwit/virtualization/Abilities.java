package io.godwit.virtualization;

import io.godwit.memory.MappingSize;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Profile.Limits;
import io.godwit.vm.Kernel;
import io.godwit.vm.Mechanism;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a hypervisor can run on the processors that its host has. Admission asks it, and so does placement, which knows
/// of a host no more than this.
///
/// @param mechanisms that the hypervisor has, the best of each kind first, whether or not its host has what they need
/// @param kernel that containers share
/// @param memoryPerVm that each VM takes beside its own
/// @param vcpus that a VM may have at most
/// @param vms that a host may have at most
/// @param features of the processors, as guests are shown them
/// @param page that it counts memory in
/// @param containerMoves how its containers move while they run, the better one first
public record Abilities(
        String hypervisor,
        List<Mechanism> mechanisms,
        HardwareAssist hardware,
        Kernel kernel,
        MemorySize memoryPerVm,
        int vcpus,
        int vms,
        List<CpuFeature> features,
        MemorySize page,
        List<ContainerMove> containerMoves) {

    /// By kinds. A mechanism that needs more of the processor is the better one of a kind, as it is why it was added.
    private static final Comparator<Mechanism> BEST_FIRST =
            Comparator.comparing(Mechanism::kind).thenComparing(Abilities::rank);

    public Abilities {
        mechanisms = mechanisms.stream().sorted(BEST_FIRST).toList();
    }

    /// @param page of the host's memory
    public static Abilities of(Profile profile, HardwareAssist hardware, List<CpuFeature> features, MemorySize page) {
        Limits limits = profile.limits();
        return new Abilities(
                profile.hypervisor(),
                List.copyOf(profile.mechanisms().keySet()),
                hardware,
                profile.os().kernel(),
                profile.memory().vm(),
                limits.vcpus(),
                limits.vms(),
                features,
                page,
                profile.containers().moves());
    }

    /// Everything, without limits.
    public static Abilities bare() {
        return of(Profile.bare(), HardwareAssist.NESTED_PAGING, CpuFeature.all(), MappingSize.SMALL.size());
    }

    /// With guests that are shown no more of the processors than this.
    public Abilities within(CpuFeature.Baseline baseline) {
        return new Abilities(
                hypervisor,
                mechanisms,
                hardware,
                kernel,
                memoryPerVm,
                vcpus,
                vms,
                baseline.of(features),
                page,
                containerMoves);
    }

    /// Why this VM can't be, if so.
    public Optional<Misfit> misfit(VmSpec vm) {
        return ofKind(vm)
                .or(() -> ofMechanism(vm))
                .or(() -> ofKernel(vm))
                .or(() -> ofSize(vm))
                .or(() -> ofMapping(vm));
    }

    /// How a VM without a [#misfit] is run: as it asks, or by the best there is.
    public Mechanism mechanismOf(VmSpec vm) {
        return vm.platform().mechanism().orElseGet(() -> bestThatRuns(vm.kind()).orElseThrow());
    }

    private Optional<Mechanism> bestThatRuns(VmKind kind) {
        for (Mechanism mechanism : mechanisms) {
            if (mechanism.kind() == kind && hardware.missing(mechanism).isEmpty()) {
                return Optional.of(mechanism);
            }
        }
        return Optional.empty();
    }

    private Optional<Misfit> ofKind(VmSpec vm) {
        for (Mechanism mechanism : mechanisms) {
            if (mechanism.kind() == vm.kind()) {
                return Optional.empty();
            }
        }
        List<VmKind> kinds = mechanisms.stream().map(Mechanism::kind).distinct().toList();
        return Optional.of(new Misfit.NoSuchKind(hypervisor, vm.kind(), kinds));
    }

    private Optional<Misfit> ofMechanism(VmSpec vm) {
        if (vm.platform().mechanism().isEmpty()) {
            return bestThatRuns(vm.kind()).isPresent()
                    ? Optional.empty()
                    : lacking(candidates(vm.kind()).getLast());
        }
        Mechanism asked = vm.platform().mechanism().get();
        if (asked.kind() != vm.kind()) {
            return Optional.of(new Misfit.OfOtherKind(asked, vm.kind()));
        }
        return mechanisms.contains(asked)
                ? lacking(asked)
                : Optional.of(new Misfit.NoSuchMechanism(hypervisor, asked, candidates(vm.kind())));
    }

    private Optional<Misfit> lacking(Mechanism mechanism) {
        return hardware.missing(mechanism).map(needs -> new Misfit.HardwareLacking(mechanism, needs));
    }

    private Optional<Misfit> ofKernel(VmSpec vm) {
        Kernel own = vm.platform().kernel();
        return switch (vm.kind()) {
            case FULL -> Optional.empty();
            case PARA -> own.speaksHypercalls() ? Optional.empty() : Optional.of(new Misfit.NoHypercalls(own));
            case CONTAINER ->
                kernel.runsProgramsOf(own) ? Optional.empty() : Optional.of(new Misfit.OtherKernel(own, kernel));
        };
    }

    private Optional<Misfit> ofSize(VmSpec vm) {
        return vm.vcpus() > vcpus
                ? Optional.of(new Misfit.TooManyVcpus(hypervisor, vm.vcpus(), vcpus))
                : Optional.empty();
    }

    private Optional<Misfit> ofMapping(VmSpec vm) {
        boolean wantsHuge = vm.platform().memory().mapping().equals(Optional.of(MappingSize.HUGE));
        return wantsHuge && !features.contains(CpuFeature.PDPE1GB)
                ? Optional.of(new Misfit.NoHugeMapping(MappingSize.HUGE.word(), MappingSize.LARGE.word()))
                : Optional.empty();
    }

    private List<Mechanism> candidates(VmKind kind) {
        return mechanisms.stream().filter(mechanism -> mechanism.kind() == kind).toList();
    }

    private static int rank(Mechanism mechanism) {
        return switch (mechanism) {
            case NESTED_PAGING -> 0;
            case SHADOW_PAGING -> 1;
            case BINARY_TRANSLATION, HYPERCALLS, NAMESPACES -> 2;
        };
    }
}
