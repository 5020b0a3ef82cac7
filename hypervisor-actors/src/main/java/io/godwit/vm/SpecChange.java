package io.godwit.vm;

import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.util.Optional;
import java.util.SortedSet;

/// What is to be different about a VM; what is empty stays as it is.
///
/// @param reservation of all its vCPUs together, as many as it has then
/// @param policy its standing for memory
public record SpecChange(
        Optional<Integer> vcpus,
        Optional<MemorySize> memory,
        Optional<Integer> weight,
        Optional<Share> reservation,
        Optional<Cap> cap,
        Optional<Pinning> pinning,
        Optional<MemoryPolicyChange> policy) {

    private static final long NANO_CORES = 1_000_000_000L;

    /// How much CPU it gets at most.
    public sealed interface Cap {

        /// @param share of all its vCPUs together
        record At(Share share) implements Cap {}

        record None() implements Cap {}
    }

    /// Where its vCPUs may run.
    public sealed interface Pinning {

        record Cores(SortedSet<Integer> cores) implements Pinning {}

        record Anywhere() implements Pinning {}
    }

    public static SpecChange size(Optional<Integer> vcpus, Optional<MemorySize> memory) {
        return new SpecChange(
                vcpus,
                memory,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static SpecChange pinned(Pinning to) {
        return new SpecChange(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(to),
                Optional.empty());
    }

    public static SpecChange policy(MemoryPolicyChange to) {
        return new SpecChange(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(to));
    }

    public boolean isNothing() {
        return equals(size(Optional.empty(), Optional.empty()));
    }

    /// The VM as it shall be. Its load stays what it was.
    public VmSpec of(VmSpec vm) {
        int wide = vcpus.orElse(vm.vcpus());
        VmSpec sized = vm.with(wide, memory.orElse(vm.memory()))
                .with(wide == vm.vcpus() ? vm.workload() : vm.workload().resized(vm.vcpus(), wide))
                .with(share(vm.cpu(), wide));
        Platform platform = vm.platform();
        return policy.map(it -> sized.with(platform.with(it.of(platform.memory()))))
                .orElse(sized);
    }

    private CpuShare share(CpuShare now, int wide) {
        long all = wide * NANO_CORES;
        return new CpuShare(
                weight.orElse(now.weight()),
                reservation.map(it -> it.of(all)).orElse(now.reservationNanoCores()),
                cap.isEmpty() ? now.capNanoCores() : capped(cap.get(), all),
                pinning.isEmpty() ? now.affinity() : cores(pinning.get()));
    }

    private static Optional<Long> capped(Cap cap, long all) {
        return switch (cap) {
            case Cap.At(var share) -> Optional.of(share.of(all));
            case Cap.None() -> Optional.empty();
        };
    }

    private static Optional<SortedSet<Integer>> cores(Pinning pinning) {
        return switch (pinning) {
            case Pinning.Cores(var cores) -> Optional.of(cores);
            case Pinning.Anywhere() -> Optional.empty();
        };
    }
}
