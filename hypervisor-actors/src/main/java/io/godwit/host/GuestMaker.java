package io.godwit.host;

import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.util.function.Function;

/// How a VM's spec becomes a guest: the same on all hosts of a run, so that a guest that moved goes on as it would
/// have.
///
/// @param images that VMs may be made from
/// @param workloads what the guest of a spec does; throws an [IllegalArgumentException] with a sentence for people if
///     that can't be, see [Workloads]
public record GuestMaker(Images images, Function<VmSpec, Workload> workloads) {}
