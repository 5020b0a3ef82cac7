package io.godwit.virtualization;

import io.godwit.unit.Words;
import io.godwit.vm.Kernel;
import io.godwit.vm.Mechanism;
import io.godwit.vm.VmKind;
import java.util.List;

/// Why a hypervisor on its host can't run a VM, whatever room there is.
public sealed interface Misfit {

    /// @param kinds that it runs
    record NoSuchKind(String hypervisor, VmKind kind, List<VmKind> kinds) implements Misfit {}

    /// @param mechanisms that it has for the kind
    record NoSuchMechanism(String hypervisor, Mechanism mechanism, List<Mechanism> mechanisms) implements Misfit {}

    /// The mechanism makes VMs of another kind.
    record OfOtherKind(Mechanism mechanism, VmKind kind) implements Misfit {}

    /// @param needs what the host's processors lack, such as `VT-x or AMD-V`
    record HardwareLacking(Mechanism mechanism, String needs) implements Misfit {}

    /// A paravirtualized guest's kernel must speak hypercalls.
    record NoHypercalls(Kernel kernel) implements Misfit {}

    /// A container's programs run on the host's kernel.
    record OtherKernel(Kernel programs, Kernel host) implements Misfit {}

    /// @param wanted how the host is to map its memory
    /// @param most that the host's processors map at once
    record NoHugeMapping(String wanted, String most) implements Misfit {}

    record TooManyVcpus(String hypervisor, int vcpus, int limit) implements Misfit {}

    /// What is wrong, as a sentence for people, without a full stop.
    default String sentence() {
        return switch (this) {
            case NoSuchKind(var hypervisor, var kind, var kinds) ->
                hypervisor + " runs no VM of kind " + Words.of(kind) + ", only " + words(kinds);
            case NoSuchMechanism(var hypervisor, var mechanism, var mechanisms) ->
                hypervisor + " doesn't work by " + Words.of(mechanism) + ", only by " + words(mechanisms);
            case OfOtherKind(var mechanism, var kind) ->
                Words.of(mechanism) + " makes VMs of kind " + Words.of(mechanism.kind()) + ", and it is to be of kind "
                        + Words.of(kind);
            case HardwareLacking(var mechanism, var needs) ->
                "the host lacks " + needs + ", which " + Words.of(mechanism) + " needs";
            case NoHypercalls(var kernel) ->
                "its kernel, " + Words.of(kernel) + ", speaks no hypercalls, which a VM of kind para needs";
            case OtherKernel(var programs, var host) ->
                "a container shares its host's kernel, which is " + Words.of(host) + ", and its programs are for "
                        + Words.of(programs);
            case NoHugeMapping(var wanted, var most) ->
                "its memory is to be mapped by " + wanted + ", and the host's processors map " + most + " at most";
            case TooManyVcpus(var hypervisor, var vcpus, var limit) ->
                "it has " + vcpus + " vCPUs, and " + hypervisor + " gives a VM " + limit + " at most";
        };
    }

    private static String words(List<? extends Enum<?>> all) {
        return String.join(", ", all.stream().map(Words::of).toList());
    }
}
