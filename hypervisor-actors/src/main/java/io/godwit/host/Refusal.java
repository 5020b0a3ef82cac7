package io.godwit.host;

import io.godwit.identity.CopyId;
import io.godwit.unit.Durations;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Misfit;
import java.time.Duration;

/// Why a host does not take a VM, with what is missing.
public sealed interface Refusal {

    /// It is here already, in whatever phase.
    record AlreadyHere() implements Refusal {}

    record MemoryShort(MemorySize shortBy) implements Refusal {}

    /// Its standing for memory contradicts itself, its kind or its size.
    ///
    /// @param why a sentence without its subject and a full stop
    record MemoryContradiction(String why) implements Refusal {}

    /// The reservations of all VMs can't be met at the same time.
    record CpuShort(long missingNanoCores) implements Refusal {}

    /// The affinity names a core that the host does not have.
    record NoSuchCore(int core, int cores) implements Refusal {}

    /// The weights of the VMs add up to more than the scheduler can divide exactly by.
    record WeightsTooLarge(long excess) implements Refusal {}

    /// What it asks of the CPU contradicts itself, in words.
    record CpuContradiction(String why) implements Refusal {}

    /// What its guest is to do can't be done, in words.
    record WorkloadUnusable(String why) implements Refusal {}

    record NoSuchImage(String name) implements Refusal {}

    /// Its memory is smaller than what its image fills.
    record ImageTooLarge(String name) implements Refusal {}

    /// A VM may not have more vCPUs than its host has threads.
    record TooManyVcpus(int vcpus, int threads) implements Refusal {}

    /// The hypervisor can't run such a VM.
    record Misfits(Misfit why) implements Refusal {}

    record TooManyVms(String hypervisor, int limit) implements Refusal {}

    /// The kernel that containers share has panicked.
    record KernelRestarting(Duration left) implements Refusal {}

    /// What its disk was to start from is not there any more.
    record CopyGone(CopyId copy) implements Refusal {}

    record NoSuchDatastore(String name) implements Refusal {}

    /// Its guest can't be changed so while it runs.
    record NeedsReboot(String why) implements Refusal {}

    /// It uses more memory than it shall have.
    record MemoryInUse(MemorySize inUse, MemorySize shortBy) implements Refusal {}

    /// It has the other host's own hardware: it can't follow.
    ///
    /// @param what of it
    record DeviceIsTheHosts(String what) implements Refusal {}

    /// What is wrong, as a sentence for people, without a full stop.
    default String sentence() {
        return switch (this) {
            case AlreadyHere() -> "it is on the host already";
            case MemoryShort(var shortBy) -> "the host is short of memory by " + shortBy.roughlyAtLeast();
            case CpuShort(var nanoCores) ->
                "the host is short of CPU to reserve by %.2f cores".formatted(nanoCores / 1e9);
            case NoSuchCore(var core, var cores) -> "it wants core " + core + ", and the host has 0 to " + (cores - 1);
            case WeightsTooLarge(var excess) -> "the weights on the host would be too large by " + excess;
            case CpuContradiction(var why) -> "it asks for " + why;
            case MemoryContradiction(var why) -> why;
            case WorkloadUnusable(var why) -> "its workload can't be: " + why;
            case NoSuchImage(var name) -> "the host knows no image " + name;
            case ImageTooLarge(var name) -> "its memory is smaller than what image " + name + " fills";
            case TooManyVcpus(var vcpus, var threads) ->
                "its " + vcpus + " vCPUs are more than the host's " + threads + " threads";
            case Misfits(var why) -> why.sentence();
            case TooManyVms(var hypervisor, var limit) ->
                hypervisor + " runs " + limit + " VMs on a host at most, and has them";
            case KernelRestarting(var left) ->
                "the host's kernel has panicked, and restarts for another " + Durations.format(left);
            case CopyGone(var copy) -> "its disk was to start from " + copy + ", which is not kept any more";
            case NoSuchDatastore(var name) -> "the host has no datastore " + name;
            case NeedsReboot(var why) -> why + "; it takes a reboot (--reboot)";
            case MemoryInUse(var inUse, var shortBy) ->
                "its guest uses memory up to " + inUse + ", " + shortBy
                        + " more than that; it takes a reboot (--reboot)";
            case DeviceIsTheHosts(var what) -> "its " + what + " is the other host's own hardware and can't follow";
        };
    }
}
